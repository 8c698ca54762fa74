package org.csiscaleio.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.csiscaleio.rig.RunningProgram;

/**
 * A root directory of its own, in which commands can write to /etc, /opt and wherever they like:
 * the programs of this machine, a copy of its /etc, and nothing else of it. Mounts and processes
 * end with each run; files stay until it is closed.
 */
final class ScratchRoot implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Makes what a root needs and enters it; $1 the root, $2 a directory to be seen in it. */
  private static final String ENTER =
      """
      set -e
      root=$1 shared=$2 script=$3
      # What others have mounted has come along, and would stay in use: away with it.
      awk '$5 ~ "^/tmp/" {print $5}' /proc/self/mountinfo | tac | xargs -r umount --lazy || true
      mount --bind "$root" "$root"
      mkdir -p "$root"/{usr,proc,sys,dev,etc,opt,run,tmp,root/deploy,var/lib/mesos,var/log} "$root$shared"
      for link in bin sbin lib lib32 lib64 libx32; do
        [ ! -L "/$link" ] || ln -sfn "usr/$link" "$root/$link"
      done
      mount --rbind /usr "$root/usr"
      mount -o remount,bind,ro "$root/usr"
      mount -t proc proc "$root/proc"
      mount --rbind /sys "$root/sys"
      mount -t tmpfs -o mode=755 tmpfs "$root/dev"
      for node in null:3 zero:5 full:7 random:8 urandom:9; do
        mknod -m 666 "$root/dev/${node%:*}" c 1 "${node#*:}"
      done
      mkdir -p "$root/dev/disk/by-id"
      ln -s /proc/self/fd "$root/dev/fd"
      ln -s /proc/self/fd/0 "$root/dev/stdin"
      mount --bind "$shared" "$root$shared"
      mount --bind "$root/var/lib/mesos" "$root/var/lib/mesos"
      mount --make-shared "$root/var/lib/mesos"
      mount --bind "$DEPLOY" "$root/root/deploy"
      mount -o remount,bind,ro "$root/root/deploy"
      mkdir -p "$root/before"
      cd "$root"
      pivot_root . before
      exec env -i PATH=/root/bin:/usr/local/bin:/usr/bin:/usr/sbin HOME=/root LANG=C.UTF-8 \\
        PASSWORD="$PASSWORD" chroot . /bin/bash -c 'umount --lazy /before && exec /bin/bash "$0"' "$script"
      """;

  private final Path root;
  private final Path shared;
  private final Path logs;
  private final String password;
  private int runs;

  private ScratchRoot(Path root, Path shared, Path logs, String password) {
    this.root = root;
    this.shared = shared;
    this.logs = logs;
    this.password = password;
  }

  /**
   * Makes one.
   *
   * @param shared is seen in it at the same path: where the array and its hosts are played
   * @param logs for what runs in it
   * @param password in the variable PASSWORD of what runs in it
   */
  static ScratchRoot beside(Path shared, Path logs, String password) {
    try {
      Path root = Files.createTempDirectory("csi-pages-").toRealPath();
      Path etc = root.resolve("etc");
      run(logs, "cp", "-a", "/etc", etc.toString());
      for (String ours : List.of("csi-scaleio", "mesos")) {
        run(logs, "rm", "-rf", etc.resolve(ours).toString());
      }
      Files.createDirectory(root.resolve("root"));
      Files.writeString(root.resolve("enter"), ENTER);
      return new ScratchRoot(root, shared, logs, password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path logs, String... command) {
    RunningProgram program =
        RunningProgram.start(command[0], List.of(command), Map.of(), logs.resolve("root.log"));
    if (program.waitForEnd(PATIENCE) != 0) {
      throw new IllegalStateException(program.logText());
    }
  }

  /** What is at an absolute path in it. */
  Path at(String path) {
    return root.resolve(Path.of("/").relativize(Path.of(path)));
  }

  /** Puts a file into the home directory, where commands are typed. */
  void bring(Path file, String name) throws IOException {
    Files.copy(file, at("/root/" + name));
  }

  /** A program that commands find before this machine's own of that name. */
  void play(String name, String script) throws IOException {
    Path program = at("/root/bin/" + name);
    Files.createDirectories(program.resolveSibling("."));
    Files.writeString(program, script);
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made a program");
    }
  }

  /**
   * Types line after line into one shell, up to the first that fails.
   *
   * @return all that was said, each line before what it said
   * @throws IllegalStateException when one failed
   */
  String type(List<String> lines) {
    var script = new StringBuilder("cd /root\nset -o pipefail\n");
    for (String line : lines) {
      script.append("printf '%s\\n' ").append(quoted("$ " + line)).append('\n');
      script.append(line).append('\n');
      script.append("s=$?; [ $s = 0 ] || { echo \"it ended with $s\"; exit 1; }\n");
    }
    RunningProgram shell = start("typed", script.toString());
    int status = shell.waitForEnd(PATIENCE);
    if (status != 0) {
      throw new IllegalStateException(shell.logText());
    }
    return shell.logText();
  }

  /** Starts a command that goes on; end it with {@link RunningProgram#sigkill}. */
  RunningProgram serve(Map<String, String> environment, List<String> command) {
    var line = new ArrayList<String>();
    line.add("exec env -i");
    environment.forEach((name, value) -> line.add(quoted(name + "=" + value)));
    command.forEach(word -> line.add(quoted(word)));
    return start("service", String.join(" ", line) + "\n");
  }

  private RunningProgram start(String name, String script) {
    String file = "/run-" + ++runs;
    try {
      Files.writeString(at(file), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path log = logs.resolve(root.getFileName() + "-" + runs + ".log");
    return RunningProgram.start(
        name,
        List.of(
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "--propagation",
            "private",
            "bash",
            root.resolve("enter").toString(),
            root.toString(),
            shared.toString(),
            file),
        Map.of("PASSWORD", password, "DEPLOY", PageCommand.ROOT.resolve("deploy").toString()),
        log);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Everything in it was written by what ran in it, and nothing is mounted in it any more. */
  @Override
  public void close() {
    if (isMountedBelow()) {
      throw new IllegalStateException("something is mounted below " + root + "; it stays");
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isMountedBelow() {
    try {
      return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + root + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
