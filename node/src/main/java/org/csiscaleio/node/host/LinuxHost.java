package org.csiscaleio.node.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.Host;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.node.service.MountPlan;
import org.csiscaleio.node.service.Shown;
import org.csiscaleio.node.service.Usage;
import org.csiscaleio.operation.Deadline;

/** The machine this program runs on. */
public final class LinuxHost implements Host {
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Sdc sdc;
  private final VolumeLinks links;
  private final Devices devices;
  private final Mounts mounts;
  private final Mounting mounting;
  private final FileSystemTools tools;
  private final RawDevices rawDevices;
  private final Targets targets;

  /** Does no I/O. */
  public LinuxHost(HostSettings settings, Kernel kernel, Commands commands) {
    requireNonNull(settings, "settings is null");
    this.kernel = requireNonNull(kernel, "kernel is null");
    requireNonNull(commands, "commands is null");
    this.calls = new BoundedCalls();
    this.sdc = new ThisSdc(settings, kernel, calls, commands);
    this.links = new VolumeLinks(kernel, settings.byIdDirectory());
    this.devices = new Devices(kernel, calls, links, sdc, settings.deviceWait());
    var processes = new ProcessTable(Path.of("/proc"));
    this.mounts = new Mounts(kernel, calls, links, processes);
    var formatter = new Formatter(kernel, commands, new DeviceHold(kernel, calls, processes));
    this.tools = new FileSystemTools(kernel, commands, calls);
    this.rawDevices = new RawDevices(kernel, calls, mounts, formatter);
    this.mounting =
        new Mounting(settings.check(), kernel, calls, mounts, formatter, tools, rawDevices);
    this.targets = new Targets(kernel, calls, mounts);
  }

  /** This machine, with its running kernel. Does no I/O. */
  public static LinuxHost open(HostSettings settings) {
    return new LinuxHost(settings, new LinuxKernel(), new ChildProcesses());
  }

  /** Makes the first real call quick; for the background, after everything urgent. */
  public void warm() {
    kernel.warm();
  }

  /** How many calls hang in the kernel and were given up. */
  public int stuckCalls() {
    return calls.stuckCalls();
  }

  @Override
  public String nodeId(Deadline deadline) {
    return sdc.guid(deadline);
  }

  @Override
  public Optional<String> systemWithVolume(String volumeId) {
    try {
      List<String> systems = links.systemsOf(volumeId);
      return systems.size() == 1 ? Optional.of(systems.getFirst()) : Optional.empty();
    } catch (IOException e) {
      throw HostFailures.of("the device links cannot be read", e);
    }
  }

  @Override
  public Optional<Device> device(VolumeId volume, Deadline deadline) {
    return devices.find(volume, deadline);
  }

  @Override
  public Device awaitDevice(VolumeId volume, Mapping mapping, Deadline deadline) {
    return devices.await(volume, mapping, deadline);
  }

  @Override
  public Shown shownAt(VolumeId volume, Path path, Deadline deadline) {
    return mounts.shownAt(volume, path, deadline);
  }

  @Override
  public List<Shown.At> shown(Device device, Deadline deadline) {
    return mounts.shown(device, deadline);
  }

  @Override
  public void mount(Device device, Path at, MountPlan plan, Deadline deadline) {
    mounting.mount(device, at, plan, deadline);
  }

  @Override
  public void grow(Device device, Path at, Deadline deadline) {
    mounting.grow(device, at, deadline);
  }

  @Override
  public void bind(Device device, Path from, Path to, boolean readOnly, Deadline deadline) {
    mounting.bind(device, from, to, readOnly, deadline);
  }

  @Override
  public void prepareRaw(Device device, boolean readOnly, Deadline deadline) {
    rawDevices.prepare(device, readOnly, deadline);
  }

  @Override
  public void bindRaw(Device device, Path to, Deadline deadline) {
    mounting.bindRaw(device, to, deadline);
  }

  @Override
  public void unmount(VolumeId volume, Path path, Deadline deadline) {
    mounts.unmount(volume, path, deadline);
  }

  @Override
  public boolean makeDirectory(VolumeId volume, Path path, Deadline deadline) {
    return targets.makeDirectory(volume, path, deadline);
  }

  @Override
  public boolean makeFile(VolumeId volume, Path path, Deadline deadline) {
    return targets.makeFile(volume, path, deadline);
  }

  @Override
  public void requireDirectory(VolumeId volume, Path path, Deadline deadline) {
    targets.requireDirectory(volume, path, deadline);
  }

  @Override
  public void requireFile(VolumeId volume, Path path, Deadline deadline) {
    targets.requireFile(volume, path, deadline);
  }

  @Override
  public void removeEmpty(VolumeId volume, Path path, Deadline deadline) {
    targets.removeEmpty(volume, path, deadline);
  }

  @Override
  public Usage usage(Device device, Path path, Deadline deadline) {
    try {
      Space space =
          calls.ask(device.volume(), "statfs of " + path, deadline, () -> kernel.space(path));
      return new Usage.FileSystem(
          space.totalBytes(),
          Math.max(0, space.totalBytes() - space.freeBytes()),
          Math.max(0, space.availableBytes()),
          Math.max(0, space.totalInodes()),
          Math.max(0, space.totalInodes() - space.freeInodes()),
          Math.max(0, space.freeInodes()));
    } catch (IOException e) {
      throw HostFailures.of("how full " + device + " is cannot be told", e);
    }
  }
}
