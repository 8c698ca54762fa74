package org.csiscaleio.image.disk;

/** What {@code csi-scaleio disk --help} says. */
final class DiskHelp {
  static final String TEXT =
      """
      Usage: csi-scaleio disk list --master ADDRESS [OPTION]...
             csi-scaleio disk create --master ADDRESS --profile PROFILE --size SIZE --role ROLE
                 [OPTION]...
             csi-scaleio disk destroy --master ADDRESS ID [OPTION]...

      Makes, shows and destroys the disks of Mesos 1.5 to 1.11, which have no operator call for
      it: create and destroy are a framework for as long as they run. They take one offer, give
      all others back, and end their framework.

      Commands
        list        Show the pools and disks of all agents, also those in use. Holds nothing.
        create      Reserve a part of a pool and have a disk made of it.
        destroy     Have a disk destroyed, and its volume deleted, with all that is on it. Asks
                    first; where nobody can be asked, only with --yes.

      The masters
        --master ADDRESS    [https://]HOST[:PORT] of any master; several by commas, or said again.
                            The one that leads is found. Port: 5050
        --principal NAME    who the framework is
        --secret-file FILE  holds the principal's secret
        --token-file FILE   holds a token of DC/OS instead
        --ca-file FILE, --fingerprint SHA256, --insecure
                            as for a gateway: what makes an https master trusted

      create
        --profile PROFILE   of the pool: thin-xfs, say
        --size SIZE         16GiB, or MiB; the array gives multiples of 8 GiB
        --role ROLE         for which the disk is reserved; '*' reserves it for nobody, which is
                            what Marathon wants
        --type TYPE         mount (a file system) or block. Default: mount
        --agent AGENT       the agent's host name or id. Default: any
        --volume ID         in place of --size: make the disk of a volume that is there already
                            and shown as RAW without a profile (Mesos 1.7)

      destroy
        --with-volume       the persistent volume on the disk goes too, with its files
        --role ROLE         for which the disk is reserved. Default: as the master tells
        --agent AGENT       that has it, where several have one of that id
        --yes               do not ask

      list
        --agent AGENT, --profile PROFILE
                            show only those

      create and destroy
        --dry-run           say what would be done
        --wait TIME         for an offer that fits, from 1s to 10m. Default: 30s
        --timeout TIME      for all of it, from 1s to 60m. Default: 5m

        --json              one JSON object for programs, on standard output

      Examples
        csi-scaleio disk list --master master1.example,master2.example
        csi-scaleio disk create --master master1.example --profile thin-xfs --size 16GiB \\
            --role db --agent node17.example
        csi-scaleio disk destroy --master master1.example 1a2b3c4d5e6f7081-5f8a2c0100000007

      Exit status: 0 done, or shown; 1 refused or failed, and nothing was changed; 2 wrong
      options; 3 it is not known whether it was done: look before you ask again; 4 no offer
      fitted; 130 interrupted.
      """;

  private DiskHelp() {}
}
