package org.csiscaleio.image.volumes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.VolumeType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody owns, at several systems. */
class OrphanListingTest {
  private static final String FIRST = "1f3c6a2b7d8e9a0f";
  private static final String SECOND = "2e706b2740ec200f";

  @TempDir private Path directory;

  private final Map<String, FakeScaleIoSystem> systems =
      Map.of(
          FIRST, new FakeScaleIoSystem(new GatewayVersion(3, 6), FIRST),
          SECOND, new FakeScaleIoSystem(new GatewayVersion(3, 6), SECOND));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String first = "";
  private String second = "";

  @BeforeEach
  void makeARecordOfNothingAtEach() {
    first = record(FIRST, "00000000000000f1");
    second = record(SECOND, "00000000000000f2");
  }

  private FakeScaleIoSystem at(String system) {
    return requireNonNull(systems.get(system));
  }

  private String record(String system, String limited) {
    var array = at(system).array();
    String pool = array.addStoragePool(array.addProtectionDomain("pd1"), "sp1", 8192);
    var limits = new LimitsOverride(OptionalLong.of(100), OptionalLong.empty());
    String name = new LimitsRecord(limited, limits, 0).arrayName();
    return array.create(new NewVolume(name, pool, 8L << 20, VolumeType.THIN));
  }

  private int run(String... arguments) throws IOException {
    out.reset();
    err.reset();
    Path password = Files.writeString(directory.resolve("password"), "secret\n");
    Path file =
        Files.writeString(
            directory.resolve("config.yaml"),
            """
            passwordFile: %s
            systems:
              - {system: %s, gateway: https://gw1.example}
              - {system: %s, gateway: https://gw2.example}
            """
                .formatted(password, FIRST, SECOND));
    var all = new ArrayList<>(List.of("orphans", "--config", file.toString()));
    all.addAll(List.of(arguments));
    return new VolumesCommand(
            Map.of(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            gateway -> at(gateway.systemId().orElseThrow()))
        .run(all);
  }

  @Test
  void eachSystemsAreListedUnderItsId() throws IOException {
    assertThat(run()).isZero();

    assertThat(out.toString(UTF_8))
        .containsSubsequence(
            "System " + FIRST, first, "--system " + FIRST, "System " + SECOND, second);
    assertThat(run("--system", SECOND)).isZero();
    assertThat(out.toString(UTF_8))
        .contains("00000000000000f2")
        .doesNotContain("00000000000000f1", "System ");
    assertThat(run("--json")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("\"system\":\"" + FIRST + "\",\"kind\":\"record\",\"id\":\"" + first)
        .contains("\"system\":\"" + SECOND + "\",\"kind\":\"record\",\"id\":\"" + second);
  }

  @Test
  void oneThatIsAwayIsNamedAndHidesNothingOfTheOther() throws IOException {
    at(FIRST).faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE);

    assertThat(run()).isOne();

    assertThat(out.toString(UTF_8))
        .containsSubsequence("System " + FIRST, "was not looked at: ", "System " + SECOND, second);
    at(FIRST).faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE);
    assertThat(run("--json")).isOne();
    assertThat(out.toString(UTF_8)).contains("\"notLookedAt\":{\"" + FIRST + "\":", second);
  }

  @Test
  void toRemoveSomeTheirSystemHasToBeSaid() throws IOException {
    assertThat(run("--remove", second, "--yes")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--system", FIRST, SECOND);

    assertThat(run("--system", SECOND, "--remove", second, "--yes")).isZero();

    assertThat(at(SECOND).array().volume(second)).isEmpty();
    assertThat(at(FIRST).array().volume(first)).isPresent();
  }
}
