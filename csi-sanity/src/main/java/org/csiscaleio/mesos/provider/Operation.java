package org.csiscaleio.mesos.provider;

import java.util.Optional;
import java.util.UUID;

/**
 * An offer operation and what became of it.
 *
 * @param uuid becomes the volume's name in CreateVolume
 * @param source the resource it is applied to
 * @param targetType of CREATE_DISK
 * @param targetProfile of CREATE_DISK on a pre-existing disk, 1.7.1 on
 * @param word the role of RESERVE, the persistence id of CREATE
 * @param message why it failed or was dropped
 * @param converted what the resource has become
 */
public record Operation(
    String uuid,
    Kind kind,
    Resource source,
    Optional<Resource.Type> targetType,
    Optional<String> targetProfile,
    String word,
    Status status,
    String message,
    Optional<Resource> converted) {
  /** What is to be done. In 1.5 and 1.6 the last two are CREATE_VOLUME/BLOCK and their DESTROY. */
  public enum Kind {
    RESERVE,
    UNRESERVE,
    CREATE,
    DESTROY,
    CREATE_DISK,
    DESTROY_DISK
  }

  /** OPERATION_... */
  public enum Status {
    PENDING,
    FINISHED,
    FAILED,
    DROPPED
  }

  /** Reserves part of a pool or a disk for a role. */
  public static Operation reserve(Resource source, String role) {
    return of(Kind.RESERVE, source, role);
  }

  /** Takes back the innermost reservation. */
  public static Operation unreserve(Resource source) {
    return of(Kind.UNRESERVE, source, "");
  }

  /** Makes a persistent volume of a MOUNT disk. */
  public static Operation create(Resource source, String persistenceId) {
    return of(Kind.CREATE, source, persistenceId);
  }

  /** Destroys a persistent volume; from 1.7.2 on its data too. */
  public static Operation destroy(Resource source) {
    return of(Kind.DESTROY, source, "");
  }

  /** Makes a disk of a pool or of part of it. */
  public static Operation createDisk(Resource source, Resource.Type type) {
    return createDisk(source, type, Optional.empty());
  }

  /** Imports a pre-existing disk. */
  public static Operation importDisk(Resource source, Resource.Type type, String profile) {
    return createDisk(source, type, Optional.of(profile));
  }

  private static Operation createDisk(
      Resource source, Resource.Type type, Optional<String> profile) {
    return new Operation(
        UUID.randomUUID().toString(),
        Kind.CREATE_DISK,
        source,
        Optional.of(type),
        profile,
        "",
        Status.PENDING,
        "",
        Optional.empty());
  }

  /** Makes a disk part of its pool again. */
  public static Operation destroyDisk(Resource source) {
    return of(Kind.DESTROY_DISK, source, "");
  }

  private static Operation of(Kind kind, Resource source, String word) {
    return new Operation(
        UUID.randomUUID().toString(),
        kind,
        source,
        Optional.empty(),
        Optional.empty(),
        word,
        Status.PENDING,
        "",
        Optional.empty());
  }

  Operation ended(Status how, String why, Optional<Resource> result) {
    return new Operation(uuid, kind, source, targetType, targetProfile, word, how, why, result);
  }

  /** Done by the resource arithmetic of master and agent alone. */
  boolean isSpeculative() {
    return kind != Kind.CREATE_DISK && kind != Kind.DESTROY_DISK;
  }

  /** allowsReconciliation: 1.7.x:P:1350; those that do not are dropped while pools are read. */
  boolean allowsReconciliation() {
    return switch (kind) {
      case CREATE, DESTROY -> true;
      case RESERVE, UNRESERVE -> !source.isPool();
      case CREATE_DISK, DESTROY_DISK -> false;
    };
  }

  /** The resource it made. */
  public Resource result() {
    return converted.orElseThrow(() -> new IllegalStateException(kind + " " + status + message));
  }
}
