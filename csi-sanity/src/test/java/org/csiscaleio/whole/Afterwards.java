package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.VolumeUse;

/** What array, devices and mounts must look like after something happened. */
final class Afterwards {
  /** The SDC takes a device away in its own time after the array has answered. */
  private static final Duration SDC_LIMIT = Duration.ofSeconds(10);

  private Afterwards() {}

  /** No volume in the array, no link, no loop device, no mount. */
  static void nothingIsLeft(Cluster cluster) {
    cluster.emulator().control().clearFaults();
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
    Await.until(
        "links and devices to go: " + cluster.deviceLinks() + cluster.mountedOrAttached(),
        SDC_LIMIT,
        () -> cluster.deviceLinks().isEmpty() && cluster.mountedOrAttached().isEmpty());
  }

  /** The array has one volume of that name, as asked for, mapped to nobody. */
  static void existsUnmapped(Cluster cluster, VolumeUse use) {
    assertThat(theVolume(cluster, use).mappedTo()).isEmpty();
    Await.until("the device to go", SDC_LIMIT, () -> cluster.deviceLinks().isEmpty());
  }

  /** The array has mapped the volume to the use's host and to nobody else. */
  static void isMapped(Cluster cluster, VolumeUse use) {
    assertThat(theVolume(cluster, use).mappedTo()).containsExactly(use.host().guid());
  }

  /** A volume of the wanted size; and there is no second one. */
  static ArrayVolume theVolume(Cluster cluster, VolumeUse use) {
    var volumes = cluster.emulator().administrator().volumes();
    assertThat(volumes).hasSize(1);
    ArrayVolume volume = volumes.getFirst();
    assertThat(use.id()).endsWith(volume.id());
    assertThat(volume.sizeKib()).isEqualTo(use.volume().getCapacityBytes() >> 10);
    return volume;
  }

  /** Everything is as the level says, and no second volume is there. */
  static void isAt(Cluster cluster, Level level, VolumeUse use) {
    if (level == Level.ABSENT) {
      assertThat(cluster.emulator().administrator().volumes()).isEmpty();
      return;
    }
    theVolume(cluster, use);
    if (level.compareTo(Level.MAPPED) >= 0) {
      isMapped(cluster, use);
    } else {
      existsUnmapped(cluster, use);
    }
    hostIsAt(level, use);
  }

  /** What is mounted on the host is as the level says. */
  static void hostIsAt(Level level, VolumeUse use) {
    if (level == Level.PUBLISHED) {
      isPublished(use);
    } else {
      isNotPublished(use);
    }
    if (level.compareTo(Level.STAGED) >= 0) {
      isStaged(use);
    } else {
      assertThat(MountTable.now().under(use.staging())).isEmpty();
    }
  }

  /** Mounted once at the target, with the wanted file system. */
  static void isPublished(VolumeUse use) {
    var mount = MountTable.now().only(use.target());
    assertThat(mount).isPresent();
    if (!use.wish().isBlock()) {
      assertThat(mount.get().type()).isEqualTo(use.wish().fsType());
    }
  }

  /** Nothing is mounted at the target, and it is gone, as csi.v1 has it. */
  static void isNotPublished(VolumeUse use) {
    assertThat(MountTable.now().under(use.target())).isEmpty();
    assertThat(use.target()).doesNotExist();
  }

  /** Staged once: for a file system, mounted at the staging path. */
  static void isStaged(VolumeUse use) {
    if (!use.wish().isBlock()) {
      var mount = MountTable.now().only(use.staging());
      assertThat(mount).isPresent();
      assertThat(mount.get().type()).isEqualTo(use.wish().fsType());
    }
  }

  /** Nothing is mounted at the staging path, which is the orchestrator's and stays. */
  static void isNotStaged(VolumeUse use) {
    assertThat(MountTable.now().under(use.staging())).isEmpty();
    assertThat(use.staging()).isDirectory();
  }
}
