package org.csiscaleio.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.LoopDevice;
import org.csiscaleio.rig.MountTable;

/**
 * A block device that fails or hangs when told to: a loop device over a file on faultfs. It starts
 * healthy, sparse and blank. Faults hold for what reaches the device from then on; what the kernel
 * has cached of it is dropped first, unless somebody has it mounted.
 */
final class FaultDisk implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Path folder;
  private final Process server;
  private final Path device;

  private FaultDisk(Path folder, Process server, Path device) {
    this.folder = folder;
    this.server = server;
    this.device = device;
  }

  /**
   * A new disk.
   *
   * @param folder made; holds all of it, and must not exist
   * @param sizeBytes a multiple of 512
   */
  static FaultDisk create(Path folder, long sizeBytes) {
    Path program = program();
    try {
      Files.createDirectories(folder.resolve("mount"));
      try (var bytes = new RandomAccessFile(folder.resolve("bytes").toFile(), "rw")) {
        bytes.setLength(sizeBytes);
      }
      Process server = serve(program, folder);
      try {
        Path file = folder.resolve("mount/disk");
        return new FaultDisk(folder, server, Path.of(run("losetup", "-f", "--show", "" + file)));
      } catch (RuntimeException e) {
        end(server, folder);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no fault disk in " + folder, e);
    }
  }

  /** The block device, /dev/loopN. */
  Path device() {
    return device;
  }

  /** What is on the disk, behind all faults. */
  Path bytes() {
    return folder.resolve("bytes");
  }

  /** Everything works; what hung goes on. */
  void ok() {
    command("ok");
  }

  /** Reads, writes and flushes end with EIO; what hung does too. */
  void fail() {
    fault("fail all");
  }

  void failReads() {
    fault("fail read");
  }

  /** Only reads that touch the range end with EIO. */
  void failReads(long offsetBytes, long lengthBytes) {
    fault("fail read " + offsetBytes + " " + lengthBytes);
  }

  void failWrites() {
    fault("fail write");
  }

  /** Nothing is answered until another command, or {@link #kill} or {@link #close}. */
  void hang() {
    fault("hang all");
  }

  void hangReads() {
    fault("hang read");
  }

  void hangWrites() {
    fault("hang write");
  }

  /** The file system's process dies, as on SIGKILL: what hung gets errors, and all that follows. */
  void kill() {
    server.destroyForcibly();
    awaitEnd(server);
  }

  /** Works whatever state the disk is in; a device still in use goes when its last user does. */
  @Override
  public void close() {
    try {
      if (server.isAlive()) {
        ok();
      }
    } finally {
      try {
        if (LoopDevice.over(folder).stream().anyMatch(loop -> loop.device().equals(device))) {
          run("losetup", "-d", device.toString());
        }
      } finally {
        end(server, folder);
      }
    }
  }

  private void fault(String command) {
    run("blockdev", "--flushbufs", device.toString());
    command(command);
  }

  /** Any other command that faultfs knows; given as it is, without dropping caches first. */
  void command(String command) {
    var address = UnixDomainSocketAddress.of(folder.resolve("control"));
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(address);
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
      String answer =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
      if (!"ok".equals(answer)) {
        throw new IllegalStateException("faultfs answers " + answer + " to " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("faultfs does not take " + command, e);
    }
  }

  private static Process serve(Path program, Path folder) throws IOException {
    Path log = folder.resolve("log");
    // Its input is a pipe of ours: it ends when this process does, however that ends.
    Process server =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "-until-eof",
                    "-backing=" + folder.resolve("bytes"),
                    "-mount=" + folder.resolve("mount"),
                    "-control=" + folder.resolve("control")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Await.until(
        "faultfs to be ready (log: " + log + ")",
        LIMIT,
        () -> {
          if (!server.isAlive()) {
            throw new IOException("it ended: " + Files.readString(log));
          }
          return Files.readString(log).startsWith("ready");
        });
    return server;
  }

  private static void end(Process server, Path folder) {
    server.destroy();
    awaitEnd(server);
    Path mount = folder.resolve("mount");
    // After a SIGKILL the dead file system is still mounted.
    if (MountTable.now().only(mount).isPresent()) {
      run("umount", "-l", mount.toString());
    }
  }

  private static void awaitEnd(Process process) {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("pid " + process.pid() + " did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Path program() {
    Path program = Path.of(System.getProperty("csiscaleio.build", "target"), "go", "faultfs");
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          program + " has not been built: run bin/test, or csi-sanity/go/build");
    }
    return program.toAbsolutePath();
  }

  /** What the command prints; it must succeed. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      awaitEnd(process);
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new IllegalStateException(List.of(command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
