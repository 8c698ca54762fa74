package org.csiscaleio.image.mesos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.image.config.Catalogue;

/** What is left to an operator to do when the files are there. */
final class NextSteps {
  private final Answers answers;
  private final Path root;

  /**
   * @param root stands for the agent's root directory
   */
  NextSteps(Answers answers, Path root) {
    this.answers = answers;
    this.root = root;
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    answers
        .settings()
        .text(Catalogue.PASSWORD_FILE)
        .filter(file -> isMissing(Path.of(file)))
        .ifPresent(file ->
            lines.add("next: put the password, and nothing else, into " + file + ", mode 0600"));
    switch (answers.way()) {
      case BUNDLE, ISOLATOR -> {
        if (isMissing(answers.program())) {
          lines.add("next: install the program as " + answers.program());
        }
      }
      case URIS -> lines.add("next: see that agents can fetch " + answers.source());
      case IMAGE ->
          lines.add(
              "next: mkdir -p /run/csi-scaleio/image, and put the image's archive at"
                  + " /var/lib/csi-scaleio-images/"
                  + answers.image()
                  + ".tar");
      case RELAY, ENDPOINT ->
          lines.add("next: install the program, then its unit: systemctl enable --now csi-scaleio");
    }
    lines.add(
        answers.places().dcos()
            ? "next: restart the agent: systemctl restart dcos-mesos-slave, or"
                + " dcos-mesos-slave-public"
            : "next: start the agent with what is in " + answers.places().environment());
    if (!answers.way().isIsolator() && answers.settings().text(Catalogue.QUOTA).isEmpty()) {
      lines.add(
          "note: without --quota this agent offers the pool divided by the number of hosts, good for"
              + " a try only");
    }
    return lines;
  }

  private boolean isMissing(Path file) {
    return !file.isAbsolute() || !Files.exists(root.resolve(Path.of("/").relativize(file)));
  }
}
