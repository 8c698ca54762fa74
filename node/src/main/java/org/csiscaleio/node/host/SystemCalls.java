package org.csiscaleio.node.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's doors into the kernel, without any knowledge of what goes through them. A
 * function's handle is made when this class is first used, which takes some 50 ms.
 */
final class SystemCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  static final MethodHandle MOUNT =
      function(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  static final MethodHandle UMOUNT2 =
      function("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle STATFS =
      function("statfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle OPEN =
      variadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle PREAD =
      function("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  static final MethodHandle PWRITE =
      function("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  static final MethodHandle FSYNC = function("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle IOCTL =
      variadic("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  static final MethodHandle UNSHARE =
      function("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle MKDIRAT =
      function("mkdirat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle FCHMODAT =
      function("fchmodat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static final MethodHandle MKDIR =
      function("mkdir", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle RMDIR = function("rmdir", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  static final MethodHandle UNLINK = function("unlink", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  static final MethodHandle OPEN_TREE =
      variadic(
          "syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
  static final MethodHandle OPENAT2 =
      variadic(
          "syscall",
          1,
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
  static final MethodHandle MOUNT_SETATTR =
      variadic(
          "syscall",
          1,
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
  static final MethodHandle MOVE_MOUNT =
      variadic(
          "syscall",
          1,
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));

  private SystemCalls() {}

  /** One call, with the place where errno is caught. */
  @FunctionalInterface
  interface Call {
    long run(Arena memory, MemorySegment state) throws Throwable;
  }

  /**
   * Runs one call.
   *
   * @param what the call and its object, for the failure
   * @return what the call returned, which is not negative
   * @throws ErrnoException when the call returned a negative number
   */
  static long call(String what, Call call) throws ErrnoException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment state = memory.allocate(STATE);
      long result = call.run(memory, state);
      if (result < 0) {
        throw new ErrnoException(what, (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (ErrnoException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError("a call into the C library threw", t);
    }
  }

  /** Closes a descriptor through which nothing was written that an error could still tell of. */
  static void closeQuietly(int descriptor) {
    try {
      call("close", (memory, state) -> (int) CLOSE.invokeExact(state, descriptor));
    } catch (ErrnoException e) {
      // see above
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle variadic(String name, int fixed, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.firstVariadicArg(fixed),
        Linker.Option.captureCallState("errno"));
  }
}
