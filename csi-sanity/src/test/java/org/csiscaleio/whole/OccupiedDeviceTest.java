package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device that holds anything is never formatted; the error says what it holds. */
@Tag("side-by-side")
@Tag("contained-too")
class OccupiedDeviceTest {
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("OccupiedDeviceTest").start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void startOver() {
    cluster.startOver();
  }

  @ParameterizedTest(name = "{0} where {1} is asked")
  @CsvSource({
    "ext4, xfs, ext4",
    "ext4, btrfs, ext4",
    "xfs, ext4, xfs",
    "btrfs, ext4, btrfs",
    "ext2, ext4, ext2",
    "lvm, ext4, LVM",
    "luks1, xfs, LUKS",
    "luks2, ext4, LUKS",
    "swap, ext4, swap",
    "dos, ext4, dos",
    "gpt, xfs, gpt",
    "random at the start, ext4, not blank",
    "random at the end, xfs, not blank",
    "one byte at the start, ext4, not blank",
    "one byte at the end, btrfs, not blank",
  })
  void whatIsThereStays(String content, String asked, String named) throws IOException {
    CsiClient client = cluster.a().client();
    VolumeUse use = mapped("occupied-" + content, asked);
    new DeviceContent(cluster.logs().resolve("content.log")).put(content, use.link());
    String before = DeviceContent.fingerprint(use.link());

    var failure = catchThrowableOfType(StatusRuntimeException.class, () -> use.stage(client));

    assertThat(failure).isNotNull();
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).containsIgnoringCase(named);
    assertThat(DeviceContent.fingerprint(use.link())).isEqualTo(before);
    assertThat(MountTable.now().under(use.staging())).isEmpty();

    use.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aBlankDeviceIsFormattedSoTheOthersWereNotSparedByChance() throws IOException {
    VolumeUse use = mapped("blank", "ext4");
    String before = DeviceContent.fingerprint(use.link());

    use.stage(cluster.a().client());

    assertThat(DeviceContent.fingerprint(use.link())).isNotEqualTo(before);
    Afterwards.isStaged(use);
    use.tearDown(cluster.a().client());
    Afterwards.nothingIsLeft(cluster);
  }

  private static VolumeUse mapped(String name, String fsType) {
    VolumeUse use = cluster.useOnA(VolumeWish.of(name.replace(' ', '-'), 8, fsType));
    use.create(cluster.a().client());
    use.publish(cluster.a().client());
    DeviceContent.awaitLink(use);
    return use;
  }
}
