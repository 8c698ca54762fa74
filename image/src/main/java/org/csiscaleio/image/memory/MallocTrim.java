package org.csiscaleio.image.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The C library's {@code malloc_trim}, which glibc has and others have not. */
final class MallocTrim {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Optional<MethodHandle> FUNCTION =
      LINKER
          .defaultLookup()
          .find("malloc_trim")
          .map(address ->
              LINKER.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_LONG)));

  private MallocTrim() {}

  /** Returns what is free to the kernel, where the C library can. */
  static void run() {
    if (FUNCTION.isPresent()) {
      try {
        int ignored = (int) FUNCTION.get().invokeExact(0L);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError("the C library's functions throw nothing", e);
      }
    }
  }
}
