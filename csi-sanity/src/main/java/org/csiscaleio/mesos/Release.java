package org.csiscaleio.mesos;

import java.time.Duration;

/**
 * The release lines of Apache Mesos that differ in how they treat a CSI plugin. Each question below
 * is one such difference, with the place in Mesos' source that answers it: {@code
 * branch:file:line}, where P is {@code src/resource_provider/storage/provider.cpp}, V0 and V1 are
 * {@code src/csi/v0_volume_manager.cpp} and {@code v1_volume_manager.cpp}, SM is {@code
 * src/csi/service_manager.cpp}. Releases that are not named behave as the one before them.
 */
public enum Release {
  /** CSI 0.1; target path made and removed by the agent; a failed call rolls its state back. */
  V1_5("1.5"),
  /** CSI 0.2; staging; a failed call leaves its state in between, to be driven on or undone. */
  V1_6("1.6"),
  /** Also 1.7.0, but for imports: CREATE_DISK with a target profile, 60 s for each call. */
  V1_7_1("1.7.1"),
  /** Also 1.7.2, but for RAW disks: CreateVolume and DeleteVolume are repeated. */
  V1_7_3("1.7.3"),
  /** CSI 1.1, and 0.2 where a plugin does not have it. */
  V1_8_0("1.8.0"),
  /** Reconciliation bears changed metadata and shrunken pools. */
  V1_8_1("1.8.1"),
  /** Also 1.10: lists and asks for capacity again every few seconds. */
  V1_9("1.9"),
  /** The volume/csi isolator, plugins that are not started by the agent. */
  V1_11("1.11");

  private final String line;

  Release(String line) {
    this.line = line;
  }

  public boolean atLeast(Release other) {
    return compareTo(other) >= 0;
  }

  /** How long a call may take: 1.5.x:3rdparty/libprocess/include/process/grpc.hpp, 1.7.x:P:402. */
  public Duration callTimeout() {
    return Duration.ofSeconds(atLeast(V1_7_1) ? 60 : 5);
  }

  /** CSI 1 is looked for first, then CSI 0.2: 1.8.x:SM:521. Else the one wire format is given. */
  public boolean detectsCsiVersion() {
    return atLeast(V1_8_0);
  }

  /** CreateVolume and DeleteVolume are repeated when UNAVAILABLE or late: 1.7.x:P:460, V1:570. */
  public boolean repeatsCreateAndDelete() {
    return atLeast(V1_7_3);
  }

  /**
   * A volume that was ever published is brought back to PUBLISHED at agent start and its data is
   * wiped, across its mount, before it is unpublished for deletion: 1.7.x:P:868, 1.7.x:P:2647.
   */
  public boolean keepsUsedVolumesPublished() {
    return atLeast(V1_7_3);
  }

  /** Mount paths of volumes that are not tracked are deleted at start: 1.7.x:P:964-990. */
  public boolean deletesUnknownMountPaths() {
    return atLeast(V1_7_3);
  }

  /** Else the target is deleted recursively after NodeUnpublish: 1.6.x:P:2449, 1.5.x:P:2252. */
  public boolean leavesTargetAfterUnpublish() {
    return atLeast(V1_7_3);
  }

  /** A pre-existing disk is made into a MOUNT or BLOCK disk by naming a profile: 1.7.1. */
  public boolean importsWithTargetProfile() {
    return atLeast(V1_7_1);
  }

  /** DESTROY_DISK deletes an imported volume too: 1.7.1 on (MESOS-9275). */
  public boolean deletesImportedVolumes() {
    return atLeast(V1_7_1);
  }

  /** DESTROY_DISK is allowed on a RAW disk that was never imported: 1.7.x:P:3208, 1.8.x:P:1843. */
  public boolean destroysRawDisks() {
    return atLeast(V1_7_3);
  }

  /** The resource's vendor says type.name of the plugin: 1.7.1 on. */
  public boolean namesVendor() {
    return atLeast(V1_7_1);
  }

  /**
   * Reconciliation finds out whether a missing disk is unconverted by looking at that very disk;
   * before, by looking whether its raw form is anywhere in the checkpoint, which aborts the agent
   * when a split pool shrinks: 1.7.x:P:1423 against 1.11.x:P:1061.
   */
  public boolean reconcilesByIdentity() {
    return atLeast(V1_8_1);
  }

  /** Duplicated volume ids are dropped with a warning instead of aborting: 1.9.x, MESOS-9956. */
  public boolean toleratesDuplicates() {
    return atLeast(V1_9);
  }

  /** Lists volumes and asks for capacity again and again: 1.9.x:P:762. */
  public boolean reconcilesPeriodically() {
    return atLeast(V1_9);
  }

  /** A profile that the adaptor no longer has is forgotten: 1.7.x:P:1481. */
  public boolean forgetsProfiles() {
    return atLeast(V1_7_1);
  }

  /** Profiles are checkpointed with the pools; 1.5 waits for the adaptor instead: 1.5.x:P:938. */
  public boolean checkpointsProfiles() {
    return atLeast(V1_6);
  }

  /** The socket's directory is wiped at agent start when the plugin does not run: 1.7.0. */
  public boolean wipesStaleSockets() {
    return atLeast(V1_7_1);
  }

  /** The daemon's end leaves the provider subscribed, every call failing: 1.8.x:SM. */
  public boolean survivesDaemonFailure() {
    return atLeast(V1_8_0);
  }

  /** DESTROY of a persistent volume wipes its data, across the mount: 1.7.2 (MESOS-9544). */
  public boolean wipesPersistentVolumes() {
    return atLeast(V1_7_3);
  }

  /** A plugin's node service is told the agent's id: 1.11.x:SM:720. */
  public boolean tellsAgentId() {
    return atLeast(V1_11);
  }

  /** The line's name, e.g. 1.7.3. */
  @Override
  public String toString() {
    return line;
  }
}
