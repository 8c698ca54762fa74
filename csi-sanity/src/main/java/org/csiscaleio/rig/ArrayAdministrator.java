package org.csiscaleio.rig;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at the array, and changes it behind the plugin's back, through the gateway's own REST API.
 * Its requests count in the emulator's counters: read those first. Logs in for each act and out
 * again, since a gateway has few sessions.
 */
public final class ArrayAdministrator {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final GatewayHttp http;
  private final String basic;

  ArrayAdministrator(GatewayHttp http, String user, String password) {
    this.http = http;
    this.basic = basic(user + ":" + password);
  }

  /** The administrator of an array whose gateway listens there with that certificate. */
  public static ArrayAdministrator at(URI url, Path certificate, String user, String password) {
    return new ArrayAdministrator(new GatewayHttp(url, certificate), user, password);
  }

  /** Everything in the array. */
  public List<ArrayVolume> volumes() {
    return inSession(this::volumes);
  }

  private List<ArrayVolume> volumes(String session) {
    Map<String, String> guids = guids(session);
    var volumes = new ArrayList<ArrayVolume>();
    for (JsonNode volume : get("/api/types/Volume/instances", session)) {
      var mappedTo = new TreeSet<String>();
      for (JsonNode mapping : volume.path("mappedSdcInfo")) {
        String sdc = mapping.path("sdcId").asString("");
        mappedTo.add(guids.getOrDefault(sdc, sdc));
      }
      volumes.add(
          new ArrayVolume(
              volume.path("id").asString(""),
              volume.path("name").asString(""),
              volume.path("sizeInKb").asLong(0),
              volume.path("volumeType").asString(""),
              mappedTo));
    }
    return volumes;
  }

  /** The SDCs' GUIDs by what the array calls them. */
  private Map<String, String> guids(String session) {
    var guids = new HashMap<String, String>();
    for (JsonNode sdc : get("/api/types/Sdc/instances", session)) {
      guids.put(sdc.path("id").asString(""), sdc.path("sdcGuid").asString(""));
    }
    return guids;
  }

  /**
   * One volume, if the array has it.
   *
   * @param handle a CSI volume id or the array's own
   */
  public Optional<ArrayVolume> volume(String handle) {
    String id = arrayId(handle);
    return volumes().stream().filter(volume -> volume.id().equals(id)).findFirst();
  }

  /** How each SDC that has the volume is limited there, by its GUID: I/O per second, MiB/s. */
  public Map<String, List<Long>> limits(String handle) {
    return inSession(session -> {
      Map<String, String> guids = guids(session);
      var limits = new HashMap<String, List<Long>>();
      JsonNode volume = get("/api/instances/Volume::" + arrayId(handle), session);
      for (JsonNode mapping : volume.path("mappedSdcInfo")) {
        String sdc = mapping.path("sdcId").asString("");
        limits.put(
            guids.getOrDefault(sdc, sdc),
            List.of(
                mapping.path("limitIops").asLong(-1), mapping.path("limitBwInMbps").asLong(-1)));
      }
      return limits;
    });
  }

  /** Unmaps a volume from everywhere, whoever uses it. */
  public void unmapEverywhere(String handle) {
    action(handle, "removeMappedSdc", Map.of("allSdcs", "TRUE"));
  }

  /** Maps a volume to a host as well. */
  public void map(String handle, SimulatedHost host) {
    action(handle, "addMappedSdc", Map.of("guid", host.guid(), "allowMultipleMappings", "TRUE"));
  }

  /** Makes a volume larger. */
  public void grow(String handle, int sizeGib) {
    action(handle, "setVolumeSize", Map.of("sizeInGB", Integer.toString(sizeGib)));
  }

  /** Removes a volume that is not mapped. */
  public void remove(String handle) {
    action(handle, "removeVolume", Map.of("removeMode", "ONLY_ME"));
  }

  /** Takes a snapshot of a volume; the snapshot's id. */
  public String snapshot(String handle, String name) {
    var definition = Map.of("volumeId", arrayId(handle), "snapshotName", name);
    String answer =
        inSession(session ->
            post(
                "/api/instances/System/action/snapshotVolumes",
                Map.of("snapshotDefs", List.of(definition)),
                session));
    return JSON.readTree(answer).path("volumeIdList").path(0).asString("");
  }

  /** Moves a volume to another pool of protection domain pd1. */
  public void move(String handle, String pool) {
    String poolId =
        inSession(session ->
            JSON.readTree(
                    post(
                        "/api/types/StoragePool/instances/action/queryIdByKey",
                        Map.of("name", pool, "protectionDomainName", "pd1"),
                        session))
                .asString(""));
    action(handle, "migrateVTree", Map.of("destSPId", poolId));
  }

  /** From now on the array lets in approved SDCs only; those it has stay as they are. */
  public void restrictSdcs() {
    inSession(session ->
        post(
            "/api/instances/System/action/setRestrictedSdcMode",
            Map.of("restrictedSdcMode", "Guid"),
            session));
  }

  /** Lets an SDC in. */
  public void approve(String guid) {
    inSession(session ->
        post("/api/instances/System/action/approveSdc", Map.of("sdcGuid", guid), session));
  }

  /** What an SDC is called. */
  public String sdcName(String guid) {
    return inSession(session -> {
      for (JsonNode sdc : get("/api/types/Sdc/instances", session)) {
        if (sdc.path("sdcGuid").asString("").equals(guid)) {
          return sdc.path("name").asString("");
        }
      }
      return "";
    });
  }

  /** The array's id in a CSI volume id of the form system-volume. */
  public static String arrayId(String handle) {
    return handle.substring(handle.lastIndexOf('-') + 1);
  }

  private void action(String handle, String action, Map<String, String> body) {
    String path = "/api/instances/Volume::" + arrayId(handle) + "/action/" + action;
    inSession(session -> post(path, body, session));
  }

  private String post(String path, Map<String, ?> body, String session) {
    return http.send(
        authorized(path, session)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  private <T> T inSession(Function<String, T> act) {
    String session = login();
    try {
      return act.apply(session);
    } finally {
      http.send(authorized("/api/logout", session).GET().build());
    }
  }

  private String login() {
    String token =
        http.send(http.request("/api/login").header("Authorization", basic).GET().build());
    return basic("x:" + JSON.readTree(token).asString(""));
  }

  private JsonNode get(String path, String session) {
    return JSON.readTree(http.send(authorized(path, session).GET().build()));
  }

  private HttpRequest.Builder authorized(String path, String session) {
    return http.request(path).header("Authorization", session);
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }
}
