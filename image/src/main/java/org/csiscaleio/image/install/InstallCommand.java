package org.csiscaleio.image.install;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code csi-scaleio install --to DIR}: an image, or an unpacked bundle, brings itself along. */
public final class InstallCommand {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final String HELP =
      """
      Usage: csi-scaleio install --to DIR

      Puts this program with its own Java into a directory of the host, which a container sees
      as a volume: DIR/csi-scaleio-VERSION, and a symbolic link DIR/csi-scaleio that leads to
      it. What runs from there goes on; a new start takes the new version. Other versions stay.

      Example:
        podman run --rm -v /opt:/host csi-scaleio:VERSION install --to /host
        /opt/csi-scaleio/bin/csi-scaleio version
      """;

  private InstallCommand() {}

  /** Runs it; returns the exit status. */
  public static int run(List<String> arguments, String version, PrintStream out, PrintStream err) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(HELP);
      return DONE;
    }
    String directory = directory(arguments);
    if (directory.isEmpty()) {
      err.print(HELP);
      return MISUSED;
    }
    return install(Path.of(directory), version, out, err);
  }

  private static int install(Path directory, String version, PrintStream out, PrintStream err) {
    try {
      Path program = ownHome();
      if (!Files.isExecutable(program.resolve("jre/bin/java"))) {
        err.println(
            "csi-scaleio: "
                + program
                + " has no Java of its own to bring along; use the"
                + " image or the bundle");
        return FAILED;
      }
      if (!Files.isDirectory(directory)) {
        err.println(
            "csi-scaleio: " + directory + " is no directory; in a container, is it a" + " volume?");
        return FAILED;
      }
      Installation installation = Installation.in(directory, version);
      installation.copyFrom(program);
      out.println("installed " + installation.home() + "; " + installation.link() + " leads to it");
      return DONE;
    } catch (IOException e) {
      err.println("csi-scaleio: not installed: " + e.getMessage());
      return FAILED;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String directory(List<String> arguments) {
    if (arguments.size() == 2 && arguments.get(0).equals("--to")) {
      return arguments.get(1);
    }
    if (arguments.size() == 1 && arguments.get(0).startsWith("--to=")) {
      return arguments.get(0).substring("--to=".length());
    }
    return "";
  }

  /** The jar is in {@code lib} of it. */
  private static Path ownHome() throws URISyntaxException, IOException {
    Path jar =
        Path.of(InstallCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path library = jar.toRealPath().getParent();
    Path home = library == null ? null : library.getParent();
    return home == null ? jar : home;
  }
}
