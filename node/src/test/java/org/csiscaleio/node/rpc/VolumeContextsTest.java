package org.csiscaleio.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.node.service.ArrayWish;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.SubPath;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task's description says about its volume. */
class VolumeContextsTest {
  @Test
  void everythingThatCanBeSaidIsUnderstoodWhateverTheCaseOfItsKeys() {
    VolumeContext context =
        new VolumeContexts("volume_context")
            .read(
                Map.of(
                    "FSTYPE", "xfs",
                    "create", "True",
                    "Size", "17",
                    "storagepool", "sp1",
                    "protectionDomain", "pd1",
                    "provisioning", "Thick",
                    "subpath", "data",
                    "preempt", "true",
                    "systemID", "1f3c6a2b7d8e9a0f",
                    "iopsLimit", "100"));

    assertThat(context.fileSystem()).contains(FileSystemType.XFS);
    assertThat(context.subPath()).contains(new SubPath(Path.of("data")));
    assertThat(context.array())
        .isEqualTo(
            new ArrayWish(
                Optional.of("1f3c6a2b7d8e9a0f"),
                true,
                OptionalLong.of(17),
                Optional.of("sp1"),
                Optional.of("pd1"),
                Optional.of(true),
                true,
                100,
                0));
  }

  @Test
  void dvdisWordsAreUnderstoodToo() {
    VolumeContext context =
        new VolumeContexts("volume_context")
            .read(
                Map.of(
                    "volumetype",
                    "sp1",
                    "newfstype",
                    "ext4",
                    "thinOrThick",
                    "ThinProvisioned",
                    "overwritefs",
                    "false"));

    assertThat(context.fileSystem()).contains(FileSystemType.EXT4);
    assertThat(context.array().storagePool()).contains("sp1");
    assertThat(context.array().thick()).contains(false);
  }

  @Test
  void nothingMeansNothingSpecialAndUnknownKeysAreNotOurs() {
    assertThat(new VolumeContexts("volume_context").read(Map.of())).isEqualTo(VolumeContext.EMPTY);
    assertThat(
            new VolumeContexts("volume_context")
                .read(Map.of("storage.kubernetes.io/csiProvisionerIdentity", "x")))
        .isEqualTo(VolumeContext.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "create, yes",
    "preempt, 1",
    "size, 16G",
    "size, 0",
    "size, -8",
    "size, 1048577",
    "provisioning, fat",
    "fsType, ntfs",
    "subPath, /etc",
    "subPath, ../..",
    "iopsLimit, many",
    "overwritefs, true",
  })
  void aValueThatCannotBeIsRefusedNamingItsKey(String key, String value) {
    assertThatThrownBy(() -> new VolumeContexts("volume_context").read(Map.of(key, value)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT);
              assertThat(failure.message()).containsIgnoringCase(key);
            });
  }
}
