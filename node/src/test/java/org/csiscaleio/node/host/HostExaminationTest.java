package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of hosts of many kinds; and nothing is changed by looking. */
class HostExaminationTest {
  private static final String ROOTS = "Name:\tjava\nUid:\t0\t0\t0\t0\nCapEff:\t%s\n";
  private static final String V1 =
      "30 20 0:26 / /sys/fs/cgroup/devices rw shared:9 - cgroup cgroup rw,devices";

  private static final String CONTAINER = "20 1 0:7 / / rw - overlay overlay rw,lowerdir=a";

  @TempDir Path directory;

  private final PlantedFiles planted =
      // No other root than ours, whatever machine this runs on.
      new PlantedFiles().with("/proc/1/root/etc", "");
  private Commands commands = new ChildProcesses();

  @AfterEach
  void nothingWasChanged() {
    assertThat(planted.effects()).isEmpty();
  }

  private HostExamination host() {
    return new HostExamination(
        HostSettings.defaults().withByIdDirectory(directory), planted.kernel(), commands);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  private static Finding of(String part, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.part().equals(part))
        .findFirst()
        .orElseThrow();
  }

  // Privileges.

  @Test
  void rootWithAllCapabilitiesMayDoAll() {
    planted.with("/proc/self/status", ROOTS.formatted("000001ffffffffff"));
    assertThat(host().privileges(soon())).allMatch(Finding::isOk);
  }

  @Test
  void whoMayNotMountFailsAndWhoMayNotGrowIsWarned() {
    planted.with("/proc/self/status", ROOTS.formatted("0000000000000000"));
    assertThat(host().privileges(soon()))
        .extracting(Finding::level)
        .containsExactly(Level.FAIL, Level.WARN);
    planted.with("/proc/self/status", ROOTS.formatted("000001ffffffffff").replace("\t0", "\t7"));
    assertThat(host().privileges(soon()).getFirst().seen()).contains("not root's");
  }

  // Devices.

  @Test
  void aCgroupThatAllowsAllDevicesIsOk() {
    cgroup("a *:* rwm");
    assertThat(host().deviceAccess(soon())).allMatch(Finding::isOk);
  }

  @Test
  void aCgroupLikeThatOfAnAgentsContainerFailsAndTheSdcsNumberHelps() {
    cgroup("c 1:3 rwm\nb *:* m\nb 7:0 rwm");
    Finding denied = host().deviceAccess(soon()).getFirst();
    assertThat(denied.level()).isEqualTo(Level.FAIL);
    assertThat(denied.seen()).contains("/mesos/c1", "major number 252");
    assertThat(denied.advice()).contains("relay", "--allow-devices");

    cgroup("c 1:3 rwm\nb 252:* rwm");
    assertThat(host().deviceAccess(soon())).allMatch(Finding::isOk);
  }

  @Test
  void withCgroupTwoItIsSaidThatNothingCanBeToldYet() {
    planted.with("/proc/self/cgroup", "0::/system.slice/x\n").mounted();
    Finding untold = host().deviceAccess(soon()).getFirst();
    assertThat(untold.level()).isEqualTo(Level.SKIP);
    assertThat(untold.advice()).contains("may not open it");
  }

  private void cgroup(String list) {
    planted
        .with("/proc/self/cgroup", "5:devices:/mesos/c1\n0::/\n")
        .with("/proc/devices", "Character devices:\n  1 mem\n\nBlock devices:\n252 scini\n")
        .with("/sys/fs/cgroup/devices/mesos/c1/devices.list", list + "\n")
        .mounted(V1);
  }

  @Test
  void linksThatLeadNowhereAreWarnedOf() throws IOException {
    assertThat(host().links(soon()).getFirst().seen()).contains("0 of volumes in " + directory);
    Files.createSymbolicLink(
        directory.resolve("emc-vol-1f3c6a2b7d8e9a0f-5c7723f800000001"), Path.of("gone"));
    Finding broken = host().links(soon()).getFirst();
    assertThat(broken.level()).isEqualTo(Level.WARN);
    assertThat(broken.seen()).contains("1 of 1", "5c7723f800000001", "leads nowhere");
  }

