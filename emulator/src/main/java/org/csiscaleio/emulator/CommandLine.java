package org.csiscaleio.emulator;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.emulator.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param config null only when help is wanted
 * @param overrides keys of the configuration that win over the file's
 * @param keepDevices leave devices attached at the end
 */
record CommandLine(
    boolean help, @Nullable Path config, Map<String, Object> overrides, boolean keepDevices) {
  static final String HELP =
      """
      scaleio-emulator - a ScaleIO gateway with its array and SDCs, for tests and demonstrations

      Usage: scaleio-emulator --config FILE [flags]

        --config FILE      the configuration, YAML; see below
        --port N           listen on this port; 0 = any free one
        --state DIR        folder of the state and of certificate.pem
        --ready-file FILE  holds the URL once the emulator listens
        --version X        the release to play: 2.0, 2.6, 3.0, 3.6, 4.5 and others
        --keep-devices     leave the SDCs' devices in place at the end
        --help             this text

      A configuration:

        listen: 127.0.0.1:0             # the default; 0 = any free port
        readyFile: /tmp/x/ready         # optional
        state: /tmp/x/state
        version: "3.6"
        tls: true                       # the default; the certificate is made at first start
        certificateNames: [localhost]   # in that certificate; [] = none, as an installer makes it
        users: [{name: admin, password: Password123}]   # role: Monitor = may only look
        system: {id: 1f3c6a2b7d8e9a0f, name: scaleio-1}
        maxSessions: 128                # the default: logins alive at once
        strictAccept: false             # the default; true = refuse other ;version= in Accept
        protectionDomains:
          - name: pd1
            storagePools:               # capacityGib is raw: both copies
              - {name: sp1, capacityGib: 8192, sparePercent: 10, zeroPadding: true}
        sdcs:
          - guid: B71F01AE-FF7A-47C5-A303-583FFD416818
            name: host-a                # optional
            ip: 127.0.2.21              # this machine's, like the host that is played
            host:                       # optional; without it the SDC has no devices
              byIdDirectory: /tmp/x/host-a/by-id
              drvCfg: /tmp/x/host-a/drv_cfg
              linkDelayMillis: 0

      Levers for tests are under /emulator on the same port: counters, faults, clock,
      tokens/expire, tls, sdcs, volumes, pools/NAME, domains/NAME, asyncRemoval, migration,
      state.

      SIGTERM stops it and saves the state; SIGKILL loses nothing either.
      """;

  private static final Map<String, String> FLAGS =
      Map.of(
          "--port", "port",
          "--state", "state",
          "--ready-file", "readyFile",
          "--version", "version");

  /**
   * Reads the arguments.
   *
   * @throws ConfigException for anything that is no flag of ours
   */
  static CommandLine parse(List<String> arguments) {
    Map<String, Object> overrides = new LinkedHashMap<>();
    @Nullable Path config = null;
    boolean keepDevices = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--help") || argument.equals("-h")) {
        return new CommandLine(true, null, Map.of(), false);
      }
      if (argument.equals("--keep-devices")) {
        keepDevices = true;
        continue;
      }
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      if (!flag.equals("--config") && !FLAGS.containsKey(flag)) {
        throw new ConfigException("unknown flag " + flag + "; --help lists them");
      }
      if (equals < 0 && i + 1 == arguments.size()) {
        throw new ConfigException(flag + " wants a value");
      }
      String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
      if (flag.equals("--config")) {
        config = Path.of(value);
      } else {
        overrides.put(key(flag), flag.equals("--port") ? number(value) : value);
      }
    }
    if (config == null) {
      throw new ConfigException("--config FILE is missing; --help shows how one looks");
    }
    return new CommandLine(false, config, overrides, keepDevices);
  }

  private static String key(String flag) {
    String key = FLAGS.get(flag);
    if (key == null) {
      throw new IllegalArgumentException(flag);
    }
    return key;
  }

  private static Integer number(String value) {
    try {
      return Integer.valueOf(value);
    } catch (NumberFormatException e) {
      throw new ConfigException("--port must be a number, not " + value);
    }
  }
}
