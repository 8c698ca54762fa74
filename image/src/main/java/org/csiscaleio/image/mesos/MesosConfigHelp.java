package org.csiscaleio.image.mesos;

/** What {@code csi-scaleio mesos-config --help} says. */
final class MesosConfigHelp {
  static final String TEXT =
      """
      Usage: csi-scaleio mesos-config --mesos VERSION --pool DOMAIN/POOL --gateway URL [OPTION]...
             csi-scaleio mesos-config check --mesos VERSION FILE...

      Writes what a Mesos agent has to be told about this plugin: resource provider, disk
      profiles, module, the agent's flags, and the plugin's own settings; or, for the ways
      isolator and endpoint, the plugin of the isolator volume/csi. All of it is checked by
      Mesos' rules first. check does the same for files that are there.

      Without --to and --call the files are shown and nothing is written.

        --mesos VERSION     the agent's release, 1.5 to 1.11
        --dcos VERSION      in its place: the release of DC/OS, 1.11 to 2.2; files go where its
                            agents have them, and the way is relay, or endpoint (2.2)
        --way WAY           how the agent gets to the plugin. Default: bundle
                              bundle    starts the program that is installed on the host
                              uris      fetches the program's archive and starts it
                              image     starts it in an image volume (1.11)
                              relay     starts a relay to the plugin that systemd runs, where
                                        cgroups/devices or cgroups/all deny devices (DC/OS)
                              isolator  volume/csi starts the program (1.11)
                              endpoint  volume/csi calls the plugin that systemd runs (1.11)
        --pool DOMAIN/POOL  a storage pool; may be said again, but not for isolator, endpoint
        --profile KIND      thin- or thick-, and ext4, ext3, xfs or btrfs; may be said again.
                            Default: thin-xfs. With limits of each disk's I/O:
                            thin-xfs,iopsLimit=2000,bandwidthLimitInKbps=102400
        --mount-flag FLAG   of the profiles, noatime say; may be said again
        --plugin NAME       the plugin on this agent: letters, digits, underscores; no other
                            agent of the cluster may have it. Default: the host's name
        --role ROLE         reserve disks for this role as they appear
        --to DIR            write below DIR; --to / writes on this host
        --force             replace files that are there and say something else
        --call CALL         print a call of the agent's operator API instead: add, update, remove
        --mesos-dir DIR     where the agent's files are. Default: /etc/mesos
        --program FILE      the program on the agent. Default: /opt/csi-scaleio/bin/csi-scaleio
        --uri URI           the program's archive, for uris
        --image NAME        the image in the agent's image directory, for image

      and every option of 'csi-scaleio serve': it is written into the plugin's settings. The
      password is no option; it belongs into the file of --password-file, which has to be there
      when the plugin starts (default: /etc/csi-scaleio/password).

      Examples
        csi-scaleio mesos-config --mesos 1.11 --pool pd1/sp1 --gateway https://gateway.example \\
            --ca-file /etc/csi-scaleio/ca.pem --quota pd1/sp1=512 --to /
        csi-scaleio mesos-config --mesos 1.9 --pool pd1/sp1 --gateway https://gateway.example \\
            --call update | curl -sSf -H 'Content-Type: application/json' -d @- \\
            http://agent.example:5051/api/v1
        csi-scaleio mesos-config check --mesos 1.11 /etc/mesos/resource-providers/scaleio.json \\
            /etc/mesos/disk-profiles.json /etc/mesos/csi-scaleio.env

      Exit status: 0 written, shown, or nothing is wrong; 1 something is wrong or could not be
      written; 2 wrong options.
      """;

  private MesosConfigHelp() {}
}
