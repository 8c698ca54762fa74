package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * The machine as the use cases see it: volumes have devices, devices are shown at paths. Every
 * method ends by its deadline, whatever a dead device does to the kernel, and throws {@link
 * org.csiscaleio.operation.Failure}; one volume's trouble never holds up another's call.
 */
public interface Host {
  /**
   * The SDC's GUID, upper-case.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE when no SDC can be asked
   */
  String nodeId(Deadline deadline);

  /**
   * The systems this host's SDC serves, by id; empty when there is nothing to ask, and only the
   * operator says that there is an SDC.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE when the SDC cannot be asked now
   */
  Optional<Set<String>> systems(Deadline deadline);

  /** The system whose volume of that id has a device here; empty unless there is exactly one. */
  Optional<String> systemWithVolume(String volumeId);

  /** The volume's device if it is here now. */
  Optional<Device> device(VolumeId volume, Deadline deadline);

  /**
   * Waits for the volume's device and proves that it is the right one.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE or FAILED_PRECONDITION when it does not
   *     come or is not the right one
   */
  Device awaitDevice(VolumeId volume, Mapping mapping, Deadline deadline);

  /**
   * What is to be seen at {@code path}. A mount of a volume whose device is gone counts as this
   * volume's unless another volume has that device.
   */
  Shown shownAt(VolumeId volume, Path path, Deadline deadline);

  /** Whose device or file system is to be seen at {@code path}; empty when that cannot be told. */
  Optional<VolumeId> volumeShownAt(Path path, Deadline deadline);

  /** Every place where the device, or its file system or a directory of that, is shown. */
  List<Shown.At> shown(Device device, Deadline deadline);

  /**
   * Mounts the device's file system, or the directory of it that the plan names, at {@code at}, an
   * existing directory. Formats the device first if, and only if, it is proven blank; makes the
   * directory on a file system that holds nothing yet.
   *
   * @throws org.csiscaleio.operation.Failure FAILED_PRECONDITION naming what else is on the device
   */
  void mount(Device device, Path at, MountPlan plan, Deadline deadline);

  /**
   * Grows the file system shown at {@code at} when the device has become larger. That it cannot be
   * grown harms nobody yet and is logged only.
   */
  void grow(Device device, Path at, Deadline deadline);

  /**
   * Waits until the volume's device has at least so many bytes.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE when it does not come, or stays smaller
   */
  Device awaitSize(VolumeId volume, long bytes, Deadline deadline);

  /**
   * Grows the file system shown at {@code at} until it covers its device; does nothing when it does
   * already.
   *
   * @throws org.csiscaleio.operation.Failure INTERNAL when it could not be grown
   */
  void expand(Device device, Path at, Deadline deadline);

  /**
   * Shows what is mounted at {@code from}, or the directory of it that the plan names, at {@code
   * to} as well, an existing directory.
   */
  void bind(Device device, Path from, Path to, MountPlan plan, Deadline deadline);

  /** Makes the device fit to be handed out raw. */
  void prepareRaw(Device device, boolean readOnly, Deadline deadline);

  /** Shows the device node at {@code to}, an existing file. */
  void bindRaw(Device device, Path to, Deadline deadline);

  /**
   * Takes the volume away from {@code path}, and has read back that nothing is mounted there. Does
   * nothing when nothing is.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE while it is in use; FAILED_PRECONDITION
   *     when something else is mounted there
   */
  void unmount(VolumeId volume, Path path, Deadline deadline);

  /**
   * Sees that nothing on this machine uses the volume's device: no mount, in whatever mount
   * namespace, no process. Does nothing when the device is not here.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE while something does
   */
  void requireUnused(VolumeId volume, Deadline deadline);

  /** Makes the directory unless it is there; tells whether it did. */
  boolean makeDirectory(VolumeId volume, Path path, Deadline deadline);

  /** Makes an empty file unless there is one; tells whether it did. */
  boolean makeFile(VolumeId volume, Path path, Deadline deadline);

  /**
   * Sees that the directory is there, which is somebody else's to make.
   *
   * @throws org.csiscaleio.operation.Failure FAILED_PRECONDITION when it is not, or is no directory
   */
  void requireDirectory(VolumeId volume, Path path, Deadline deadline);

  /**
   * Sees that the file is there, which is somebody else's to make.
   *
   * @throws org.csiscaleio.operation.Failure FAILED_PRECONDITION when it is not, or is no file
   */
  void requireFile(VolumeId volume, Path path, Deadline deadline);

  /**
   * Removes an empty directory or an empty file; anything else is a failure. Does nothing when
   * nothing is there.
   */
  void removeEmpty(VolumeId volume, Path path, Deadline deadline);

  /**
   * What is wrong with a volume that has a device here.
   *
   * @param places where it is shown
   * @throws org.csiscaleio.operation.Failure DEADLINE_EXCEEDED or UNAVAILABLE when it does not
   *     answer
   */
  List<VolumeTrouble> troubles(Device device, List<Shown.At> places, Deadline deadline);

  /** What is wrong with this node's access to volumes as a whole, as far as it can be seen. */
  List<StorageTrouble> storageTroubles(Deadline deadline);

  /** How full the volume is that is shown at {@code path}. */
  Usage usage(Device device, Path path, Deadline deadline);
}