  // Multipath and LVM.

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      textBlock =
          """
          blacklist { devnode "^scini" }                       % true
          blacklist { devnode "!^(sd[a-z]|dasd[a-z])" }        % true
          blacklist { device { vendor "x" } devnode "^sc.*" }  % true
          blacklist { devnode "^(ram|loop)[0-9]*" }            % false
          '# blacklist { devnode "^scini" }'                   % false
          blacklist_exceptions { devnode "^scini" }            % false
          defaults { user_friendly_names yes }                 % false
          blacklist { devnode "[" }                            % false
          """)
  void aBlacklistIsReadAsMultipathWouldReadIt(String configuration, boolean excluded) {
    assertThat(DeviceClaimants.blacklists(configuration)).isEqualTo(excluded);
  }

  @Test
  void aRunningMultipathdWithoutABlacklistIsWarnedOf() {
    planted
        .with("/proc/1/comm", "systemd\n")
        .with("/proc/77/comm", "multipathd\n")
        .with("/etc/multipath.conf", "defaults { }\n");
    Finding multipath = of("multipath", host().claimants(soon()));
    assertThat(multipath.level()).isEqualTo(Level.WARN);
    assertThat(multipath.advice()).contains("blacklist { devnode \"^scini\" }");

    planted.with("/etc/multipath/conf.d/scini.conf", "blacklist {\n devnode \"^scini\"\n}\n");
    assertThat(of("multipath", host().claimants(soon())).isOk()).isTrue();
  }

  @Test
  void inAContainerOfItsOwnItIsNotKnownWhetherMultipathRuns() {
    planted
        .with("/proc/1/comm", "csi-scaleio\n")
        .with("/etc/multipath.conf", "")
        .with("/etc/multipath/conf.d/x", "x");
    assertThat(of("multipath", host().claimants(soon())).level()).isEqualTo(Level.SKIP);
  }

  @Test
  void fromAContainerThatSeesTheHostsProcessesTheHostsOwnFilesAreRead() {
    planted
        .with("/proc/1/comm", "systemd\n")
        .with("/proc/77/comm", "multipathd\n")
        .with("/proc/1/root/etc", "a directory")
        .with("/proc/1/root/etc/multipath.conf", "")
        .with("/proc/1/root/etc/multipath/conf.d/scini.conf", "blacklist { devnode \"^scini\" }\n")
        .with("/proc/1/root/etc/lvm/lvm.conf", "devices {\n  types = [ \"scini\", 16 ]\n}\n");
    assertThat(of("multipath", host().claimants(soon())).isOk()).isTrue();
    assertThat(of("LVM", host().claimants(soon())).level()).isEqualTo(Level.WARN);
  }

  @Test
  void anLvmThatScansTheSdcsDevicesIsWarnedOf() {
    planted.with("/etc/lvm/lvm.conf", "devices {\n  types = [ \"scini\", 16 ]\n}\n");
    assertThat(of("LVM", host().claimants(soon())).level()).isEqualTo(Level.WARN);
    planted.with(
        "/etc/lvm/lvm.conf",
        "devices {\n  types = [ \"scini\", 16 ]\n  global_filter = [ \"r|^/dev/scini|\" ]\n}\n");
    assertThat(of("LVM", host().claimants(soon())).isOk()).isTrue();
  }

  // File systems.

  @Test
  void aFileSystemHasItsToolsVersionAndTheKernel() {
    tools("mkfs.ext4 1.47.0", true);
    planted.with("/proc/filesystems", "nodev\tproc\n\text4\n\text3\n\txfs\n\tbtrfs\n");
    List<Finding> findings = host().fileSystems(FileSystemType.EXT4, soon());
    assertThat(findings).allMatch(Finding::isOk);
    assertThat(of("ext4", findings).seen()).contains("1.47.0", "the kernel has it");
    assertThat(findings).extracting(Finding::part).contains("blkid", "ext3", "xfs", "btrfs");
  }

  @Test
  void aMissingToolFailsForTheNeededFileSystemAndWarnsForOthers() {
    tools("1.2.3", false);
    planted.with("/proc/filesystems", "\text4\n\text3\n\txfs\n\tbtrfs\n");
    List<Finding> findings = host().fileSystems(FileSystemType.XFS, soon());
    assertThat(of("xfs", findings).level()).isEqualTo(Level.FAIL);
    assertThat(of("xfs", findings).advice()).contains("xfsprogs");
    assertThat(of("ext4", findings).level()).isEqualTo(Level.WARN);
    assertThat(of("blkid", findings).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void aModuleThatCanBeLoadedIsEnoughAndOneThatIsNotThereIsNot() {
    tools("1.2.3", true);
    planted
        .with("/proc/filesystems", "\text4\n\text3\n")
        .with("/proc/sys/kernel/osrelease", "6.1.0-9\n")
        .with("/lib/modules/6.1.0-9/modules.builtin", "kernel/fs/ext4/ext4.ko\n")
        .with("/lib/modules/6.1.0-9/modules.dep", "kernel/fs/xfs/xfs.ko.xz: x.ko\n");
    List<Finding> findings = host().fileSystems(FileSystemType.BTRFS, soon());
    assertThat(of("xfs", findings).seen()).contains("can load it");
    assertThat(of("btrfs", findings).level()).isEqualTo(Level.FAIL);

    planted
        .with("/lib/modules/6.1.0-9/modules.builtin", "")
        .with("/lib/modules/6.1.0-9/modules.dep", "");
    assertThat(of("btrfs", host().fileSystems(FileSystemType.BTRFS, soon())).level())
        .isEqualTo(Level.WARN);
  }

  private void tools(String version, boolean there) {
    commands = (command, deadline) -> new Commands.Ended(0, "", version);
    for (String tool :
        List.of(
            "blkid",
            "mkfs.ext4",
            "mkfs.ext3",
            "e2fsck",
            "resize2fs",
            "mkfs.xfs",
            "xfs_growfs",
            "mkfs.btrfs",
            "btrfs")) {
      for (String path : ChildProcesses.PATH.split(":", -1)) {
        planted.with(path + "/" + tool, there ? "a program" : "");
      }
    }
  }

  // Mounts.

  @Test
  void aSharedMountIsOkAndAPrivateOneFailsWithTheCommands() throws IOException {
    Path real = directory.toRealPath();
    String root = "20 1 8:1 / / rw - ext4 /dev/sda1 rw";
    planted.mounted(root, "21 20 8:1 /x " + real + " rw shared:5 - ext4 /dev/sda1 rw");
    assertThat(host().mountFolder(directory, true, soon())).allMatch(Finding::isOk);

    planted.mounted(root);
    Finding unshared = host().mountFolder(directory, true, soon()).getFirst();
    assertThat(unshared.level()).isEqualTo(Level.FAIL);
    assertThat(unshared.seen()).contains("on the mount '/'", "not shared");
    assertThat(unshared.advice())
        .contains("stop the agent", "mount --bind " + real, "mount --make-shared " + real);
  }

  @Test
  void inAContainerAPrivateMountFailsWithWhatItsStartHasToSay() throws IOException {
    Path real = directory.toRealPath();
    planted.mounted(CONTAINER, "21 20 8:1 /x " + real + " rw master:5 - ext4 /dev/sda1 rw");
    Finding unshared = host().mountFolder(directory, false, soon()).getFirst();
    assertThat(unshared.level()).isEqualTo(Level.FAIL);
    assertThat(unshared.advice())
        .contains("-v " + real + ":" + real + ":rshared")
        .doesNotContain("mount --bind", "show the host's");

    planted.mounted(CONTAINER);
    assertThat(host().mountFolder(directory, false, soon()).getFirst().advice())
        .contains("show the host's " + real, ":rshared");
  }

  @Test
  void inAContainerWhatIsItsOwnIsToldAndWhatTheHostShowsItIsNot() throws IOException {
    Path real = directory.toRealPath();
    planted.mounted(CONTAINER);
    assertThat(host().shownOutside("socket", directory.resolve("made/later"), soon()))
        .singleElement()
        .matches(finding -> finding.level() == Level.WARN)
        .matches(finding -> finding.seen().contains("in the container itself"));
    planted.mounted(CONTAINER, "21 20 0:9 / " + real + " rw - tmpfs tmpfs rw");
    assertThat(host().stateDirectory(directory.resolve("state"), soon()).getLast().seen())
        .contains("the container's own " + real);

    for (String shown :
        List.of("0:9 /folder %s rw - tmpfs tmpfs rw", "8:1 /x %s rw - ext4 /dev/sda1 rw")) {
      planted.mounted(CONTAINER, "21 20 " + shown.formatted(real));
      assertThat(host().shownOutside("socket", directory, soon())).isEmpty();
      assertThat(host().stateDirectory(directory, soon())).allMatch(Finding::isOk);
    }
    planted.mounted("20 1 8:1 / / rw - ext4 /dev/sda1 rw");
    assertThat(host().shownOutside("socket", directory, soon())).isEmpty();
  }

  @Test
  void inAContainerWithDevicesOfItsOwnNoVolumeAppears() {
    planted.mounted(CONTAINER, "21 20 0:9 / /dev rw - tmpfs tmpfs rw");
    assertThat(host().links(soon()))
        .singleElement()
        .matches(finding -> finding.level() == Level.FAIL)
        .matches(finding -> finding.advice().contains("-v /dev:/dev"));
    planted.mounted(CONTAINER, "21 20 0:5 / /dev rw - devtmpfs devtmpfs rw");
    assertThat(host().links(soon())).allMatch(Finding::isOk);
  }

  @Test
  void theSharedRootIsOkButForMesosLauncher() {
    planted.mounted("20 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw");
    assertThat(host().mountFolder(directory, false, soon())).allMatch(Finding::isOk);
    assertThat(host().mountFolder(directory, true, soon()).getFirst().level())
        .isEqualTo(Level.WARN);
  }

  @Test
  void aFolderThatIsNotThereFails() {
    assertThat(host().mountFolder(directory.resolve("no"), false, soon()).getFirst().level())
        .isEqualTo(Level.FAIL);
  }

  // State.

  @Test
  void aStateDirectoryMayBeMadeLaterButNotBelowAFile() throws IOException {
    Finding later = host().stateDirectory(directory.resolve("a/b"), soon()).getFirst();
    assertThat(later.isOk()).isTrue();
    assertThat(later.seen()).contains("is made in " + directory, "MiB free");
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThat(host().stateDirectory(file.resolve("a"), soon()).getFirst().level())
        .isEqualTo(Level.FAIL);
    assertThat(host().stateDirectory(Path.of("/proc/x"), soon()).getFirst().level())
        .isEqualTo(Level.FAIL);
  }
}
