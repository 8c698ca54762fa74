package org.csiscaleio.operation.meter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.csiscaleio.operation.Finding;

/**
 * Something that happened once, or a state as it was just seen. None of them names a volume, and
 * none holds a secret. What is told of an array is told to the meter of that system.
 */
public sealed interface Measurement {
  /**
   * A request of an orchestrator was answered.
   *
   * @param service its full name, e.g. csi.v1.Node
   * @param method e.g. NodeStageVolume
   * @param code the gRPC code's name
   */
  record Rpc(String service, String method, String code, Duration took) implements Measurement {}

  /**
   * Something was asked of an array or changed there, whatever attempts, addresses and logins that
   * took.
   *
   * @param method of HTTP
   * @param kind the operation without its object, e.g. Volume.addMappedSdc; one of a few dozen
   * @param result OK, or the name of a failure's kind
   */
  record GatewayRequest(String method, String kind, String result, Duration took)
      implements Measurement {}

  /**
   * A login was tried.
   *
   * @param gateway host and port
   * @param result OK, or the name of a failure's kind
   */
  record GatewayLogin(String gateway, String result) implements Measurement {}

  /**
   * A step on this host ended.
   *
   * @param result OK, FAILED (a program said no), or the name of a failure's code
   */
  record HostStep(Step step, String result, Duration took) implements Measurement {}

  /**
   * A pool's capacity as the array just told it, one copy of the data counted. In bytes.
   *
   * @param usableBytes what there is, without what is kept for rebuilds
   * @param usedBytes what is in use
   * @param thinBytes what can still be promised to thin volumes, as GetCapacity says it
   * @param thickBytes the same for thick ones
   */
  record PoolRoom(
      String domain, String pool, long usableBytes, long usedBytes, long thinBytes, long thickBytes)
      implements Measurement {}

  /** What this plugin may use of a pool, and what of that is left; in bytes, in node scope only. */
  record PoolQuota(String domain, String pool, long quotaBytes, long leftBytes)
      implements Measurement {}

  /**
   * The volumes that this plugin lists.
   *
   * @param bytes the sum of their sizes, as the orchestrator knows them
   * @param mappings to how many SDCs they are mapped, each counted as often as it has one
   */
  record Volumes(long volumes, long bytes, long mappings) implements Measurement {}

  /**
   * A volume tree was counted.
   *
   * @param snapshots and clones, beside the tree's first volume
   * @param most as many may be
   */
  record TreeFill(String vtreeId, int snapshots, int most) implements Measurement {}

  /**
   * All trees of the array were counted; those that are not named have no snapshots.
   *
   * @param most snapshots may be in a tree; 0 when nobody had to know
   */
  record TreeFills(Map<String, Integer> snapshotsByTree, int most) implements Measurement {
    public TreeFills {
      snapshotsByTree = Map.copyOf(snapshotsByTree);
    }
  }

  /** This host's SDC was looked at. */
  record SdcLook(List<Finding> findings) implements Measurement {
    public SdcLook {
      findings = List.copyOf(findings);
    }
  }
}
