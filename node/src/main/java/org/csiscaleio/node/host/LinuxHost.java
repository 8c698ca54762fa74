package org.csiscaleio.node.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.Host;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.node.service.MountPlan;
import org.csiscaleio.node.service.Shown;
import org.csiscaleio.node.service.StorageTrouble;
import org.csiscaleio.node.service.ThisHost;
import org.csiscaleio.node.service.Usage;
import org.csiscaleio.node.service.VolumeMount;
import org.csiscaleio.node.service.VolumeRecord;
import org.csiscaleio.node.service.VolumeRecords;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.VolumeTrouble;
import org.csiscaleio.operation.meter.Meter;
import org.csiscaleio.operation.meter.Step;

/** The machine this program runs on. */
public final class LinuxHost implements Host {
  /** What was just unmounted may be held by the kernel for a moment. */
  private static final Duration UNUSED_PATIENCE = Duration.ofSeconds(3);

  private final HostSteps steps;
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final ThisSdc sdc;
  private final VolumeLinks links;
  private final Devices devices;
  private final Mounts mounts;
  private final Mounting mounting;
  private final FileSystemTools tools;
  private final RawDevices rawDevices;
  private final Targets targets;
  private final DeviceHold hold;
  private final HealthProbe health;
  private final SdcPreflight preflight;
  private final VolumeMounts volumeMounts;
  private final HostNetwork network;

  /** Does no I/O. */
  public LinuxHost(HostSettings settings, Kernel kernel, Commands commands) {
    this(settings, kernel, commands, Meter.NONE);
  }

  private LinuxHost(HostSettings settings, Kernel kernel, Commands commands, Meter meter) {
    requireNonNull(settings, "settings is null");
    this.steps = new HostSteps(meter);
    this.kernel = requireNonNull(kernel, "kernel is null");
    requireNonNull(commands, "commands is null");
    this.calls = new BoundedCalls();
    this.sdc = new ThisSdc(settings, kernel, calls, commands);
    this.links = new VolumeLinks(kernel, settings.byIdDirectory());
    this.devices = new Devices(kernel, calls, links, sdc, settings.deviceWait());
    var processes = new ProcessTable(Path.of("/proc"));
    this.mounts = new Mounts(kernel, calls, links, processes);
    this.hold = new DeviceHold(kernel, calls, processes);
    Commands timed = steps.timed(commands);
    var formatter = new Formatter(kernel, timed, hold);
    this.tools = new FileSystemTools(kernel, timed, calls);
    this.rawDevices = new RawDevices(kernel, calls, mounts, formatter);
    this.mounting =
        new Mounting(
            settings.check(),
            kernel,
            calls,
            steps,
            mounts,
            formatter,
            tools,
            rawDevices,
            new XfsClones(kernel, timed, calls, hold));
    this.targets = new Targets(kernel, calls, mounts);
    this.health = new HealthProbe(kernel, calls, tools);
    this.preflight = new SdcPreflight(settings, kernel, calls, commands, sdc);
    this.network = new HostNetwork(kernel);
    this.volumeMounts = new VolumeMounts(kernel, links);
  }

  /** This machine, with its running kernel. Does no I/O. */
  public static LinuxHost open(HostSettings settings) {
    return open(settings, Meter.NONE);
  }

  /**
   * This machine, with its running kernel. Does no I/O.
   *
   * @param meter is told of every step that takes long
   */
  public static LinuxHost open(HostSettings settings, Meter meter) {
    return new LinuxHost(settings, new LinuxKernel(), new ChildProcesses(), meter);
  }

  /** Makes the first real call quick; for the background, after everything urgent. */
  public void warm() {
    kernel.warm();
  }

  /**
   * Records of this host, kept in files.
   *
   * @param stateDirectory made when the first one is written
   */
  public VolumeRecords records(Path stateDirectory) {
    return new RecordFiles(kernel, calls, stateDirectory);
  }

