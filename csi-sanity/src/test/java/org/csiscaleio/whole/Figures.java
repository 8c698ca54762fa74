package org.csiscaleio.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Numbers that were measured, kept in target/figures for whoever reads the build's summary. */
final class Figures {
  private Figures() {}

  /** Keeps a text under a name, in place of an earlier one. */
  static void keep(String name, String text) throws IOException {
    Path directory =
        Files.createDirectories(Path.of(System.getProperty("csiscaleio.build"), "figures"));
    Files.writeString(directory.resolve(name + ".txt"), text);
    System.out.print(text);
  }
}
