package org.csiscaleio.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.gateway.json.JsonInput;
import org.csiscaleio.gateway.json.MalformedAnswer;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Pauses;

/**
 * What can be changed at a system; see {@link org.csiscaleio.gateway.ScaleIoSystem}. Each method is
 * one request, two at most, made through {@link GatewayHttp#change}; when its outcome is unknown,
 * {@link ReadBack} looks what became of it.
 */
public final class VolumeChanges {
  private static final Duration FIRST_REMOVAL_POLL = Duration.ofMillis(20);
  private static final Duration LONGEST_REMOVAL_POLL = Duration.ofMillis(500);

  private final GatewayHttp http;
  private final ReadBack readBack;

  public VolumeChanges(GatewayHttp http, Queries queries) {
    this.http = http;
    this.readBack = new ReadBack(queries);
  }

  public String createVolume(NewVolume volume, Deadline deadline) {
    String what = "create volume '" + volume.name() + "' of " + volume.sizeKib() + " KiB";
    Queries.requireId(volume.storagePoolId(), what, Kind.POOL_NOT_FOUND);
    var fields = new LinkedHashMap<String, String>();
    fields.put("storagePoolId", volume.storagePoolId());
    fields.put("name", volume.name());
    fields.put("volumeSizeInKb", Long.toString(volume.sizeKib()));
    fields.put("volumeType", volume.type().wireName());
    var request =
        GatewayRequest.post(what, "/api/types/Volume/instances", fields)
            .whenMissing(Kind.POOL_NOT_FOUND);
    Instant begun = Instant.now();
    return unlessUnknown(
        () -> http.change(request, deadline, AnswerReader.json(VolumeChanges::createdId)),
        doubt -> readBack.created(volume, begun, doubt, deadline));
  }

  public void growVolume(String volumeId, long sizeKib, Deadline deadline) {
    long gib = sizeKib >> 20;
    try {
      changeUnlessUnknown(
          action(
              "grow volume " + volumeId + " to " + gib + " GiB",
              volumeId,
              "setVolumeSize",
              Map.of("sizeInGB", Long.toString(gib))),
          deadline,
          doubt -> readBack.grown(volumeId, sizeKib, doubt, deadline));
    } catch (GatewayException e) {
      // What older releases say to the present size; others take it.
      if (e.kind() != Kind.NOTHING_TO_DO) {
        throw e;
      }
    }
  }

  public void removeVolume(String volumeId, Deadline deadline) {
    var request =
        action(
            "remove volume " + volumeId, volumeId, "removeVolume", Map.of("removeMode", "ONLY_ME"));
    Duration pause = FIRST_REMOVAL_POLL;
    boolean waited = false;
    while (true) {
      try {
        changeUnlessUnknown(
            request, deadline, doubt -> readBack.removed(volumeId, doubt, deadline));
        return;
      } catch (GatewayException e) {
        if (waited && e.kind() == Kind.VOLUME_NOT_FOUND) {
          // The removal that was running has ended.
          return;
        }
        if (e.kind() != Kind.REMOVAL_IN_PROGRESS || deadline.remaining().compareTo(pause) <= 0) {
          throw e;
        }
        waitFor(pause, e);
        waited = true;
        pause = Pauses.longer(pause, LONGEST_REMOVAL_POLL);
      }
    }
  }

  public void map(
      String volumeId,
      String sdcId,
      boolean allowMultiple,
      MappingAccess access,
      Deadline deadline) {
    String what = "map volume " + volumeId + " to SDC " + sdcId;
    Queries.requireId(sdcId, what, Kind.SDC_NOT_FOUND);
    var request =
        action(
            what,
            volumeId,
            "addMappedSdc",
            version -> mapping(sdcId, allowMultiple, access, version));
    changeUnlessUnknown(
        request,
        deadline,
        doubt -> readBack.mapped(volumeId, sdcId, allowMultiple, access, doubt, deadline));
  }