  /**
   * Says in the log which volumes are taken for published at paths where nothing is mounted; for
   * the background, once after a start. Changes nothing.
   *
   * @param agentDirectory {@code <work_dir>/csi/<plugin type>} of the Mesos agent that started this
   * @param stateDirectory of the records
   * @return how many there are
   */
  public int reportLostTargets(
      Optional<Path> agentDirectory, Path stateDirectory, Deadline deadline) {
    try {
      List<VolumeRecord> kept = new RecordFiles(kernel, calls, stateDirectory).ofThisBoot(deadline);
      return calls.ask(
          LostTargets.class,
          "looking for lost mounts",
          deadline,
          () -> {
            var plugins = new ArrayList<Path>();
            if (agentDirectory.isPresent()) {
              for (String name : kernel.list(agentDirectory.get())) {
                plugins.add(agentDirectory.get().resolve(name));
              }
            }
            return new LostTargets(kernel).find(plugins, kept).size();
          });
    } catch (IOException e) {
      throw HostFailures.of("whether mounts were lost cannot be told", e);
    }
  }

  /** Whether the SDC is there and ready, as far as this host can tell. Changes nothing. */
  public List<Finding> checkSdc(Deadline deadline) {
    return preflight.look(deadline);
  }

  /** Where file systems of volumes are mounted, whoever mounted them. */
  public List<VolumeMount> volumeMounts(Deadline deadline) {
    try {
      return calls.ask(VolumeMounts.class, "looking for mounts", deadline, volumeMounts::read);
    } catch (IOException e) {
      throw HostFailures.of("what is mounted cannot be told", e);
    }
  }

  /**
   * What the array may know this host by.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE when no SDC can be asked
   */
  public ThisHost identity(Deadline deadline) {
    return network.read(sdc.guid(deadline));
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
  public Optional<Set<String>> systems(Deadline deadline) {
    return sdc.knownSystems(deadline);
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
    return steps.time(Step.DEVICE_WAIT, () -> devices.await(volume, mapping, deadline));
  }

  @Override
  public Shown shownAt(VolumeId volume, Path path, Deadline deadline) {
    return mounts.shownAt(volume, path, deadline);
  }

  @Override
  public Optional<VolumeId> volumeShownAt(Path path, Deadline deadline) {
    return mounts.volumeShownAt(path, deadline);
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
  public Device awaitSize(VolumeId volume, long bytes, Deadline deadline) {
    return steps.time(Step.DEVICE_WAIT, () -> devices.awaitSize(volume, bytes, deadline));
  }

  @Override
  public void expand(Device device, Path at, Deadline deadline) {
    mounting.expand(device, at, deadline);
  }

  @Override
  public void bind(Device device, Path from, Path to, MountPlan plan, Deadline deadline) {
    mounting.bind(device, from, to, plan, deadline);
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
    steps.run(Step.UNMOUNT, () -> mounts.unmount(volume, path, deadline));
  }

  @Override
  public void requireUnused(VolumeId volume, Deadline deadline) {
    devices
        .find(volume, deadline)
        .ifPresent(device -> hold.requireUnused(device, deadline.orAfter(UNUSED_PATIENCE)));
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
  public List<VolumeTrouble> troubles(Device device, List<Shown.At> places, Deadline deadline) {
    return health.troubles(device, places, deadline);
  }

  @Override
  public List<StorageTrouble> storageTroubles(Deadline deadline) {
    var troubles = new ArrayList<StorageTrouble>();
    sdc.trouble(deadline)
        .ifPresent(what -> troubles.add(new StorageTrouble(true, "SdcNotRunning", what)));
    int stuck = calls.stuckCalls();
    if (stuck > 0) {
      troubles.add(
          new StorageTrouble(
              false,
              "CallsHang",
              stuck
                  + " calls into the kernel have not returned; see which volumes' devices do not"
                  + " answer, and the array's alerts"));
    }
    return troubles;
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
