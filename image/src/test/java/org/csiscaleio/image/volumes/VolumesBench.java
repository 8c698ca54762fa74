package org.csiscaleio.image.volumes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.VolumeType;

/** An array with one pool, and the command that an operator runs before it. */
final class VolumesBench {
  final FakeScaleIoSystem system = new FakeScaleIoSystem();
  final FakeArray array = system.array();
  private final String poolId = array.addStoragePool(array.addProtectionDomain("pd1"), "sp1", 8192);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** The array's id of a new volume. */
  String make(String name, long gib) {
    return array.create(new NewVolume(name, poolId, gib << 20, VolumeType.THIN));
  }

  /**
   * The exit code of the command.
   *
   * @param directory where the password is put
   */
  int run(Path directory, List<String> arguments) {
    out.reset();
    err.reset();
    var all = new ArrayList<>(arguments);
    if (!arguments.isEmpty()) {
      all.addAll(
          List.of(
              "--gateway",
              "https://gateway.example",
              "--password-file",
              password(directory).toString()));
    }
    return new VolumesCommand(
            Map.of(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            gateway -> system)
        .run(all);
  }

  private static Path password(Path directory) {
    try {
      return Files.writeString(directory.resolve("password"), "secret\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
