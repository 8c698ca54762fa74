package org.csiscaleio.model;

import static org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.rig.VolumeWish;

/**
 * What a CreateVolume asks for.
 *
 * @param fsType ext4, xfs, or {@link VolumeWish#BLOCK}
 * @param requiredGib at least; 0 for no lower bound
 * @param limitGib at most; 0 for no upper bound
 * @param source whose content it is to have
 */
record Ask(
    String name,
    String fsType,
    long requiredGib,
    long limitGib,
    boolean thick,
    Limits limits,
    Optional<Source> source) {
  private static final long STEP_GIB = 8;
  private static final long DEFAULT_GIB = 16;

  /** A snapshot or a volume, by its id. */
  record Source(String id, boolean isSnapshot) {
    VolumeContentSource message() {
      var source = VolumeContentSource.newBuilder();
      if (isSnapshot) {
        source.getSnapshotBuilder().setSnapshotId(id);
      } else {
        source.getVolumeBuilder().setVolumeId(id);
      }
      return source.build();
    }
  }

  boolean isBlock() {
    return fsType.equals(VolumeWish.BLOCK);
  }

  boolean allows(long gib) {
    return gib >= requiredGib && (limitGib == 0 || gib <= limitGib);
  }

  /** The size of a new empty volume in GiB; none when there is no multiple of 8 in the range. */
  OptionalLong size() {
    long gib = DEFAULT_GIB;
    if (requiredGib > 0) {
      gib = Math.ceilDiv(requiredGib, STEP_GIB) * STEP_GIB;
    } else if (limitGib > 0) {
      gib = Math.min(gib, limitGib / STEP_GIB * STEP_GIB);
    }
    return gib > 0 && allows(gib) ? OptionalLong.of(gib) : OptionalLong.empty();
  }

  /** The size of a new volume with the content of one of so many GiB. */
  OptionalLong sizeFrom(long sourceGib) {
    if (limitGib != 0 && limitGib < sourceGib) {
      return OptionalLong.empty();
    }
    return requiredGib <= sourceGib ? OptionalLong.of(sourceGib) : size();
  }

  CreateVolumeRequest message() {
    var wish = VolumeWish.of(name, 0, fsType).withMode(SINGLE_NODE_WRITER);
    var request = wish.createRequest().toBuilder().putAllParameters(limits.parameters());
    if (thick) {
      request.putAllParameters(Map.of("thickprovisioning", "true"));
    }
    if (requiredGib > 0 || limitGib > 0) {
      request
          .getCapacityRangeBuilder()
          .setRequiredBytes(requiredGib << 30)
          .setLimitBytes(limitGib << 30);
    }
    source.ifPresent(from -> request.setVolumeContentSource(from.message()));
    return request.build();
  }

  Ask sized(long newRequiredGib, long newLimitGib) {
    return new Ask(name, fsType, newRequiredGib, newLimitGib, thick, limits, source);
  }

  Ask from(Optional<Source> newSource) {
    return new Ask(name, fsType, requiredGib, limitGib, false, limits, newSource);
  }

  Ask thick(boolean newThick) {
    return new Ask(name, fsType, requiredGib, limitGib, newThick, limits, source);
  }

  @Override
  public String toString() {
    return "%s %s %d..%d GiB%s %s%s"
        .formatted(
            name,
            fsType,
            requiredGib,
            limitGib,
            thick ? " thick" : "",
            limits.parameters(),
            source.map(from -> " from " + from.id()).orElse(""));
  }
}
