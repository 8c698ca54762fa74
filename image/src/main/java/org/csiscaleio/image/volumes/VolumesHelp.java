package org.csiscaleio.image.volumes;

/** What {@code csi-scaleio volumes --help} says. */
final class VolumesHelp {
  static final String TEXT =
      """
      Usage: csi-scaleio volumes COMMAND [OPTION]...

      Whose volumes are whose, where many plugins in node scope share one array; and how
      they change hands.

      Commands
        list [--all]
            Show every owner's volumes and the hosts that have them.
        hand-over --from OWNER --to OWNER [VOLUME]...
            Give a dead host's volumes, or some of them, to a plugin on a living one. Refused
            while the array says that the old host's SDC is connected.
        adopt --to OWNER VOLUME...
            Make volumes that nobody owns an owner's. Their old names are shown; 'release'
            can give them back.
        release --from OWNER --name NAME VOLUME
            Take a volume out of its owner's hands and give it a name of your choice.
        orphans [--remove ID]... [--yes]
            Show what nobody owns, each with why: volumes of hosts that are gone, snapshots
            of volumes that are gone, records of limits, mappings to hosts that are gone, and
            mounts on this host. Remove those that are named by --remove.

      An OWNER is what the plugin says at its start: GUID-OF-THE-SDC/INSTANCE, or its setting
      owner. tag:TAG stands for the owner that has this tag in its volumes' names. --to may be
      left out where the configuration has an owner. A VOLUME is an id or a name.

      hand-over, adopt, release and orphans only show what they would do, unless --yes is
      said. Cut short, the same command again does the rest.

      Options
        --yes                 do it
        --json                one JSON object for programs
        --all                 list: show volumes without an owner too
        --known OWNER         an owner to recognise by its tag; may be said again
        --unmap-disconnected  first take the volumes from hosts whose SDC is disconnected: when
                              such a host comes back it has them no longer
        --remove ID           orphans: remove this one; may be said again
        --from-sdc GUID       hand-over: the old owner's SDC, where its name does not tell
        --same-host           hand-over: both owners are plugins of one host, and the old one
                              does not run any more
      and those of 'csi-scaleio serve' that say how to reach the gateway. The plugin's own
      configuration file will do: --config /etc/csi-scaleio/config.yaml

      Examples
        csi-scaleio volumes list --config /etc/csi-scaleio/config.yaml
        csi-scaleio volumes hand-over --config /etc/csi-scaleio/config.yaml \\
            --from B71F01AE-FF7A-47C5-A303-583FFD416818/default \\
            --to 0C9E5D62-31A4-4C0B-9E3B-7D1A6F0F21B4/default --unmap-disconnected

      Exit status: 0 done, or shown; 1 refused or failed; 2 wrong options or configuration.
      """;

  private VolumesHelp() {}
}
