package org.csiscaleio.node.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;

/**
 * What an operator would look at on a host that is to serve volumes, beside its SDC. Changes
 * nothing. Each look ends by its deadline, whatever the kernel does, and throws nothing.
 */
public final class HostExamination {
  private final Kernel kernel;
  private final Commands commands;
  private final VolumeLinks links;
  private final BoundedCalls calls = new BoundedCalls();

  /** Does no I/O. */
  public HostExamination(HostSettings settings, Kernel kernel, Commands commands) {
    requireNonNull(settings, "settings is null");
    this.kernel = requireNonNull(kernel, "kernel is null");
    this.commands = requireNonNull(commands, "commands is null");
    this.links = new VolumeLinks(kernel, settings.byIdDirectory());
  }

  /** This machine's, with its running kernel. Does no I/O. */
  public static HostExamination of(HostSettings settings) {
    return new HostExamination(settings, new LinuxKernel(), new ChildProcesses());
  }

  /** Whether this process may mount. */
  public List<Finding> privileges(Deadline deadline) {
    return ask(Privileges.class, "privileges", deadline, new Privileges(kernel)::look);
  }

  /** The links by which the SDC names devices, and what they lead to. */
  public List<Finding> links(Deadline deadline) {
    return ask(
        LinkFolder.class,
        LinkFolder.PART,
        deadline,
        () -> {
          List<Finding> own = new ContainersOwn(kernel).lookAtDevices(LinkFolder.PART);
          return own.isEmpty() ? new LinkFolder(kernel, links).look() : own;
        });
  }

  /** Whether this process may open the SDC's devices. */
  public List<Finding> deviceAccess(Deadline deadline) {
    return ask(
        DeviceAccess.class, "device access", deadline, new DeviceAccess(kernel, links)::look);
  }

  /** Whether other software of the host takes hold of the SDC's devices. */
  public List<Finding> claimants(Deadline deadline) {
    return ask(DeviceClaimants.class, "multipath", deadline, new DeviceClaimants(kernel)::look);
  }

  /**
   * What file systems can be made, checked and mounted.
   *
   * @param needed the one that must be
   */
  public List<Finding> fileSystems(FileSystemType needed, Deadline deadline) {
    var support = new FileSystemSupport(kernel, commands, needed);
    return ask(FileSystemSupport.class, "file systems", deadline, () -> support.look(deadline));
  }

  /**
   * Whether what is mounted below a directory is seen by those it is meant for.
   *
   * @param folder where the orchestrator wants volumes mounted
   * @param ofMesos whether that is an agent's
   */
  public List<Finding> mountFolder(Path folder, boolean ofMesos, Deadline deadline) {
    var mounts = new MountFolder(kernel, folder, ofMesos);
    return ask(MountFolder.class, MountFolder.PART, deadline, mounts::look);
  }

  /** Whether records can be kept in a directory. */
  public List<Finding> stateDirectory(Path directory, Deadline deadline) {
    var state = new StateFolder(kernel, directory);
    var findings = new ArrayList<>(ask(StateFolder.class, StateFolder.PART, deadline, state::look));
    findings.addAll(shownOutside(StateFolder.PART, directory, deadline));
    return List.copyOf(findings);
  }

  /**
   * A warning when nobody outside of this container sees a directory; else nothing.
   *
   * @param part what the directory is for
   */
  public List<Finding> shownOutside(String part, Path directory, Deadline deadline) {
    var own = new ContainersOwn(kernel);
    return ask(ContainersOwn.class, part, deadline, () -> own.look(part, directory));
  }

  private List<Finding> ask(
      Object whose, String part, Deadline deadline, BoundedCalls.Call<List<Finding>> look) {
    try {
      return calls.ask(whose, "looking at the " + part, deadline, look);
    } catch (IOException e) {
      return List.of(Finding.warn(part, "cannot be told: " + e.getMessage(), ""));
    } catch (Failure failure) {
      return List.of(Finding.fail(part, failure));
    }
  }
}
