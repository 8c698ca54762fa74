package org.csiscaleio.gateway.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayUser;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ProtectionDomain;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.StoragePool;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.gateway.json.JsonInput;
import org.csiscaleio.gateway.json.MalformedAnswer;
import org.csiscaleio.gateway.json.PoolReader;
import org.csiscaleio.gateway.json.SdcReader;
import org.csiscaleio.gateway.json.SystemReader;
import org.csiscaleio.gateway.json.UserReader;
import org.csiscaleio.gateway.json.VolumeReader;
import org.csiscaleio.operation.Deadline;

/** What can be asked of a system; see {@link org.csiscaleio.gateway.ScaleIoSystem}. */
public final class Queries {
  private final GatewayHttp http;

  public Queries(GatewayHttp http) {
    this.http = http;
  }

  public SystemInfo info(Deadline deadline) {
    Optional<SystemInfo> known = http.identity().known();
    if (known.isPresent()) {
      return known.get();
    }
    List<SystemInfo> found = http.read(SystemIdentity.REQUEST, deadline, SystemIdentity.READER);
    return http.identity()
        .recognize(found)
        .orElseThrow(() -> new GatewayException(Kind.UNEXPECTED, http.identity().mismatch(found)));
  }

  public GatewayVersion version(Deadline deadline) {
    return http.version(deadline);
  }

  public List<ProtectionDomain> protectionDomains(Deadline deadline) {
    return http.read(
        GatewayRequest.get("list protection domains", "/api/types/ProtectionDomain/instances"),
        deadline,
        AnswerReader.list(PoolReader::protectionDomain));
  }

  public List<StoragePool> storagePools(Deadline deadline) {
    return http.read(
        GatewayRequest.get("list storage pools", "/api/types/StoragePool/instances"),
        deadline,
        AnswerReader.list(PoolReader::pool));
  }

  public PoolStatistics poolStatistics(String storagePoolId, Deadline deadline) {
    String what = "read the capacity of storage pool " + storagePoolId;
    requireId(storagePoolId, what, Kind.POOL_NOT_FOUND);
    return http.read(
        GatewayRequest.get(
                what, "/api/instances/StoragePool::" + storagePoolId + "/relationships/Statistics")
            .whenMissing(Kind.POOL_NOT_FOUND),
        deadline,
        AnswerReader.json(PoolReader::statistics));
  }

  public List<Sdc> sdcs(Deadline deadline) {
    return http
        .read(
            GatewayRequest.get("list SDCs", "/api/types/Sdc/instances"),
            deadline,
            AnswerReader.list(SdcReader::read))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  public Optional<GatewayUser> user(String name, Deadline deadline) {
    return http
        .read(
            GatewayRequest.get("list users", "/api/types/User/instances"),
            deadline,
            AnswerReader.list(UserReader::read))
        .stream()
        .filter(user -> user.name().equals(name))
        .findFirst();
  }

  public Map<String, Long> limits(Deadline deadline) {
    try {
      return http.read(
          GatewayRequest.post(
              "read the system's limits",
              "/api/instances/System/action/querySystemLimits",
              Map.of()),
          deadline,
          AnswerReader.json(SystemReader::limits));
    } catch (GatewayException e) {
      if (e.kind() == Kind.INVALID_REQUEST) {
        // Early releases do not know the question.
        return Map.of();
      }
      throw e;
    }
  }

  public Optional<Volume> volume(String volumeId, Deadline deadline) {
    if (!VolumeId.isId(volumeId)) {
      return Optional.empty();
    }
    var request =
        GatewayRequest.get("read volume " + volumeId, "/api/instances/Volume::" + volumeId)
            .whenMissing(Kind.VOLUME_NOT_FOUND);
    return unlessMissing(
        () -> http.read(request, deadline, AnswerReader.json(in -> named(volumeId, in))));
  }

  public Optional<String> volumeIdByName(String name, Deadline deadline) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var request =
        GatewayRequest.post(
                "look up the volume named '" + name + "'",
                "/api/types/Volume/instances/action/queryIdByKey",
                Map.of("name", name))
            .whenMissing(Kind.VOLUME_NOT_FOUND);
    return unlessMissing(
        () -> http.read(request, deadline, AnswerReader.json(Queries::idOfAnswer)));
  }

  public void forEachVolume(Consumer<Volume> consumer, Deadline deadline) {
    var delivery = new VolumeDelivery(consumer);
    http.read(
        GatewayRequest.get("list volumes", "/api/types/Volume/instances").ofAnyLength(),
        deadline,
        delivery);
    delivery.rethrow();
  }

  public List<Volume> volumesOfSdc(String sdcId, Deadline deadline) {
    String what = "list the volumes of SDC " + sdcId;
    requireId(sdcId, what, Kind.SDC_NOT_FOUND);
    return http.read(
        GatewayRequest.get(what, "/api/instances/Sdc::" + sdcId + "/relationships/Volume")
            .whenMissing(Kind.SDC_NOT_FOUND)
            .ofAnyLength(),
        deadline,
        AnswerReader.list(VolumeReader::read));
  }

  public List<Volume> volumes(List<String> volumeIds, Deadline deadline) {
    String what = "read volumes " + volumeIds;
    volumeIds.forEach(id -> requireId(id, what, Kind.VOLUME_NOT_FOUND));
    return http.read(
        GatewayRequest.post(
                what,
                "/api/types/Volume/instances/action/queryBySelectedIds",
                Map.of("ids", volumeIds))
            .whenMissing(Kind.VOLUME_NOT_FOUND)
            .ofAnyLength(),
        deadline,
        AnswerReader.list(VolumeReader::read));
  }

  public List<Volume> volumesOfTree(String vtreeId, Deadline deadline) {
    String what = "list the volumes of tree " + vtreeId;
    requireId(vtreeId, what, Kind.VOLUME_NOT_FOUND);
    var request =
        GatewayRequest.get(what, "/api/instances/VTree::" + vtreeId + "/relationships/Volume")
            .whenMissing(Kind.VOLUME_NOT_FOUND)
            .ofAnyLength();
    return unlessMissing(() -> http.read(request, deadline, AnswerReader.list(VolumeReader::read)))
        .orElse(List.of());
  }

  private interface Question<T> {
    T ask();
  }

  private static <T> Optional<T> unlessMissing(Question<T> question) {
    try {
      return Optional.of(question.ask());
    } catch (GatewayException e) {
      if (e.kind() == Kind.VOLUME_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Another volume than was asked for would be worse than none. */
  private static Volume named(String volumeId, JsonInput in) {
    Volume volume = VolumeReader.read(in);
    if (!volume.id().equals(volumeId)) {
      throw new MalformedAnswer("the answer is about another volume, " + volume.id());
    }
    return volume;
  }

  private static String idOfAnswer(JsonInput in) {
    String id = in.text();
    if (!VolumeId.isId(id)) {
      throw new MalformedAnswer("the answer to a look-up by name is no id of 16 hex digits");
    }
    return id;
  }

  /** An id that has not the form of one cannot exist, and must not become part of a path. */
  static void requireId(String id, String what, Kind missing) {
    if (!VolumeId.isId(id)) {
      throw new GatewayException(missing, what + ": '" + id + "' is no id of 16 hex digits");
    }
  }
}
