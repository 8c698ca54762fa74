package org.csiscaleio.mesos.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A disk resource. Equal when all is equal; the order of metadata labels does not matter.
 *
 * @param thousandths the scalar: MB of 1048576 bytes, fixed-point with three decimals
 * @param profile without an id: a storage pool of that profile
 * @param vendor plugin type and name, from 1.7.1 on
 * @param id the CSI volume id; without a profile: a pre-existing disk
 * @param metadata labels: the volume context
 * @param mountRoot of a MOUNT disk, relative to the work directory
 * @param reservations roles, outermost first
 * @param persistenceId of a persistent volume; else empty
 */
public record Resource(
    Type type,
    long thousandths,
    Optional<String> profile,
    Optional<String> vendor,
    Optional<String> id,
    Map<String, String> metadata,
    String mountRoot,
    List<String> reservations,
    String persistenceId) {
  private static final long MEGABYTE = 1 << 20;

  /** Resource.DiskInfo.Source.Type; PATH is not replayed. */
  public enum Type {
    RAW,
    MOUNT,
    BLOCK
  }

  public Resource {
    metadata = Map.copyOf(metadata);
    reservations = List.copyOf(reservations);
  }

  /** The scalar for a capacity: a double of MB, compared to three decimals. */
  static long thousandthsOf(long bytes) {
    return Math.round((double) bytes / MEGABYTE * 1000);
  }

  /** What CreateVolume is asked for. */
  public long bytes() {
    return (long) (thousandths / 1000.0 * MEGABYTE);
  }

  /** Part of it can be taken: a RAW disk without identity. */
  public boolean isPool() {
    return type == Type.RAW && id.isEmpty() && persistenceId.isEmpty();
  }

  /** All but the size is the same: they can be added to each other. */
  boolean isSamePool(Resource other) {
    return isPool() && other.isPool() && ofThousandths(0).equals(other.ofThousandths(0));
  }

  /** As much of a pool as that many bytes. */
  public Resource ofBytes(long bytes) {
    return ofThousandths(thousandthsOf(bytes));
  }

  Resource ofThousandths(long amount) {
    return new Resource(
        type, amount, profile, vendor, id, metadata, mountRoot, reservations, persistenceId);
  }

  Resource ofType(Type other, String root) {
    return new Resource(
        other, thousandths, profile, vendor, id, metadata, root, reservations, persistenceId);
  }

  Resource withProfile(Optional<String> other) {
    return new Resource(
        type, thousandths, other, vendor, id, metadata, mountRoot, reservations, persistenceId);
  }

  Resource withIdentity(Optional<String> otherId, Map<String, String> labels) {
    return new Resource(
        type,
        thousandths,
        profile,
        vendor,
        otherId,
        labels,
        mountRoot,
        reservations,
        persistenceId);
  }

  Resource withReservations(List<String> roles) {
    return new Resource(
        type, thousandths, profile, vendor, id, metadata, mountRoot, roles, persistenceId);
  }

  Resource withPersistence(String persistence) {
    return new Resource(
        type, thousandths, profile, vendor, id, metadata, mountRoot, reservations, persistence);
  }

  /** As Mesos' logs show it, more or less. */
  @Override
  public String toString() {
    return "disk"
        + (reservations.isEmpty() ? "" : reservations.toString())
        + "["
        + type
        + vendor.map(text -> "(" + text + ")").orElse("")
        + profile.map(text -> ",profile=" + text).orElse("")
        + id.map(text -> ",id=" + text).orElse("")
        + (persistenceId.isEmpty() ? "" : "," + persistenceId)
        + "]:"
        + thousandths / 1000.0;
  }
}
