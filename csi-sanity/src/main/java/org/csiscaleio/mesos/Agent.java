package org.csiscaleio.mesos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.csiscaleio.mesos.container.ManagedServices;
import org.csiscaleio.mesos.provider.DiskProfileAdaptor;
import org.csiscaleio.mesos.provider.Offer;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Resource;
import org.csiscaleio.mesos.provider.ResourceProvider;
import org.csiscaleio.mesos.wire.CallLog;
import org.csiscaleio.rig.Await;

/** An agent's process, with one storage local resource provider. */
public final class Agent implements AutoCloseable {
  private static final String PROVIDER_TYPE = "org.apache.mesos.rp.local.storage";

  /**
   * How it is started.
   *
   * @param release which Mesos
   * @param plugin of its one resource provider
   * @param defaultReservations of that provider
   */
  public record Flags(
      Release release,
      PluginInfo plugin,
      DiskProfileAdaptor adaptor,
      Timing timing,
      List<String> defaultReservations) {
    public Flags {
      defaultReservations = List.copyOf(defaultReservations);
    }

    /** Another release, as after an upgrade. */
    public Flags with(Release other) {
      return new Flags(other, plugin, adaptor, timing, defaultReservations);
    }

    /** Other clocks. */
    public Flags with(Timing other) {
      return new Flags(release, plugin, adaptor, other, defaultReservations);
    }
  }

  private final Machine machine;
  private final Flags flags;
  private final CallLog calls = new CallLog();
  private final CsiPaths paths;
  private final ManagedServices services;
  private final ResourceProvider provider;
  private final List<Task> tasks = new CopyOnWriteArrayList<>();

  /** An agent that has registered with a master; the provider starts with {@link #start}. */
  public Agent(Machine machine, Flags flags) {
    this.machine = machine;
    this.flags = flags;
    this.paths = CsiPaths.of(machine.workDir(), flags.plugin());
    this.services =
        new ManagedServices(
            new ManagedServices.Surroundings(
                flags.release(),
                machine.containerizer(),
                machine.temporary(),
                machine.delete(),
                flags.timing(),
                PROVIDER_TYPE.replace('.', '-') + "-" + flags.plugin().name() + "--",
                machine.agentId()),
            flags.plugin(),
            paths,
            calls);
    this.provider =
        new ResourceProvider(
            new ResourceProvider.Surroundings(
                flags.release(),
                flags.plugin(),
                paths,
                stateFile(),
                services,
                flags.adaptor(),
                machine.delete(),
                flags.timing(),
                machine.bootId(),
                flags.defaultReservations()));
  }

  /** Starts an agent; returns when its provider is READY. */
  public static Agent started(Machine machine, Flags flags) {
    var agent = new Agent(machine, flags);
    try {
      agent.start();
    } catch (RuntimeException | Error e) {
      agent.services.close();
      throw e;
    }
    return agent;
  }

  /** Starts the resource provider; fails when it ends. */
  public void start() {
    provider.start();
  }

  /** The agent's process ends and is started again; the plugin stays. */
  public Agent restarted() {
    return restarted(flags);
  }

  /** The same, with other flags or another release. */
  public Agent restarted(Flags other) {
    close();
    return started(machine, other);
  }

  public ResourceProvider provider() {
    return provider;
  }

  public Offer offer() {
    return provider.offer();
  }

  /** Applies an operation to what is offered now. */
  public Operation apply(Operation operation) {
    return provider.apply(provider.offer(), operation);
  }

  /** Every call this process has made to the plugin. */
  public CallLog calls() {
    return calls;
  }

  public Flags flags() {
    return flags;
  }

  /** Where the plugin's volumes are on this host. */
  public CsiPaths paths() {
    return paths;
  }

  public ManagedServices services() {
    return services;
  }

  /** The target path of a volume. */
  public Path target(String volumeId) {
    return paths.target(flags.release(), volumeId);
  }

  /**
   * Launches a task on disks. All disks of all tasks are published for it, so one that cannot be
   * keeps it from being launched: MESOS-9607, in part still so after 1.7.3.
   */
  public Task launch(String name, Resource... disks) {
    var allocated = new java.util.ArrayList<>(List.of(disks));
    tasks.stream().filter(Task::isRunning).forEach(task -> allocated.addAll(task.disks()));
    provider.publishResources(allocated);
    Task task = Task.launched(machine, name, List.of(disks), this::target);
    tasks.add(task);
    return task;
  }

  /** The plugin's process, while it runs. */
  public Optional<Process> pluginProcess() {
    return machine.containerizer().running(services.containerId());
  }

  /** The plugin crashes, and the daemon has started it again. */
  public void crashPlugin() {
    int before = services.terminations();
    killPlugin();
    Await.until(
        "the daemon to notice", Duration.ofSeconds(10), () -> services.terminations() > before);
    services.apiVersion(); // Waits for the next run.
  }

  /**
   * SIGKILL to the plugin alone. If the agent runs and the plugin dies once more before it has made
   * its socket, the daemon gives up for good.
   */
  public void killPlugin() {
    pluginProcess()
        .ifPresent(process -> {
          process.destroyForcibly();
          try {
            process.waitFor();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** The agent's process ends; plugin and tasks go on. */
  @Override
  public void close() {
    provider.close();
  }

  private Path stateFile() {
    return machine
        .workDir()
        .resolve("meta/slaves")
        .resolve(machine.agentId())
        .resolve("resource_providers")
        .resolve(PROVIDER_TYPE)
        .resolve(flags.plugin().name())
        .resolve("state");
  }
}
