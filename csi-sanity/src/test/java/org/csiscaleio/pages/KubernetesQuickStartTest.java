package org.csiscaleio.pages;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.csiscaleio.rig.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What of the page for Kubernetes needs no cluster, by the real kubectl. */
@Tag("side-by-side")
class KubernetesQuickStartTest {
  private static final String PAGE = "docs/kubernetes.md";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void whatIsRenderedIsWhatTheFilesSay() throws Exception {
    List<String> lines =
        PageCommand.lines(PAGE).stream()
            .filter(line -> line.startsWith("kubectl kustomize "))
            .toList();

    assertThat(lines).hasSize(3);
    for (String line : lines) {
      String folder = line.substring(line.lastIndexOf(' ') + 1);
      assertThat(names(objects(run(line))))
          .containsExactlyInAnyOrderElementsOf(names(sources(folder)));
    }
  }

  @Test
  void whatIsAppliedIsWhatWasLookedAtAndWhatIsWaitedForIsThere() throws Exception {
    List<String> lines = PageCommand.lines(PAGE);
    List<Map<?, ?>> base = objects(run("kubectl kustomize deploy/kubernetes/base"));

    assertThat(folders(lines, "kubectl apply -k "))
        .isEqualTo(folders(lines, "kubectl kustomize "))
        .isNotEmpty();
    assertThat(names(base))
        .contains("Namespace/csi-scaleio")
        .containsAll(
            folders(lines, "kubectl --namespace csi-scaleio rollout status ").stream()
                .map(name ->
                    name.replace("deployment/", "Deployment/").replace("daemonset/", "DaemonSet/"))
                .toList());
    assertThat(base)
        .filteredOn(object -> List.of("Deployment", "DaemonSet").contains(object.get("kind")))
        .hasSize(2)
        .allSatisfy(
            object -> assertThat(metadata(object).get("namespace")).isEqualTo("csi-scaleio"));
  }

  /** The last words of lines that begin so. */
  private static List<String> folders(List<String> lines, String begin) {
    return lines.stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .toList();
  }

  private String run(String line) {
    Path log = directory.resolve("kubectl.log");
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunningProgram program =
        RunningProgram.start(
            line,
            List.of("bash", "-c", "cd '" + PageCommand.ROOT + "' && " + line),
            Map.of("HOME", directory.toString()),
            log);
    assertThat(program.waitForEnd(PATIENCE)).as(program.logText()).isZero();
    return program.logText();
  }

  private static List<Map<?, ?>> sources(String folder) throws IOException {
    var objects = new ArrayList<Map<?, ?>>();
    try (Stream<Path> files = Files.list(PageCommand.ROOT.resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        if (!file.endsWith("kustomization.yaml")) {
          objects.addAll(objects(Files.readString(file)));
        }
      }
    }
    return objects;
  }

  private static List<Map<?, ?>> objects(String text) {
    var objects = new ArrayList<Map<?, ?>>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(text)
        .forEach(document -> objects.add((Map<?, ?>) document));
    return objects;
  }

  private static List<String> names(List<Map<?, ?>> objects) {
    return objects.stream()
        .map(object -> object.get("kind") + "/" + metadata(object).get("name"))
        .toList();
  }

  private static Map<?, ?> metadata(Map<?, ?> object) {
    return (Map<?, ?>) requireNonNull(object.get("metadata"), "no metadata");
  }
}
