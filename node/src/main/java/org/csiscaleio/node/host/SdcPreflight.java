package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;

/**
 * Whether this host's SDC is there and ready: its kernel module, its driver, its GUID, the MDMs it
 * knows. Changes nothing.
 */
final class SdcPreflight {
  private static final int MODULES_BYTES = 1 << 20;

  private static final String NO_ID = "0".repeat(16);

  private final HostSettings settings;
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Commands commands;
  private final ThisSdc sdc;

  SdcPreflight(
      HostSettings settings, Kernel kernel, BoundedCalls calls, Commands commands, ThisSdc sdc) {
    this.settings = settings;
    this.kernel = kernel;
    this.calls = calls;
    this.commands = commands;
    this.sdc = sdc;
  }

  /** Each question is answered by one finding, in the order in which an operator would ask. */
  List<Finding> look(Deadline deadline) {
    var findings = new ArrayList<Finding>();
    boolean device = exists(settings.sdcDevice());
    boolean tool = exists(settings.drvCfg());
    findings.add(module(device, tool));
    findings.add(driver(device, tool));
    findings.add(guid(deadline));
    findings.add(mdms(tool, deadline));
    return List.copyOf(findings);
  }

  private Finding module(boolean device, boolean tool) {
    String part = "kernel module scini";
    Optional<String> modules = read(Path.of("/proc/modules"));
    if (modules.isPresent() && modules.get().lines().anyMatch(line -> line.startsWith("scini "))) {
      return Finding.ok(part, "is loaded");
    }
    String advice =
        "start the SDC (systemctl start scini); after a kernel upgrade it needs the module for kernel "
            + System.getProperty("os.version", "")
            + " (driver_sync.conf in /bin/emc/scaleio/scini_sync)";
    if (device) {
      return Finding.ok(part, "is not among the loaded modules, but its device is there");
    }
    String seen = modules.isPresent() ? "is not loaded" : "cannot be looked for: no /proc/modules";
    // Who says the GUID himself may run where neither is to be seen.
    return tool || settings.sdcGuid().isPresent()
        ? Finding.warn(part, seen, advice)
        : Finding.fail(part, seen, advice);
  }

  private Finding driver(boolean device, boolean tool) {
    String part = "SDC driver";
    if (device) {
      return Finding.ok(part, "its control device " + settings.sdcDevice() + " is there");
    }
    if (tool) {
      return Finding.ok(part, "there is no " + settings.sdcDevice() + ", but " + settings.drvCfg());
    }
    String seen = "there is neither " + settings.sdcDevice() + " nor " + settings.drvCfg();
    String advice =
        "install the SDC package; in a container pass both through, or set sdcDevice and drvCfg";
    return settings.sdcGuid().isPresent()
        ? Finding.warn(part, seen + ", so nothing but the setting sdcGuid tells of it", advice)
        : Finding.fail(part, seen, advice);
  }

  private Finding guid(Deadline deadline) {
    String part = "SDC GUID";
    Optional<String> trouble = sdc.trouble(deadline);
    if (trouble.isPresent()) {
      return Finding.fail(part, "is not known", trouble.get());
    }
    try {
      String guid = sdc.guid(deadline);
      Optional<String> said = settings.sdcGuid().filter(set -> !set.equalsIgnoreCase(guid));
      return said.isPresent()
          ? Finding.warn(
              part,
              "is " + guid + " by the SDC itself, and " + said.get() + " by the setting sdcGuid",
              "what the SDC says counts; correct the setting or leave it out")
          : Finding.ok(part, "is " + guid);
    } catch (Failure failure) {
      return Finding.fail(part, "is not known", failure.message());
    }
  }

  private Finding mdms(boolean tool, Deadline deadline) {
    String part = "MDMs the SDC knows";
    String advice =
        "name them in a line 'mdm IP,IP' of /etc/emc/scaleio/drv_cfg.txt, or by "
            + settings.drvCfg()
            + " --add_mdm --ip IP,IP, and restart scini";
    if (!tool) {
      return Finding.warn(
          part,
          "cannot be asked for without " + settings.drvCfg(),
          "pass the tool through, or see /etc/emc/scaleio/drv_cfg.txt on the host");
    }
    Commands.Ended ended;
    try {
      ended = commands.run(List.of(settings.drvCfg().toString(), "--query_mdms"), deadline);
    } catch (Failure failure) {
      return Finding.warn(part, "cannot be told: " + failure.message(), advice);
    }
    if (!ended.ok()) {
      return Finding.warn(part, "cannot be told: " + ended.words(), advice);
    }
    List<KnownMdms> known =
        KnownMdms.in(ended.output()).stream().filter(each -> each.sdcId().isPresent()).toList();
    if (known.isEmpty()) {
      return Finding.fail(part, "are none", advice);
    }
    String seen =
        "are those of system " + known.stream().map(KnownMdms::systemId).collect(joining(", "));
    return known.stream().anyMatch(each -> each.sdcId().filter(NO_ID::equals).isPresent())
        ? Finding.warn(
            part,
            seen + ", where the SDC has no id yet",
            "see that the MDMs can be reached, and that the SDC is approved")
        : Finding.ok(part, seen);
  }

  private Optional<String> read(Path file) {
    try {
      return kernel.readFile(file, MODULES_BYTES).map(bytes -> new String(bytes, ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean exists(Path path) {
    try {
      return calls.ask(path, "looking at " + path, soon(), () -> kernel.stat(path)).isPresent();
    } catch (IOException | Failure e) {
      return false;
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }
}
