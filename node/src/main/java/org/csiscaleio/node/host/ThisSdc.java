package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.jspecify.annotations.Nullable;

/**
 * This node's SDC by whichever way there is: the driver's control device, else the command-line
 * tool, else the configured GUID. What the SDC says goes before what is configured: volumes are
 * mapped to what it is. The GUID, once known, is kept: it changes only when the SDC is installed
 * anew.
 */
final class ThisSdc implements Sdc {
  private final HostSettings settings;
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Commands commands;
  private volatile @Nullable String known;

  ThisSdc(HostSettings settings, Kernel kernel, BoundedCalls calls, Commands commands) {
    this.settings = settings;
    this.kernel = kernel;
    this.calls = calls;
    this.commands = commands;
  }

  @Override
  public String guid(Deadline deadline) {
    String guid = known;
    if (guid == null) {
      var troubles = new ArrayList<String>();
      guid =
          first(sdc -> sdc.guid(deadline), troubles)
              .or(() -> settings.sdcGuid().map(text -> Guid.in(text, "setting sdcGuid")))
              .orElseThrow(() -> noSdc(troubles));
      known = guid;
    }
    return guid;
  }

  @Override
  public Set<String> systems(Deadline deadline) {
    return knownSystems(deadline)
        .orElseThrow(() ->
            Failure.unavailable("there is no SDC to be asked which systems this host serves"));
  }

  /**
   * The systems it serves; empty when there is nothing to ask and only its configured GUID is
   * known. Asked anew each time: systems are added while hosts run.
   *
   * @throws Failure UNAVAILABLE when it cannot be asked now
   */
  Optional<Set<String>> knownSystems(Deadline deadline) {
    var troubles = new ArrayList<String>();
    if (ways(troubles).isEmpty() && settings.sdcGuid().isPresent()) {
      return Optional.empty();
    }
    return first(sdc -> sdc.systems(deadline), troubles)
        .or(() -> {
          throw Failure.unavailable(
              "which ScaleIO systems this host serves cannot be told ("
                  + String.join("; ", troubles)
                  + "); see that the SDC runs (scini), or set advertiseTopology: false");
        });
  }

  @Override
  public void rescan(Deadline deadline) {
    var troubles = new ArrayList<String>();
    Optional<Boolean> done =
        first(
            sdc -> {
              sdc.rescan(deadline);
              return Boolean.TRUE;
            },
            troubles);
    if (done.isEmpty()) {
      throw noSdc(troubles);
    }
  }

  /**
   * Why the SDC cannot be asked now; empty when it can, or when there is nothing to ask and only
   * its configured GUID is known.
   */
  Optional<String> trouble(Deadline deadline) {
    var troubles = new ArrayList<String>();
    if (ways(troubles).isEmpty() && settings.sdcGuid().isPresent()) {
      return Optional.empty();
    }
    return first(sdc -> sdc.guid(deadline), troubles).isPresent()
        ? Optional.empty()
        : Optional.of(noSdc(troubles).message());
  }

  /** The answer of the first way that gives one; why the others do not is added to the troubles. */
  private <T> Optional<T> first(Function<Sdc, T> question, List<String> troubles) {
    for (Sdc way : ways(troubles)) {
      try {
        return Optional.of(question.apply(way));
      } catch (Failure failure) {
        troubles.add(failure.message());
      }
    }
    return Optional.empty();
  }

  private List<Sdc> ways(List<String> troubles) {
    var ways = new ArrayList<Sdc>();
    if (exists(settings.sdcDevice(), troubles)) {
      ways.add(new ControlDeviceSdc(kernel, calls, settings.sdcDevice()));
    }
    if (exists(settings.drvCfg(), troubles)) {
      ways.add(new DrvCfgSdc(commands, settings.drvCfg()));
    }
    return ways;
  }

  private boolean exists(Path path, List<String> troubles) {
    try {
      if (kernel.stat(path).isPresent()) {
        return true;
      }
      troubles.add("there is no " + path);
    } catch (IOException e) {
      troubles.add(path + " cannot be looked at: " + e.getMessage());
    }
    return false;
  }

  private static Failure noSdc(List<String> troubles) {
    return Failure.unavailable(
        "no SDC on this node can be asked ("
            + String.join("; ", troubles)
            + "); install and start it (scini), or set sdcGuid");
  }
}
