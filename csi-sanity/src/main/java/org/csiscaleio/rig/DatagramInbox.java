package org.csiscaleio.rig;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A unix socket that takes datagrams, as systemd's notify socket does. */
public final class DatagramInbox implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int LARGEST = 4096;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final int socket;
  private final List<String> messages = new ArrayList<>();

  /**
   * Binds it.
   *
   * @param address an absolute path, or {@code @} and the name of an abstract socket
   */
  public DatagramInbox(String address) {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path[0] == '@') {
      path[0] = 0;
    }
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment name = memory.allocate(110, 2);
      name.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, name, JAVA_BYTE, 2, path.length);
      socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
      int bound = (int) BIND.invokeExact(socket, name, 2 + path.length);
      if (socket < 0 || bound < 0) {
        throw new IllegalStateException("cannot bind " + address);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that has come since it was bound. */
  public List<String> messages() {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment buffer = memory.allocate(LARGEST);
      while (true) {
        long length = (long) RECV.invokeExact(socket, buffer, (long) LARGEST, MSG_DONTWAIT);
        if (length < 0) {
          return List.copyOf(messages);
        }
        byte[] message = buffer.asSlice(0, length).toArray(JAVA_BYTE);
        messages.add(new String(message, StandardCharsets.UTF_8));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      int ignored = (int) CLOSE.invokeExact(socket);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), types);
  }
}
