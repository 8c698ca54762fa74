package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.Shown;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.VolumeTrouble;
import org.csiscaleio.operation.VolumeTrouble.Severity;

/** Looks at a device, and at what is mounted of it, for signs that something is wrong. */
final class HealthProbe {
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final FileSystemTools tools;

  HealthProbe(Kernel kernel, BoundedCalls calls, FileSystemTools tools) {
    this.kernel = kernel;
    this.calls = calls;
    this.tools = tools;
  }

  /**
   * What is wrong.
   *
   * @param places where it is shown
   * @throws org.csiscaleio.operation.Failure DEADLINE_EXCEEDED or UNAVAILABLE when the device does
   *     not answer
   */
  List<VolumeTrouble> troubles(Device device, List<Shown.At> places, Deadline deadline) {
    var troubles = new ArrayList<VolumeTrouble>();
    unreadable(device, deadline).ifPresent(troubles::add);
    for (Shown.At place : places) {
      if (place.shown() instanceof Shown.FileSystem fs) {
        fileSystem(device, place, fs, troubles, deadline);
      }
    }
    return troubles;
  }

  private Optional<VolumeTrouble> unreadable(Device device, Deadline deadline) {
    try {
      calls.ask(
          device.volume(),
          "reading " + device,
          deadline,
          () -> {
            OpenDevice open = kernel.open(device.node(), false, false);
            try {
              return kernel.read(open, 0, FormatMark.BYTES);
            } finally {
              kernel.close(open);
            }
          });
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new VolumeTrouble(
              Severity.INACCESSIBLE,
              "DeviceUnreadable",
              device
                  + " cannot be read: "
                  + e.getMessage()
                  + "; see the array's alerts, and whether the SDC is connected"));
    }
  }

  private void fileSystem(
      Device device,
      Shown.At place,
      Shown.FileSystem fs,
      List<VolumeTrouble> troubles,
      Deadline deadline) {
    String what = "the " + fs.type() + " of " + device + " at " + place.path();
    if (fs.shutDown()) {
      troubles.add(
          new VolumeTrouble(
              Severity.DEGRADED,
              "ReadOnlyAfterErrors",
              what
                  + " met errors and takes no more writes; unpublish and publish it again, then it"
                  + " is checked"));
    }
    shutDown(device, place, what, deadline).ifPresent(troubles::add);
    FileSystemType.of(fs.type())
        .flatMap(type -> mismatch(device, type, place.path(), what, deadline))
        .ifPresent(troubles::add);
  }

  /** A file system that has given up answers not even what its top directory is (xfs). */
  private Optional<VolumeTrouble> shutDown(
      Device device, Shown.At place, String what, Deadline deadline) {
    try {
      calls.ask(
          device.volume(), "looking at " + place.path(), deadline, () -> kernel.stat(place.path()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new VolumeTrouble(
              Severity.INACCESSIBLE,
              "FileSystemShutDown",
              what
                  + " does not answer any more: "
                  + e.getMessage()
                  + "; when the device is well, unpublish and publish it again"));
    }
  }

  private Optional<VolumeTrouble> mismatch(
      Device device, FileSystemType type, Path at, String what, Deadline deadline) {
    OptionalLong covered;
    try {
      covered = tools.coveredBytes(device, type, at, deadline);
    } catch (IOException e) {
      return Optional.empty(); // Told already: the device cannot be read.
    }
    if (covered.isEmpty()) {
      return Optional.empty();
    }
    String sizes =
        what + " has " + covered.getAsLong() + " bytes, its device " + device.sizeBytes();
    if (covered.getAsLong() > device.sizeBytes()) {
      return Optional.of(
          new VolumeTrouble(
              Severity.DATA_LOSS,
              "DeviceTooSmall",
              sizes + "; stop what uses it and ask who changed the volume"));
    }
    return FileSystemTools.outgrown(device, covered.getAsLong())
        ? Optional.of(
            new VolumeTrouble(
                Severity.DEGRADED,
                "FileSystemNotGrown",
                sizes + "; it grows when it is published the next time"))
        : Optional.empty();
  }
}
