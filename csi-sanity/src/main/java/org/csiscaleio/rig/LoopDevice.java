package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop device that has a file behind it.
 *
 * @param device e.g. /dev/loop3
 * @param backingFile as the kernel tells it; ends in " (deleted)" when it is
 */
public record LoopDevice(Path device, Path backingFile) {

  /** All loop devices over files below a directory. */
  public static List<LoopDevice> over(Path directory) {
    var found = new ArrayList<LoopDevice>();
    try (DirectoryStream<Path> devices = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
      for (Path device : devices) {
        String backing = backingFile(device);
        if (!backing.isEmpty() && Path.of(backing).startsWith(directory)) {
          found.add(
              new LoopDevice(Path.of("/dev", device.getFileName().toString()), Path.of(backing)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String backingFile(Path device) throws IOException {
    try {
      return Files.readString(device.resolve("loop/backing_file")).strip();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // The device was let go of between the two looks.
      if (Files.exists(device.resolve("loop"))) {
        throw e;
      }
      return "";
    }
  }
}
