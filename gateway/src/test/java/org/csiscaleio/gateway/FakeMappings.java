package org.csiscaleio.gateway;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.gateway.GatewayException.Kind;

/** A {@link FakeArray}'s rules for mapping one volume; each returns the volume as it is then. */
final class FakeMappings {
  private FakeMappings() {}

  static boolean has(Volume volume, String sdcId) {
    return volume.mappings().stream().anyMatch(m -> m.sdcId().equals(sdcId));
  }

  static Volume add(Volume volume, Sdc sdc, boolean allowMultiple, MappingAccess access) {
    if (access == MappingAccess.READ_WRITE && volume.accessLimit() != MappingAccess.READ_WRITE) {
      throw new GatewayException(
          Kind.REFUSED, "The mapping's access mode exceeds the volume's access mode limit");
    }
    if (has(volume, sdc.id())) {
      throw new GatewayException(Kind.ALREADY_MAPPED, "The volume is already mapped to this SDC");
    }
    if (!volume.mappings().isEmpty() && !allowMultiple) {
      throw new GatewayException(
          Kind.MAPPED_ELSEWHERE,
          "This volume is already mapped and may not be mapped to additional SDCs.");
    }
    var mappings = new ArrayList<>(volume.mappings());
    mappings.add(new SdcMapping(sdc.id(), sdc.ip(), 0, 0, access));
    return with(volume, mappings, volume.ancestorVolumeId());
  }

  static Volume remove(Volume volume, String sdcId) {
    requireMapped(volume, sdcId);
    var mappings = new ArrayList<>(volume.mappings());
    mappings.removeIf(m -> m.sdcId().equals(sdcId));
    return with(volume, mappings, volume.ancestorVolumeId());
  }

  static Volume removeAll(Volume volume) {
    if (volume.mappings().isEmpty()) {
      throw notMapped();
    }
    return with(volume, List.of(), volume.ancestorVolumeId());
  }

  /**
   * Limits one mapping.
   *
   * @param iopsLimit 0 or at least 11
   * @param bandwidthLimitKbps 0 or a multiple of 1024
   */
  static Volume limit(Volume volume, String sdcId, long iopsLimit, long bandwidthLimitKbps) {
    if ((iopsLimit != 0 && iopsLimit < 11) || bandwidthLimitKbps % 1024 != 0) {
      throw new GatewayException(
          Kind.INVALID_REQUEST, "iopsLimit is 0 or at least 11, bandwidth in MB");
    }
    requireMapped(volume, sdcId);
    long mbps = bandwidthLimitKbps / 1024;
    var mappings = new ArrayList<>(volume.mappings());
    mappings.replaceAll(m ->
        m.sdcId().equals(sdcId)
            ? new SdcMapping(sdcId, m.sdcIp(), iopsLimit, mbps, m.access())
            : m);
    return with(volume, mappings, volume.ancestorVolumeId());
  }

  /** The volume under another ancestor. */
  static Volume under(Volume volume, String ancestorId) {
    return with(volume, volume.mappings(), ancestorId);
  }

  private static void requireMapped(Volume volume, String sdcId) {
    if (!has(volume, sdcId)) {
      throw notMapped();
    }
  }

  private static GatewayException notMapped() {
    return new GatewayException(Kind.NOT_MAPPED, "The volume is not mapped to SDC");
  }

  private static Volume with(Volume v, List<SdcMapping> mappings, String ancestorId) {
    return new Volume(
        v.id(),
        v.name(),
        v.sizeKib(),
        v.type(),
        v.storagePoolId(),
        v.vtreeId(),
        ancestorId,
        v.creationTime(),
        mappings,
        v.mappedToAll(),
        v.groupId(),
        v.accessLimit(),
        v.ofPolicy());
  }
}
