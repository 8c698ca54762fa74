package org.csiscaleio.emulator.sdc;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;

/**
 * A host's drv_cfg: a shell script that prints what the real program prints, from a text file
 * beside it ({@code <script>.txt}), so that it answers while the emulator is down, as the real one
 * does while the array is. {@code --rescan} leaves a mark ({@code <script>.rescan}) that the
 * emulator takes away when it has seen it.
 */
final class DrvCfg {
  private static final String SCRIPT =
      """
      #!/bin/sh
      # The drv_cfg of an emulated SDC: prints what is in the .txt file beside it.
      self=$(readlink -f "$0")

      usage() {
        cat >&2 <<'END'
      Usage: drv_cfg <command>
          --query_guid    prints the SDC's GUID
          --query_mdms    prints the MDMs of all systems (also: --query_mdm)
          --query_vols    prints the volumes the SDC sees
          --rescan        looks for new volumes now
      END
        exit 1
      }

      list() {
        echo "Retrieved $(grep -c "^$1 " "$self.txt") $2"
        sed -n "s/^$1 //p" "$self.txt"
      }

      [ $# -eq 1 ] || usage
      case $1 in
        --query_guid) sed -n 's/^guid //p' "$self.txt" ;;
        --query_mdms | --query_mdm) list mdm 'mdm(s)' ;;
        --query_vols) list vol 'volume(s)' ;;
        --rescan) : > "$self.rescan" ;;
        *) usage ;;
      esac
      """;

  private final SdcHostSettings settings;

  DrvCfg(SdcHostSettings settings) throws IOException {
    this.settings = settings;
    Files.createDirectories(folder());
    replace(settings.drvCfg(), SCRIPT, "rwxr-xr-x");
    Files.deleteIfExists(rescanMark());
  }

  /** Where the script, its text and the rescan mark lie. */
  Path folder() {
    return requireNonNull(
        settings.drvCfg().toAbsolutePath().getParent(), "drvCfg must be the path of a file");
  }

  Path rescanMark() {
    return beside(".rescan");
  }

  /** From now on the script prints these volumes. */
  void show(Collection<String> volumeIds) throws IOException {
    var text = new StringBuilder();
    text.append("guid ").append(settings.guid()).append('\n');
    text.append("mdm MDM-ID ").append(settings.systemId());
    text.append(" SDC ID ").append(settings.sdcId());
    text.append(" INSTALLATION ID ").append(settings.installationId()).append(" IPs");
    for (int i = 0; i < settings.mdmIps().size(); i++) {
      text.append(" [").append(i).append("]-").append(settings.mdmIps().get(i));
    }
    text.append('\n');
    for (String volumeId : volumeIds) {
      text.append("vol VOL-ID ").append(volumeId);
      text.append(" MDM-ID ").append(settings.systemId()).append('\n');
    }
    replace(beside(".txt"), text.toString(), "rw-r--r--");
  }

  private Path beside(String ending) {
    return folder().resolve(settings.drvCfg().getFileName() + ending);
  }

  private static void replace(Path file, String text, String mode) throws IOException {
    Path half = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(half, text);
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString(mode));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
