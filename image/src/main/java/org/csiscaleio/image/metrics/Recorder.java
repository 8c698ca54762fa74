package org.csiscaleio.image.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Meter;

/** Turns what the layers tell into values. */
final class Recorder implements Meter {
  /** Results after which nobody knows of a gateway that has its array. */
  private static final Set<String> DOWN =
      Set.of("UNREACHABLE", "UNTRUSTED", "TIMED_OUT", "NOT_READY", "NOT_AUTHENTICATED");

  private final Store store;
  private final String system;
  private final FullTrees trees;

  /**
   * @param system of which things are told; empty for those of the host
   */
  Recorder(Store store, String system) {
    this.store = store;
    this.system = system;
    this.trees = new FullTrees(store, system);
  }

  @Override
  public void note(Measurement measurement) {
    switch (measurement) {
      case Measurement.Rpc rpc -> note(rpc);
      case Measurement.GatewayRequest request -> note(request);
      case Measurement.GatewayLogin login ->
          store.add(Metric.GATEWAY_LOGINS, 1, system, login.gateway(), login.result());
      case Measurement.HostStep step -> note(step);
      case Measurement.PoolRoom room -> note(room);
      case Measurement.PoolQuota quota -> {
        store.set(Metric.QUOTA, quota.quotaBytes(), system, quota.domain(), quota.pool());
        store.set(Metric.QUOTA_LEFT, quota.leftBytes(), system, quota.domain(), quota.pool());
      }
      case Measurement.Volumes volumes -> {
        store.set(Metric.VOLUMES, volumes.volumes(), system);
        store.set(Metric.VOLUMES_SIZE, volumes.bytes(), system);
        store.set(Metric.VOLUME_MAPPINGS, volumes.mappings(), system);
      }
      case Measurement.TreeFill tree ->
          trees.counted(tree.vtreeId(), tree.snapshots(), tree.most());
      case Measurement.TreeFills all -> trees.counted(all.snapshotsByTree(), all.most());
      case Measurement.SdcLook look -> note(look.findings());
    }
  }

  private void note(Measurement.Rpc rpc) {
    store.add(Metric.RPC_REQUESTS, 1, rpc.service(), rpc.method(), rpc.code());
    store.observe(Metric.RPC_DURATION, seconds(rpc.took()), rpc.service(), rpc.method());
  }

  private void note(Measurement.GatewayRequest request) {
    store.add(Metric.GATEWAY_REQUESTS, 1, system, request.kind(), request.result());
    store.observe(Metric.GATEWAY_DURATION, seconds(request.took()), system, request.kind());
    store.set(Metric.GATEWAY_UP, DOWN.contains(request.result()) ? 0 : 1, system);
  }

  private void note(Measurement.HostStep step) {
    String name = step.step().name().toLowerCase(Locale.ROOT);
    store.add(Metric.NODE_STEPS, 1, name, step.result());
    store.observe(Metric.NODE_STEP_DURATION, seconds(step.took()), name);
  }

  private void note(Measurement.PoolRoom room) {
    store.set(Metric.POOL_USABLE, room.usableBytes(), system, room.domain(), room.pool());
    store.set(Metric.POOL_USED, room.usedBytes(), system, room.domain(), room.pool());
    store.set(Metric.POOL_AVAILABLE, room.thinBytes(), system, room.domain(), room.pool(), "thin");
    store.set(
        Metric.POOL_AVAILABLE, room.thickBytes(), system, room.domain(), room.pool(), "thick");
  }

  private void note(List<Finding> findings) {
    Map<String, Integer> worst = new HashMap<>();
    for (Finding finding : findings) {
      worst.merge(finding.part(), number(finding.level()), Math::max);
    }
    store.forget(Metric.SDC_FINDING, labels -> !worst.containsKey(labels.getFirst()));
    worst.forEach((part, level) -> store.set(Metric.SDC_FINDING, level, part));
    store.set(Metric.SDC_OK, findings.stream().allMatch(Finding::isOk) ? 1 : 0);
  }

  private static int number(Finding.Level level) {
    return switch (level) {
      case OK, SKIP -> 0;
      case WARN -> 1;
      case FAIL -> 2;
    };
  }

  private static double seconds(Duration took) {
    return took.toNanos() / 1e9;
  }
}
