package org.csiscaleio.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.csiscaleio.emulator.config.ConfigException;
import org.csiscaleio.emulator.config.ConfigReader;
import org.csiscaleio.emulator.config.EmulatorConfig;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.jspecify.annotations.Nullable;

/** The program {@code scaleio-emulator}. */
public final class Main {
  private static final int WRONG_USE = 2;
  private static final int FAILED = 1;

  private Main() {}

  /** Starts the emulator and returns; it runs until the process is told to stop. */
  public static void main(String[] arguments) {
    // By its name: the class itself must not be touched before.
    System.setProperty("java.util.logging.manager", "org.csiscaleio.emulator.PatientLogManager");
    try {
      CommandLine commandLine = CommandLine.parse(List.of(arguments));
      @Nullable Path file = commandLine.config();
      if (commandLine.help() || file == null) {
        System.out.print(CommandLine.HELP);
        return;
      }
      start(ConfigReader.read(file, commandLine.overrides()), commandLine.keepDevices());
    } catch (ConfigException e) {
      System.err.println("scaleio-emulator: " + e.getMessage());
      System.exit(WRONG_USE);
    } catch (RuntimeException e) {
      System.err.println("scaleio-emulator: cannot start: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void start(EmulatorConfig config, boolean keepDevices) {
    LogLines.install();
    Emulator emulator = new Emulator(config, hosts(config, keepDevices), InstantSource.system());
    Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "stop"));
  }

  /** Devices only when some SDC has a host: anything else needs neither root nor loop devices. */
  private static SdcHosts hosts(EmulatorConfig config, boolean keepDevices) {
    if (config.sdcs().stream().allMatch(sdc -> sdc.host() == null)) {
      return SdcHosts.withoutDevices();
    }
    try {
      return SdcHosts.withLoopDevices(config.state().resolve("volumes"), keepDevices);
    } catch (IOException e) {
      throw new UncheckedIOException("no loop devices for the SDCs' hosts: " + e.getMessage(), e);
    }
  }
}
