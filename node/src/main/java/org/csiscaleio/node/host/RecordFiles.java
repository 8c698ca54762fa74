package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.VolumeRecord;
import org.csiscaleio.node.service.VolumeRecords;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records as files, one for each volume, named like it: a few {@code key=value} lines that a person
 * can read. Replaced as a whole by renaming, so that a kill at any moment leaves the old or the
 * new.
 */
final class RecordFiles implements VolumeRecords {
  private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);
  private static final int MOST_BYTES = 1024 * 1024;
  private static final String FRESH = ".new";
  private static final String BOOT = "boot";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Path directory;

  /**
   * @param stateDirectory made when the first record is written
   */
  RecordFiles(Kernel kernel, BoundedCalls calls, Path stateDirectory) {
    this.kernel = kernel;
    this.calls = calls;
    this.directory = stateDirectory.resolve("volumes");
  }

  @Override
  public Optional<VolumeRecord> of(VolumeId volume, Deadline deadline) {
    try {
      return calls.ask(directory, "reading a record", deadline, () -> read(volume));
    } catch (IOException e) {
      throw HostFailures.of("the record of volume " + volume + " cannot be read", e);
    }
  }

  @Override
  public List<VolumeRecord> all(Deadline deadline) {
    try {
      return calls.ask(directory, "reading the records", deadline, this::readAll);
    } catch (IOException e) {
      throw HostFailures.of("the records in " + directory + " cannot be read", e);
    }
  }

  /** Those written since the host was last started: what they say of mounts may still hold. */
  List<VolumeRecord> ofThisBoot(Deadline deadline) {
    try {
      return calls.ask(
          directory,
          "reading the records",
          deadline,
          () -> {
            String now = BOOT + "=" + bootId() + "\n";
            var records = new ArrayList<VolumeRecord>();
            for (VolumeRecord record : readAll()) {
              Optional<String> content = Kernel.text(kernel, file(record.volume()), MOST_BYTES);
              if (content.filter(text -> text.contains(now)).isPresent()) {
                records.add(record);
              }
            }
            return records;
          });
    } catch (IOException e) {
      throw HostFailures.of("the records in " + directory + " cannot be read", e);
    }
  }

  private String bootId() throws IOException {
    return Kernel.text(kernel, BOOT_ID, MOST_BYTES).map(String::strip).orElse("unknown");
  }

  private List<VolumeRecord> readAll() throws IOException {
    var records = new ArrayList<VolumeRecord>();
    for (String name : kernel.list(directory)) {
      Optional<VolumeId> volume =
          name.endsWith(FRESH) ? Optional.empty() : VolumeId.parse(name, "");
      if (volume.isPresent()) {
        read(volume.get()).ifPresent(records::add);
      }
    }
    return records;
  }

  private Optional<VolumeRecord> read(VolumeId volume) throws IOException {
    Optional<String> content = Kernel.text(kernel, file(volume), MOST_BYTES);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(volume, content.get()));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "{} is not a record ({}); what this node did for volume {} is not known, and will not be"
              + " undone by it",
          file(volume),
          e.getMessage(),
          volume);
      return Optional.empty();
    }
  }

  @Override
  public void keep(VolumeRecord record, Deadline deadline) {
    Path file = file(record.volume());
    Path fresh = file.resolveSibling(file.getFileName() + FRESH);
    try {
      calls.change(
          directory,
          "writing the record of volume " + record.volume(),
          deadline,
          () -> {
            makeDirectories(directory);
            kernel.writeFile(fresh, text(record, bootId()).getBytes(UTF_8));
            kernel.rename(fresh, file);
          });
    } catch (IOException e) {
      throw new Failure(
          Failure.Code.FAILED_PRECONDITION,
          "volume "
              + record.volume()
              + " is not used, because what is done for it cannot be remembered: "
              + e.getMessage()
              + ". See that the directory of the setting stateDir can be written to, "
              + directory.getParent(),
          e);
    }
  }

  private void makeDirectories(Path wanted) throws IOException {
    if (kernel.stat(wanted).isPresent()) {
      return;
    }
    Path parent = wanted.getParent();
    if (parent != null) {
      makeDirectories(parent);
    }
    try {
      kernel.makeDirectory(wanted);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  @Override
  public void forget(VolumeId volume, Deadline deadline) {
    try {
      calls.change(
          directory,
          "removing the record of volume " + volume,
          deadline,
          () -> kernel.unlink(file(volume)));
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw HostFailures.of("the record of volume " + volume + " cannot be removed", e);
      }
    } catch (IOException e) {
      throw HostFailures.of("the record of volume " + volume + " cannot be removed", e);
    }
  }

  private Path file(VolumeId volume) {
    return directory.resolve(volume.toString());
  }

  private static String text(VolumeRecord record, String bootId) {
    var text = new StringBuilder("# What csi-scaleio did for this volume on this host.\n");
    line(text, "volume", record.volume().toString());
    line(text, BOOT, bootId);
    line(text, "mappedHere", Boolean.toString(record.mapped()));
    line(text, "leaving", Boolean.toString(record.leaving()));
    record.names().forEach(name -> line(text, "name", name));
    record.staging().ifPresent(path -> line(text, "staging", path.toString()));
    record.targets().forEach(path -> line(text, "target", path.toString()));
    return text.append("end=\n").toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key)
        .append('=')
        .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
        .append('\n');
  }

  /**
   * @throws IllegalArgumentException when it is no record of that volume, or not a whole one
   */
  private static VolumeRecord parse(VolumeId volume, String text) {
    boolean mapped = false;
    boolean leaving = false;
    boolean whole = false;
    var names = new TreeSet<String>();
    Optional<Path> staging = Optional.empty();
    var targets = new TreeSet<Path>();
    for (String line : text.split("\n", -1)) {
      int at = line.indexOf('=');
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (at < 0) {
        throw new IllegalArgumentException("a line without '='");
      }
      String value = unescaped(line.substring(at + 1));
      switch (line.substring(0, at)) {
        case "volume" -> {
          if (!value.equals(volume.toString())) {
            throw new IllegalArgumentException("it is about volume " + value);
          }
        }
        case BOOT -> {} // for those who compare records with mounts
        case "mappedHere" -> mapped = Boolean.parseBoolean(value);
        case "leaving" -> leaving = Boolean.parseBoolean(value);
        case "name" -> names.add(value);
        case "staging" -> staging = Optional.of(path(value));
        case "target" -> targets.add(path(value));
        case "end" -> whole = true;
        default -> throw new IllegalArgumentException("an unknown key in '" + line + "'");
      }
    }
    if (!whole) {
      throw new IllegalArgumentException("its end is missing");
    }
    return new VolumeRecord(volume, names, mapped, leaving, staging, targets);
  }

  private static Path path(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + value + "' is not a path", e);
    }
  }

  private static String unescaped(String value) {
    var plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        plain.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
