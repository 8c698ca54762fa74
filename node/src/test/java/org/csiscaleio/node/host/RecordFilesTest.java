package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.VolumeRecord;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in files: whole or not at all, and what is no record harms nobody. */
class RecordFilesTest {
  private static final VolumeId ONE = new VolumeId("1f3c6a2b7d8e9a0f", "00000000000000a1");
  private static final VolumeId OTHER = new VolumeId("1f3c6a2b7d8e9a0f", "00000000000000a2");

  @TempDir Path directory;

  private RecordFiles records() {
    return new RecordFiles(new LinuxKernel(), new BoundedCalls(), directory.resolve("a/b"));
  }

  private Path file(VolumeId volume) {
    return directory.resolve("a/b/volumes").resolve(volume.toString());
  }

  private static VolumeRecord record(VolumeId volume, boolean mapped) {
    return new VolumeRecord(
        volume,
        new TreeSet<>(List.of("name:pg=data \\ 1", "name:zwei\nZeilen\\n")),
        mapped,
        false,
        Optional.of(Path.of("/staging path")),
        new TreeSet<>(List.of(Path.of("/target=1"), Path.of("/ziel/ä"))));
  }

  @Test
  void whatIsKeptIsFoundByTheNextProgram() {
    records().keep(record(ONE, true), soon());
    records().keep(VolumeRecord.of(OTHER), soon());

    assertThat(records().of(ONE, soon())).contains(record(ONE, true));
    assertThat(records().all(soon()))
        .containsExactlyInAnyOrder(record(ONE, true), VolumeRecord.of(OTHER));
  }

  @Test
  void whatIsForgottenIsGoneAndMayBeForgottenAgain() {
    records().keep(record(ONE, true), soon());

    records().forget(ONE, soon());
    records().forget(ONE, soon());

    assertThat(records().all(soon())).isEmpty();
    assertThat(file(ONE)).doesNotExist();
  }

  @Test
  void whereNothingWasEverKeptThereIsNothing() {
    assertThat(records().all(soon())).isEmpty();
    assertThat(records().of(ONE, soon())).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 60, 90})
  void aRecordThatIsNotWholeIsNone(int bytes) throws IOException {
    records().keep(record(ONE, true), soon());
    records().keep(record(OTHER, true), soon());
    byte[] whole = Files.readAllBytes(file(ONE));
    Files.write(file(ONE), Arrays.copyOf(whole, bytes));

    assertThat(records().of(ONE, soon())).isEmpty();
    assertThat(records().all(soon())).containsExactly(record(OTHER, true));
  }

  @Test
  void whatWasWrittenBeforeTheHostWasStartedSaysNothingOfItsMounts() throws IOException {
    records().keep(record(ONE, true), soon());
    records().keep(record(OTHER, true), soon());
    Files.writeString(
        file(OTHER), Files.readString(file(OTHER)).replaceFirst("boot=.*", "boot=an-earlier-one"));

    assertThat(records().ofThisBoot(soon())).containsExactly(record(ONE, true));
    assertThat(records().all(soon())).hasSize(2);
  }

  @Test
  void anotherVolumesRecordAndOtherFilesAreNone() throws IOException {
    records().keep(record(ONE, true), soon());
    Files.copy(file(ONE), file(OTHER));
    Files.writeString(file(ONE).resolveSibling("README"), "not ours");
    Files.writeString(file(ONE).resolveSibling(OTHER + ".new"), "half of one");

    assertThat(records().all(soon())).containsExactly(record(ONE, true));
  }

  @Test
  void whereNothingCanBeKeptTheOperatorIsToldWhere() throws IOException {
    Files.writeString(directory.resolve("a"), "in the way");

    assertThatThrownBy(() -> records().keep(record(ONE, true), soon()))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION);
              assertThat(failure.message())
                  .contains("stateDir", directory.resolve("a/b").toString());
            });
  }
}
