package org.csiscaleio.gateway.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.gateway.TakenSnapshots;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.gateway.json.JsonInput;
import org.csiscaleio.gateway.json.MalformedAnswer;
import org.csiscaleio.operation.Deadline;

/**
 * What is done to snapshots, which are taken and removed by the system and not by their volumes.
 * Each method is one request, made through {@link GatewayHttp#change}.
 */
public final class SnapshotChanges {
  /** So many names a failure shows at most. */
  private static final int SHOWN = 3;

  private final GatewayHttp http;
  private final Queries queries;
  private final ReadBack readBack;

  public SnapshotChanges(GatewayHttp http, Queries queries) {
    this.http = http;
    this.queries = queries;
    this.readBack = new ReadBack(queries);
  }

  public TakenSnapshots take(NewSnapshots wanted, Deadline deadline) {
    String what = describe(wanted);
    wanted
        .sources()
        .forEach(source -> Queries.requireId(source.volumeId(), what, Kind.VOLUME_NOT_FOUND));
    var request =
        GatewayRequest.post(
                what,
                "/api/instances/System/action/snapshotVolumes",
                version -> fields(wanted, version))
            .whenMissing(Kind.VOLUME_NOT_FOUND);
    Instant begun = Instant.now();
    return VolumeChanges.unlessUnknown(
        () ->
            http.change(
                request, deadline, AnswerReader.json(in -> taken(in, wanted.sources().size()))),
        doubt -> readBack.taken(wanted, begun, doubt, deadline));
  }

  private static String describe(NewSnapshots wanted) {
    List<NewSnapshots.Source> sources = wanted.sources();
    var text = new StringBuilder("take snapshot");
    for (NewSnapshots.Source source : sources.subList(0, Math.min(SHOWN, sources.size()))) {
      text.append(text.length() > "take snapshot".length() ? "," : "")
          .append(" '")
          .append(source.snapshotName())
          .append("' of volume ")
          .append(source.volumeId());
    }
    return sources.size() <= SHOWN
        ? text.toString()
        : text + " and " + (sources.size() - SHOWN) + " more";
  }

  private static Map<String, ?> fields(NewSnapshots wanted, GatewayVersion version) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(
        "snapshotDefs",
        wanted.sources().stream()
            .map(source -> {
              var def = new LinkedHashMap<String, String>();
              def.put("volumeId", source.volumeId());
              def.put("snapshotName", source.snapshotName());
              return def;
            })
            .toList());
    // Always said where it is known: what an array does without it has changed over the releases.
    if (version.isAtLeast(3, 0)) {
      fields.put("accessModeLimit", wanted.access().wireName());
    }
    return fields;
  }

  private static TakenSnapshots taken(JsonInput in, int wanted) {
    var ids = new ArrayList<String>();
    var group =
        new Object() {
          String id = "";
        };
    in.object((name, value) -> {
      switch (name) {
        case "volumeIdList" -> value.array(() -> ids.add(value.text()));
        case "snapshotGroupId" -> group.id = value.text();
        default -> {}
      }
    });
    if (ids.size() != wanted || !ids.stream().allMatch(VolumeId::isId)) {
      throw new MalformedAnswer(
          "the answer has " + ids.size() + " ids of new snapshots instead of " + wanted);
    }
    if (!VolumeId.isId(group.id)) {
      throw new MalformedAnswer("the answer has no id of the snapshots' group");
    }
    return new TakenSnapshots(group.id, ids);
  }

  public void removeGroup(String groupId, Deadline deadline) {
    String what = "remove the snapshots of group " + groupId;
    Queries.requireId(groupId, what, Kind.VOLUME_NOT_FOUND);
    String systemId = queries.info(deadline).id();
    var request =
        GatewayRequest.post(
                what,
                "/api/instances/System::" + systemId + "/action/removeConsistencyGroupSnapshots",
                Map.of("snapGroupId", groupId))
            .whenMissing(Kind.VOLUME_NOT_FOUND);
    try {
      VolumeChanges.unlessUnknown(
          () -> http.change(request, deadline, AnswerReader.DONE),
          doubt -> {
            readBack.groupRemoved(groupId, doubt, deadline);
            return true;
          });
    } catch (GatewayException e) {
      throw e.kind() == Kind.NOTHING_TO_DO
          ? new GatewayException(Kind.VOLUME_NOT_FOUND, e.message(), e)
          : e;
    }
  }
}
