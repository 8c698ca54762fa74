package org.csiscaleio.rig;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The emulator's control API: counters, faults, clocks, SDCs. */
public final class EmulatorControl {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final GatewayHttp http;

  EmulatorControl(GatewayHttp http) {
    this.http = http;
  }

  /** The control API of an emulator that listens there with that certificate. */
  public static EmulatorControl at(URI url, Path certificate) {
    return new EmulatorControl(new GatewayHttp(url, certificate));
  }

  /**
   * Requests served since the start or the last reset, by kind; kinds without one may be absent.
   */
  public Map<String, Long> counters() {
    var counters = new TreeMap<String, Long>();
    for (var entry : get("/emulator/counters").properties()) {
      if (entry.getValue().asLong() != 0) {
        counters.put(entry.getKey(), entry.getValue().asLong());
      }
    }
    return counters;
  }

  /** All objects of the array with all that they are, as JSON. */
  public String state() {
    return http.send(http.request("/emulator/state").GET().build());
  }

  public void resetCounters() {
    delete("/emulator/counters");
  }

  /** Makes something go wrong from now on. */
  public void inject(Fault fault) {
    post("/emulator/faults", fault.toWire());
  }

  /** Takes away faults that have not struck yet and lets go of hanging requests' rules. */
  public void clearFaults() {
    delete("/emulator/faults");
  }

  /** How many injected faults are still waiting to strike. */
  public int pendingFaults() {
    JsonNode faults = get("/emulator/faults");
    return faults.isArray() ? faults.size() : faults.path("faults").size();
  }

  /** Lets the gateway's clock jump, for ageing tokens. */
  public void advanceClock(Duration by) {
    post("/emulator/clock", Map.of("advanceSeconds", by.toSeconds()));
  }

  /** Makes every token invalid, as a restart of the gateway does. */
  public void expireTokens() {
    post("/emulator/tokens/expire", Map.of());
  }

  /** The next so many TLS handshakes fail, and idle connections end. */
  public void failHandshakes(int count) {
    post("/emulator/tls", Map.of("failHandshakes", count));
  }

  /** Connects or disconnects an SDC from the array. */
  public void setConnected(SimulatedHost host, boolean connected) {
    sdc(host, "connected", connected);
  }

  /** Switches the host off and on: its devices go, and come anew once it is connected. */
  public void reboot(SimulatedHost host) {
    sdc(host, "reboot", true);
  }

  /** How long a new mapping's link takes to appear. */
  public void setLinkDelay(SimulatedHost host, Duration delay) {
    sdc(host, "linkDelayMillis", delay.toMillis());
  }

  /**
   * Makes the host's links come out wrong, from the next mapping on.
   *
   * @param fault {@code none}, {@code missing}, {@code dangling} or {@code wrongDevice}
   */
  public void setLinkFault(SimulatedHost host, String fault) {
    sdc(host, "linkFault", fault);
  }

  /** Makes many thin volumes at once. */
  public void makeVolumes(int count, String storagePool, String namePrefix, int sizeGib) {
    var body = new LinkedHashMap<String, Object>();
    body.put("count", count);
    body.put("storagePool", storagePool);
    body.put("namePrefix", namePrefix);
    body.put("sizeGib", sizeGib);
    post("/emulator/volumes", body);
  }

  /** Lets removals go on for a while after they were asked for; zero ends that. */
  public void setAsynchronousRemoval(Duration duration) {
    post("/emulator/asyncRemoval", Map.of("millis", duration.toMillis()));
  }

  /** Has devices of a pool fail: of so much data one copy is lost, of so much both. */
  public void setDamage(String storagePool, int degradedGib, int failedGib) {
    post(
        "/emulator/pools/" + storagePool,
        Map.of("degradedGib", degradedGib, "failedGib", failedGib));
  }

  /** Takes an SDC's approval away, or gives it back behind the array's back. */
  public void setApproved(String guid, boolean approved) {
    post("/emulator/sdcs/" + guid, Map.of("approved", approved));
  }

  private void sdc(SimulatedHost host, String property, Object value) {
    post("/emulator/sdcs/" + host.guid(), Map.of(property, value));
  }

  private JsonNode get(String path) {
    return JSON.readTree(http.send(http.request(path).GET().build()));
  }

  private void post(String path, Map<String, Object> body) {
    http.send(
        http.request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  private void delete(String path) {
    http.send(http.request(path).DELETE().build());
  }
}
