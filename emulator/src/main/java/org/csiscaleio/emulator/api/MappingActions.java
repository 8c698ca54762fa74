package org.csiscaleio.emulator.api;

import java.util.List;
import java.util.Locale;
import org.csiscaleio.emulator.model.AccessMode;
import org.csiscaleio.emulator.model.MappingTarget;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RequestRefused;
import org.jspecify.annotations.Nullable;

/** The actions of a volume that are about its mappings. */
final class MappingActions {
  private static final long KIB_PER_MIB = 1024;
  private static final long LEAST_IOPS = 11;

  private final ArrayServices services;

  MappingActions(ArrayServices services) {
    this.services = services;
  }

  /** Carries an action out; false when it is none of these. */
  boolean act(long volumeId, String action, Params params) {
    switch (action) {
      case "addMappedSdc" -> map(volumeId, target(params), params);
      case "removeMappedSdc" -> services.mappings().unmap(volumeId, target(params));
      case "setMappedSdcLimits" -> limit(volumeId, params);
      default -> {
        return (services.version().hasAccessModes() && since3(volumeId, action, params))
            || (services.version().atLeast(4, 0) && since4(volumeId, action, params));
      }
    }
    return true;
  }

  private boolean since3(long volumeId, String action, Params params) {
    if (!action.equals("setVolumeMappingAccessMode")) {
      return false;
    }
    params.require("accessMode");
    AccessMode mode = accessMode(params);
    services
        .mappings()
        .setAccessMode(volumeId, target(params), mode == null ? AccessMode.READ_WRITE : mode);
    return true;
  }

  private boolean since4(long volumeId, String action, Params params) {
    if (action.equals("addMappedHost")) {
      map(volumeId, host(params), params);
      return true;
    }
    if (action.equals("removeMappedHost")) {
      services.mappings().unmap(volumeId, host(params));
      return true;
    }
    return false;
  }

  private void map(long volumeId, MappingTarget target, Params params) {
    boolean multiple = params.bool("allowMultipleMappings", false);
    services.mappings().map(volumeId, target, multiple, accessMode(params));
  }

  /** Releases before 3.0 do not know the parameter and pass over it. */
  private @Nullable AccessMode accessMode(Params params) {
    return services.version().hasAccessModes()
        ? params.optionalOneOf("accessMode", List.of(AccessMode.values()), AccessMode::apiName)
        : null;
  }

  /** That allSdcs is there is what counts, not its value, and it counts more than the others. */
  private static MappingTarget target(Params params) {
    params.requireOne("sdcId", "guid", "allSdcs");
    if (params.has("allSdcs")) {
      return new MappingTarget.All();
    }
    return params.has("sdcId")
        ? new MappingTarget.ById(ObjectId.parse(params.text("sdcId")))
        : new MappingTarget.ByGuid(params.text("guid").toUpperCase(Locale.ROOT));
  }

  private static MappingTarget host(Params params) {
    return new MappingTarget.ById(ObjectId.parse(params.text("hostId")));
  }

  private void limit(long volumeId, Params params) {
    params.requireOne("sdcId", "guid");
    params.requireOne("iopsLimit", "bandwidthLimitInKbps");
    Long iops = params.optionalNumber("iopsLimit");
    Long bandwidth = params.optionalNumber("bandwidthLimitInKbps");
    if (iops != null && iops != 0 && iops < LEAST_IOPS) {
      throw RequestRefused.invalid(
          "iopsLimit must be 0 or greater than 10, but its value is " + iops);
    }
    if (bandwidth != null && (bandwidth < 0 || bandwidth % KIB_PER_MIB != 0)) {
      throw RequestRefused.invalid(
          "bandwidthLimitInKbps must be in granularity of 1024 Kbps, but its value is "
              + bandwidth);
    }
    boolean bothZero = iops != null && bandwidth != null && iops == 0 && bandwidth == 0;
    if (bothZero && !services.version().atLeast(3, 0)) {
      // Seen on a real 2.x array, where either alone is taken.
      throw RequestRefused.invalid(
          "iopsLimit and bandwidthLimitInKbps cannot both be 0 in one request");
    }
    services.mappings().limit(volumeId, target(params), iops, bandwidth);
  }
}
