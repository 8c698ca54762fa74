package org.csiscaleio.gateway.http;

import java.util.List;
import java.util.Set;
import org.csiscaleio.gateway.GatewayException.Kind;

/**
 * How the array says one thing over its releases. Codes up to 226 have kept their meaning since
 * 2.0, above that they drift from release to release: there only codes seen on real arrays are
 * listed, and the words decide.
 *
 * @param words lower-case parts of the message
 * @param doubtful whether a changing call that ends so may have been carried out all the same
 */
record FailureRule(Kind kind, Set<Integer> codes, List<String> words, boolean doubtful) {

  /** In order: what is more special stands before what its words contain. */
  static final List<FailureRule> ALL =
      List.of(
          doubtful(Kind.BUSY, Set.of(68, 69), "a timeout occurred", "communication error"),
          rule(
              Kind.BUSY,
              Set.of(164, 166),
              "retry later",
              "system is busy",
              "could not create the volume",
              "please retry the command",
              "too many sessions",
              "maximum number of sessions"),
          doubtful(Kind.NOT_READY, Set.of(4), "not connected"),
          rule(
              Kind.NOT_READY,
              Set.of(105, 121, 124),
              "cluster state is incorrect",
              "mdm is not configured",
              "not supported on the slave mdm",
              "cluster is degraded"),
          rule(Kind.NAME_IN_USE, Set.of(99), "volume name already in use"),
          rule(
              Kind.INVALID_NAME,
              Set.of(226),
              "exceeds the allowed length of 31",
              "name contains invalid characters"),
          // 78 was this in 1.32 and is "could not find SDS" now, so that only its words count.
          rule(
              Kind.VOLUME_NOT_FOUND,
              Set.of(79, 88, 185),
              "could not find the volume",
              "invalid volume id",
              "vtree was not found",
              "no volumes were found under the given consistency group"),
          rule(
              Kind.ILLEGAL_SIZE,
              Set.of(133, 190, 225),
              "volume size is illegal",
              "volume size must be",
              "volume size too large",
              "volume capacity can only be increased"),
          rule(
              Kind.NO_CAPACITY,
              Set.of(67, 165, 191),
              "insufficient resources",
              "exceeds the volume allocation limit",
              "reached critical capacity utilization",
              "too small to create new snapshots",
              "thick volume reservation",
              "capacity is unbalanced",
              "license capacity has been exceeded"),
          rule(
              Kind.LIMIT_REACHED,
              Set.of(87, 96, 97, 181, 182),
              "too many volumes",
              "too many snapshots",
              "too many mappings",
              "maximum number of volumes"),
          rule(
              Kind.POOL_NOT_FOUND,
              Set.of(171, 174, 197),
              "could not find storage pool",
              "storage pool id is not valid",
              "storage pool is not in the specified protection domain"),
          rule(Kind.DOMAIN_NOT_FOUND, Set.of(142), "could not find protection domain"),
          rule(
              Kind.DOMAIN_NOT_ACTIVE,
              Set.of(144, 213),
              "protection domain is not active",
              "at least three fault sets",
              "less than three devices"),
          rule(
              Kind.SDC_NOT_FOUND,
              Set.of(80, 90),
              "could not find the sdc",
              "could not find the host",
              "invalid sdc id",
              "given guid is invalid"),
          rule(Kind.SDC_NOT_APPROVED, Set.of(), "sdc is not approved"),
          rule(Kind.ALREADY_MAPPED, Set.of(81, 4037), "already mapped to this sdc"),
          rule(
              Kind.MAPPED_ELSEWHERE,
              Set.of(82, 83, 86),
              "only a single sdc may be mapped",
              "may not be mapped to additional sdcs",
              "already mapped to all sdcs",
              "already mapped to scsi initiator",
              "mapped to all sdcs"),
          rule(Kind.NOT_MAPPED, Set.of(84, 4039), "not mapped to sdc", "volume is not mapped"),
          rule(Kind.VOLUME_MAPPED, Set.of(104), "volume is mapped"),
          rule(
              Kind.REMOVAL_IN_PROGRESS,
              Set.of(145, 212),
              "removal operation is currently in progress",
              "removal of the object is in progress"),
          rule(Kind.NOTHING_TO_DO, Set.of(183), "nothing to do"),
          rule(Kind.NOT_AUTHENTICATED, Set.of(), "invalid session"),
          rule(
              Kind.NOT_PERMITTED,
              Set.of(168),
              "you do not have permission",
              "permission denied",
              "password change required"));

  private static FailureRule rule(Kind kind, Set<Integer> codes, String... words) {
    return new FailureRule(kind, codes, List.of(words), false);
  }

  private static FailureRule doubtful(Kind kind, Set<Integer> codes, String... words) {
    return new FailureRule(kind, codes, List.of(words), true);
  }
}
