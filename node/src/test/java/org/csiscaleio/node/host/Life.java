package org.csiscaleio.node.host;

import java.util.concurrent.atomic.AtomicInteger;

/** A life of the program that ends: so many effects happen, nothing after that does. */
final class Life {
  private final AtomicInteger left;

  Life(int effects) {
    left = new AtomicInteger(effects);
  }

  /** What stands for the end of the program. */
  static final class Killed extends Error {
    Killed() {
      super("killed");
    }
  }

  Kernel kernel() {
    return Tampered.kernel(
        new LinuxKernel(),
        (method, arguments) -> {
          if (Tampered.EFFECTS.contains(method)) {
            effect();
          } else if (!method.equals("close") && over()) {
            throw new Killed();
          }
        });
  }

  Commands commands() {
    return (command, deadline) -> {
      if (!command.getFirst().equals("blkid")) {
        effect();
      } else if (over()) {
        throw new Killed();
      }
      return new ChildProcesses().run(command, deadline);
    };
  }

  private boolean over() {
    return left.get() < 0;
  }

  private void effect() {
    if (left.decrementAndGet() < 0) {
      throw new Killed();
    }
  }
}
