package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.operation.Failure;

/**
 * A volume to be mapped to a node.
 *
 * @param nodeId the GUID of the node's SDC, in any case
 * @param readOnly whether the node must not write, whatever the access mode
 * @param preempt whether it shall be taken from a node that is gone, if the operator allows that
 */
public record PublishRequest(
    String volumeId,
    String nodeId,
    VolumeCapability capability,
    boolean readOnly,
    QosLimits limits,
    boolean preempt) {
  private static final String PREEMPT_KEY = "preempt";

  /**
   * @throws Failure INVALID_ARGUMENT when no volume of ours can be used as asked
   */
  public PublishRequest {
    requireNonNull(volumeId, "volumeId is null");
    requireNonNull(nodeId, "nodeId is null");
    requireNonNull(limits, "limits is null");
    capability
        .unsupportedBecause()
        .ifPresent(reason -> {
          throw Failure.invalid("volume " + volumeId + " cannot be published: " + reason);
        });
  }

  /**
   * Reads the limits, and {@code preempt}, from the volume_context.
   *
   * @throws Failure INVALID_ARGUMENT when no volume of ours can be used as asked
   */
  public static PublishRequest of(
      String volumeId,
      String nodeId,
      VolumeCapability capability,
      boolean readOnly,
      Map<String, String> volumeContext) {
    return new PublishRequest(
        volumeId,
        nodeId,
        capability,
        readOnly,
        QosLimits.ofContext(volumeContext),
        preempt(volumeContext.getOrDefault(PREEMPT_KEY, "false")));
  }

  private static boolean preempt(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw Failure.invalid(PREEMPT_KEY + " is '" + value + "'; it is true or false");
    };
  }

  /** Whether no other node may have the volume at the same time. */
  boolean exclusive() {
    return capability.mode().singleNode();
  }

  /** How the array lets the node use it. */
  MappingAccess access() {
    return readOnly || capability.mode().readOnly()
        ? MappingAccess.READ_ONLY
        : MappingAccess.READ_WRITE;
  }

  /**
   * Whether the node may have it while another one writes: several writers were asked for, or this
   * one only reads what a single writer writes.
   */
  boolean toleratesWriters() {
    return switch (capability.mode()) {
      case MULTI_NODE_MULTI_WRITER -> true;
      case MULTI_NODE_SINGLE_WRITER -> access() == MappingAccess.READ_ONLY;
      case MULTI_NODE_READER_ONLY,
          SINGLE_NODE_WRITER,
          SINGLE_NODE_READER_ONLY,
          SINGLE_NODE_SINGLE_WRITER,
          SINGLE_NODE_MULTI_WRITER ->
          false;
    };
  }
}
