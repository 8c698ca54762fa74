package org.csiscaleio.emulator.sdc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The few system calls that loop devices need and Java lacks: open, ioctl, close. */
final class Kernel {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;

  static final int EAGAIN = 11;
  static final int EBUSY = 16;
  static final int ENXIO = 6;
  static final int ENODEV = 19;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");
  private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);

  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          VARIADIC,
          WITH_ERRNO);
  private static final MethodHandle IOCTL =
      function(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
          VARIADIC,
          WITH_ERRNO);
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle STRERROR =
      function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private Kernel() {}

  /** A system call that failed, with its errno. */
  static final class CallFailed extends IOException {
    private static final long serialVersionUID = 1;
    private final int errno;

    CallFailed(String call, int errno) {
      super(call + ": " + words(errno));
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  /** An open file; closed with it. Not for use by two threads. */
  static final class OpenFile implements AutoCloseable {
    private final Path path;
    private final int descriptor;

    private OpenFile(Path path, int descriptor) {
      this.path = path;
      this.descriptor = descriptor;
    }

    int descriptor() {
      return descriptor;
    }

    /**
     * An ioctl with a plain number.
     *
     * @return what the ioctl returns, never negative
     * @throws CallFailed with the errno
     */
    int ioctl(String name, long request, long argument) throws CallFailed {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(CAPTURED);
        int answer = (int) IOCTL.invokeExact(state, descriptor, request, argument);
        if (answer < 0) {
          throw new CallFailed(name + " on " + path, (int) ERRNO.get(state, 0L));
        }
        return answer;
      } catch (CallFailed e) {
        throw e;
      } catch (Throwable t) {
        throw new AssertionError("ioctl could not be called", t);
      }
    }

    /** An ioctl on a structure, read and written in place. */
    void ioctl(String name, long request, MemorySegment structure) throws CallFailed {
      ioctl(name, request, structure.address());
    }

    @Override
    public void close() {
      try {
        int _ = (int) CLOSE.invokeExact(descriptor);
      } catch (Throwable t) {
        throw new AssertionError("close could not be called", t);
      }
    }
  }

  /**
   * Opens what exists; never makes a file.
   *
   * @param access {@link #O_RDONLY} or {@link #O_RDWR}
   */
  static OpenFile open(Path path, int access) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment name = arena.allocateFrom(path.toString());
      int descriptor = (int) OPEN.invokeExact(state, name, access | O_CLOEXEC, 0);
      if (descriptor < 0) {
        throw new CallFailed("open " + path, (int) ERRNO.get(state, 0L));
      }
      return new OpenFile(path, descriptor);
    } catch (CallFailed e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError("open could not be called", t);
    }
  }

  private static String words(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable t) {
      return "errno " + errno;
    }
  }

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
