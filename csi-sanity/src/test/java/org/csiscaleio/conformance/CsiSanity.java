package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.csiscaleio.conformance.SanityReport.Outcome;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.RunningProgram;

/** The real csi-sanity, and what its report must say. */
public final class CsiSanity {
  private static final Path JUDGE = Path.of("target/go/csi-sanity").toAbsolutePath();
  private static final Path REPORTS = Path.of("target/csi-sanity").toAbsolutePath();
  private static final Path FIGURES = Path.of("target/figures").toAbsolutePath();

  /** csi-sanity gives up by itself, with a report of how far it came; the second bound is ours. */
  private static final Duration ITS_LIMIT = Duration.ofMinutes(4);

  private static final Duration LIMIT = ITS_LIMIT.plusMinutes(1);

  private CsiSanity() {}

  /**
   * Judges host-a's plugin: nothing is wrong, and nothing skipped that is advertised.
   *
   * @param accessType mount or block
   * @param name of report, log and figures
   */
  public static void findsNothingWrong(Cluster cluster, String accessType, String name)
      throws IOException {
    Advertised advertised = Advertised.by(cluster.a().client());

    SanityReport report = judge(cluster, accessType, name);

    assertThat(report.ended(Outcome.FAILED)).isEmpty();
    assertThat(report.ended(Outcome.SKIPPED))
        .allMatch(spec -> ExplainedSkip.explains(spec.reason(), advertised));
    // Paging while volumes come and go, switched off since its authors' own driver fails it.
    assertThat(report.ended(Outcome.PENDING))
        .singleElement()
        .asString()
        .contains("pagination should detect volumes added between pages");
    assertThat(report.ended(Outcome.PASSED)).hasSizeGreaterThan(75);
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
    assertThat(cluster.mountedOrAttached()).isEmpty();
  }

  private static SanityReport judge(Cluster cluster, String accessType, String name)
      throws IOException {
    Path paths = Files.createDirectories(cluster.root().resolve("csi-sanity"));
    Path parameters = paths.resolve("parameters.yaml");
    Files.writeString(parameters, "storagePool: sp1\nprotectionDomain: pd1\n");
    Path mutable = paths.resolve("mutable-parameters.yaml");
    Files.writeString(mutable, "iopsLimit: \"500\"\nbandwidthLimitInKbps: \"10240\"\n");
    Files.createDirectories(REPORTS);
    Path report = REPORTS.resolve(name + ".xml");
    Files.deleteIfExists(report);
    // The array has multiples of 8 GiB, and csi-sanity wants exactly what it asks for.
    List<String> command =
        List.of(
            JUDGE.toString(),
            "-csi.endpoint=unix://" + cluster.a().socket(),
            "-csi.mountdir=" + paths.resolve("target"),
            "-csi.stagingdir=" + paths.resolve("staging"),
            "-csi.testvolumeaccesstype=" + accessType,
            "-csi.testvolumesize=" + (8L << 30),
            "-csi.testvolumeexpandsize=" + (16L << 30),
            "-csi.testvolumeparameters=" + parameters,
            "-csi.testvolumemutableparameters=" + mutable,
            "-csi.testnodevolumeattachlimit=true",
            "-ginkgo.timeout=" + ITS_LIMIT.toSeconds() + "s",
            "-ginkgo.seed=1",
            "-ginkgo.no-color",
            "-ginkgo.v",
            "-ginkgo.junit-report=" + report);
    Path log = REPORTS.resolve(name + ".log");
    Files.deleteIfExists(log);
    RunningProgram judge = RunningProgram.start("csi-sanity", command, Map.of(), log);
    try {
      judge.waitForEnd(LIMIT);
    } finally {
      if (judge.isAlive()) {
        judge.sigkill();
      }
    }
    SanityReport read = SanityReport.read(report);
    Files.createDirectories(FIGURES);
    Files.writeString(
        FIGURES.resolve("csi-sanity-" + name + ".txt"),
        "csi-sanity, " + name + ": " + read.figures());
    return read;
  }
}
