package org.csiscaleio.image.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** A datagram to a unix socket, which the JDK has no class for. */
final class NotifySocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;

  /** Never wait for who does not read, never die of who hung up. */
  private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;

  /** struct sockaddr_un: the family, then so many bytes. */
  private static final int PATH_OFFSET = 2;

  private static final int PATH_BYTES = 108;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private NotifySocket() {}

  /**
   * Sends one datagram, without waiting.
   *
   * @param address an absolute path, or {@code @} and the name of an abstract socket
   * @throws IOException when it could not be sent now
   */
  static void send(String address, String message) throws IOException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length >= PATH_BYTES || !(address.startsWith("/") || address.startsWith("@"))) {
      throw new IOException("'" + address + "' is no address of a unix socket");
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment to = memory.allocate(PATH_OFFSET + PATH_BYTES, 2);
      to.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, to, JAVA_BYTE, PATH_OFFSET, path.length);
      int socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      long sent =
          (long)
              SENDTO.invokeExact(
                  socket,
                  memory.allocateFrom(JAVA_BYTE, text),
                  (long) text.length,
                  MSG_DONTWAIT_NOSIGNAL,
                  to,
                  PATH_OFFSET + path.length);
      int ignored = (int) CLOSE.invokeExact(socket);
      if (sent != text.length) {
        throw new IOException("'" + address + "' takes no message");
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("the C library's functions throw nothing", e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), types);
  }
}
