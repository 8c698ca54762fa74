package org.csiscaleio.node.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** The real kernel with a test's hand in between. */
final class Tampered {
  /** The methods of {@link Kernel} that change something. */
  static final Set<String> EFFECTS =
      Set.of(
          "write",
          "flush",
          "setReadOnly",
          "control",
          "mount",
          "bind",
          "bindReadOnly",
          "bindBeneath",
          "mountBeneath",
          "makeDirectoryBeneath",
          "makeDirectoryInside",
          "remountReadOnly",
          "unmount",
          "makeDirectory",
          "removeDirectory",
          "writeFile",
          "rename",
          "createFile",
          "unlink");

  private Tampered() {}

  /** Called before the real method; may throw, or wait. */
  @FunctionalInterface
  interface Hand {
    void before(String method, Object[] arguments) throws Throwable;
  }

  /** A kernel that lets the hand see each call first. */
  static Kernel kernel(Kernel real, Hand hand) {
    return (Kernel)
        Proxy.newProxyInstance(
            Tampered.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (proxy, method, arguments) -> {
              hand.before(method.getName(), arguments == null ? new Object[0] : arguments);
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
