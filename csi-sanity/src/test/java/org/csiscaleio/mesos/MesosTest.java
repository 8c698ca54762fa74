package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.csiscaleio.mesos.provider.DiskProfileAdaptor;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Operation.Status;
import org.csiscaleio.mesos.provider.Resource;
import org.csiscaleio.mesos.wire.CallLog;
import org.csiscaleio.mesos.wire.Connection;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.rig.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** Agents of every line on one array; each test begins with an empty one. */
abstract class MesosTest {
  static final long MIB = 1 << 20;
  static final long GIB = 1 << 30;

  /** A size that is no multiple of anything. */
  static final long ODD = 1237 * MIB;

  /** What each agent may use of the array's pool. */
  static final long QUOTA = 400 * GIB;

  static final Map<String, String> SETTINGS =
      Map.of("quota", Long.toString(QUOTA / GIB), "imports", "pre-*", "refresh", "1s");

  static final DiskProfile THIN = new DiskProfile("thin", Capability.mount("ext4"), Map.of());

  private static MesosCluster mesos; // Of the class that runs now.
  private final List<Agent> agents = new ArrayList<>();
  private final List<Agent> everStarted = new ArrayList<>();

  @BeforeAll
  static void startArray(TestInfo test) {
    mesos = MesosCluster.start(test.getTestClass().orElseThrow().getSimpleName(), 12, SETTINGS);
  }

  @AfterAll
  static void stopArray() {
    mesos.close();
  }

  @AfterEach
  void startOver() {
    agents.forEach(Agent::close);
    mesos.startOver();
    everStarted.forEach(MesosTest::awaitForgotten);
  }

  /** A plugin learns by its next reading of the array that what it had there was cleared away. */
  private static void awaitForgotten(Agent agent) {
    Path socket = agent.services().socket();
    if (agent.pluginProcess().filter(Process::isAlive).isEmpty() || !Files.exists(socket)) {
      return;
    }
    try (var connection = new Connection(socket, Duration.ofSeconds(5), new CallLog())) {
      Await.until(
          "the plugin to see that its volumes are gone",
          Duration.ofSeconds(20),
          () -> connection.speaking(CsiVersion.V0).listVolumes().isEmpty());
    }
  }

  static MesosCluster mesos() {
    return mesos;
  }

  static MesosCluster.Host host(Line line) {
    return mesos.host(line);
  }

  /** An agent that is READY, with one profile. */
  Agent start(Line line) {
    return start(host(line), flags(line));
  }

  Agent start(MesosCluster.Host host, Agent.Flags flags) {
    return noted(Agent.started(host.machine(), flags));
  }

  /** The agent's process ends and begins again. */
  Agent restart(Agent agent) {
    agents.remove(agent);
    return noted(agent.restarted());
  }

  Agent restart(Agent agent, Agent.Flags other) {
    agents.remove(agent);
    return noted(agent.restarted(other));
  }

  /** The agent's process ends; a test of what happens before the next one begins. */
  void stop(Agent agent) {
    agents.remove(agent);
    agent.close();
  }

  static Agent.Flags flags(Line line) {
    return new Agent.Flags(
        line.release(),
        host(line).plugin(),
        new DiskProfileAdaptor(THIN),
        Timing.FOR_TESTS,
        List.of());
  }

  /** A disk of part of the pool. */
  static Resource disk(Agent agent, long bytes) {
    return disk(agent, THIN, bytes);
  }

  static Resource disk(Agent agent, DiskProfile profile, long bytes) {
    Resource part = agent.offer().pool(profile.name()).orElseThrow().ofBytes(bytes);
    var type = profile.capability().block() ? Resource.Type.BLOCK : Resource.Type.MOUNT;
    return done(agent.apply(Operation.createDisk(part, type)));
  }

  /** What an operation made, which must have finished. */
  static Resource done(Operation operation) {
    assertThat(operation.status()).as(operation.message()).isEqualTo(Status.FINISHED);
    return operation.result();
  }

  /** Nothing of a volume is left: not in the array, not on the host. */
  static void assertNothingLeft(MesosCluster.Host host) {
    assertThat(mesos.array().volumes()).isEmpty();
    assertThat(MesosCluster.mounts(host)).isEmpty();
    var paths = CsiPaths.of(host.machine().workDir(), host.plugin());
    assertThat(CsiPaths.entries(paths.volumes())).isEmpty();
  }

  private Agent noted(Agent agent) {
    agents.add(agent);
    everStarted.add(agent);
    return agent;
  }
}
