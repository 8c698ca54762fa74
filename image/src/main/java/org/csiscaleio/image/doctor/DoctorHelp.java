package org.csiscaleio.image.doctor;

/** What {@code csi-scaleio doctor --help} says. */
final class DoctorHelp {
  static final String TEXT =
      """
      Usage: csi-scaleio doctor [OPTION]...

      Looks at everything that has to be right for volumes to be served from this host:
      configuration, each gateway's name, connection, certificate and clock, login, rights,
      system, storage pool, privileges, file systems, the SDC and what the array makes of it,
      devices, mounts, socket and state directory. Says of each whether it is ok, what was
      seen, and what to do. Changes nothing, neither here nor on the array.

      Give it the configuration of 'csi-scaleio serve' (flags, environment, --config FILE),
      and run it where the plugin runs: as the same user, in the same container.

      Options
        --json           one JSON object for programs
        --strict         warnings count as failures
        --timeout TIME   for all of it, from 2s to 10m; what has not answered by then has
                         failed. Default: 30s
        --mounts DIR     where the orchestrator has volumes mounted: an agent's work_dir,
                         /var/lib/kubelet. Else what Mesos says, or what is usual
      and those of 'csi-scaleio serve'.

      Levels
        ok     as it should be
        warn   works, but not as it should; or cannot be told
        fail   volumes cannot be used, or must not be
        skip   not looked at, and why

      Example
        csi-scaleio doctor --config /etc/csi-scaleio/config.yaml

      Exit status: 0 nothing has failed; 1 something has, or with --strict there is a
      warning; 2 wrong options.
      """;

  private DoctorHelp() {}
}