  private static Map<String, String> mapping(
      String sdcId, boolean allowMultiple, MappingAccess access, GatewayVersion version) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("sdcId", sdcId);
    // Always said: what an array does without it has changed over the releases.
    fields.put("allowMultipleMappings", allowMultiple ? "TRUE" : "FALSE");
    if (version.isAtLeast(3, 0)) {
      fields.put("accessMode", access.wireName());
    }
    return fields;
  }

  public void unmap(String volumeId, String sdcId, Deadline deadline) {
    String what = "unmap volume " + volumeId + " from SDC " + sdcId;
    Queries.requireId(sdcId, what, Kind.SDC_NOT_FOUND);
    // Never together with allSdcs, whose mere presence unmaps every host.
    var request = action(what, volumeId, "removeMappedSdc", Map.of("sdcId", sdcId));
    changeUnlessUnknown(
        request, deadline, doubt -> readBack.unmapped(volumeId, sdcId, doubt, deadline));
  }

  public void unmapAll(String volumeId, Deadline deadline) {
    var request =
        action(
            "unmap volume " + volumeId + " from every SDC",
            volumeId,
            "removeMappedSdc",
            Map.of("allSdcs", ""));
    changeUnlessUnknown(
        request, deadline, doubt -> readBack.unmappedFromAll(volumeId, doubt, deadline));
  }

  public void limitMapping(
      String volumeId, String sdcId, long iopsLimit, long bandwidthLimitKbps, Deadline deadline) {
    String what = "limit the use of volume " + volumeId + " by SDC " + sdcId;
    Queries.requireId(sdcId, what, Kind.SDC_NOT_FOUND);
    var iops = Map.of("iopsLimit", Long.toString(iopsLimit));
    var bandwidth = Map.of("bandwidthLimitInKbps", Long.toString(bandwidthLimitKbps));
    OptionalLong limitIops = OptionalLong.of(iopsLimit);
    OptionalLong limitMbps = OptionalLong.of(bandwidthLimitKbps / 1024);
    var mapping = new LimitedMapping(what, volumeId, sdcId);
    if (iopsLimit == 0 && bandwidthLimitKbps == 0) {
      // Real arrays refuse both zeros in one request, and take each alone.
      limit(mapping, iops, limitIops, OptionalLong.empty(), deadline);
      limit(mapping, bandwidth, limitIops, limitMbps, deadline);
    } else {
      var both = new LinkedHashMap<>(iops);
      both.putAll(bandwidth);
      limit(mapping, both, limitIops, limitMbps, deadline);
    }
  }

  private record LimitedMapping(String what, String volumeId, String sdcId) {}

  /**
   * @param limitIops what must be there then, whatever the answer; empty for anything
   * @param limitMbps the same
   */
  private void limit(
      LimitedMapping mapping,
      Map<String, String> limits,
      OptionalLong limitIops,
      OptionalLong limitMbps,
      Deadline deadline) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("sdcId", mapping.sdcId());
    fields.putAll(limits);
    changeUnlessUnknown(
        action(mapping.what(), mapping.volumeId(), "setMappedSdcLimits", fields),
        deadline,
        doubt ->
            readBack.limited(
                mapping.volumeId(), mapping.sdcId(), limitIops, limitMbps, doubt, deadline));
  }

  public void rename(String volumeId, String newName, Deadline deadline) {
    var request =
        action(
            "rename volume " + volumeId + " to '" + newName + "'",
            volumeId,
            "setVolumeName",
            Map.of("newName", newName));
    changeUnlessUnknown(
        request, deadline, doubt -> readBack.renamed(volumeId, newName, doubt, deadline));
  }

  private static GatewayRequest action(
      String what, String volumeId, String action, Map<String, String> fields) {
    return action(what, volumeId, action, version -> fields);
  }

  private static GatewayRequest action(
      String what, String volumeId, String action, GatewayRequest.Fields fields) {
    Queries.requireId(volumeId, what, Kind.VOLUME_NOT_FOUND);
    return GatewayRequest.post(
            what, "/api/instances/Volume::" + volumeId + "/action/" + action, fields)
        .whenMissing(Kind.VOLUME_NOT_FOUND);
  }

  private void changeUnlessUnknown(
      GatewayRequest request, Deadline deadline, Consumer<GatewayException> look) {
    unlessUnknown(
        () -> http.change(request, deadline, AnswerReader.DONE),
        doubt -> {
          look.accept(doubt);
          return true;
        });
  }

  /** A look at what became of a change. */
  interface Look<T> {
    T at(GatewayException doubt);
  }

  /** What the change tells or, when its outcome is unknown, what a look at the array tells. */
  static <T> T unlessUnknown(Supplier<T> change, Look<T> look) {
    try {
      return change.get();
    } catch (GatewayException e) {
      if (e.kind() == Kind.OUTCOME_UNKNOWN) {
        return look.at(e);
      }
      throw e;
    }
  }

  private static String createdId(JsonInput in) {
    var found =
        new Object() {
          String id = "";
        };
    in.object((name, value) -> {
      if (name.equals("id")) {
        found.id = value.text();
      }
    });
    if (!VolumeId.isId(found.id)) {
      throw new MalformedAnswer("the answer has no id of the new volume");
    }
    return found.id;
  }

  private static void waitFor(Duration pause, GatewayException insteadOfWaiting) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw insteadOfWaiting;
    }
  }
}
