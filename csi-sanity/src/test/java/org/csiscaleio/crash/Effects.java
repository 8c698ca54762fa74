package org.csiscaleio.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Counts outside effects once an order is there, writes each down, and kills this process when the
 * order's turn comes.
 */
public final class Effects {
  private static final int SIGKILL = 9;
  private static final Object LOCK = new Object();

  private static @Nullable Path orders;
  private static String lastOrder = "";
  private static int reached;
  private static boolean justAfter;

  /**
   * Die at an effect.
   *
   * @param point 1 is the moment before the first effect after the order was given; then comes one
   *     after each effect. Before an effect that follows another the world outside is as it was
   *     after that one, so it is a moment of its own only if the other one has failed
   */
  record Order(int point) {
    static final String FILE = "order";
    static final String RECORD = "effects";

    /** An order is its id, a blank and the point. */
    static Order parse(String text) {
      return new Order(Integer.parseInt(text.strip().split(" ", 2)[1]));
    }
  }

  private Effects() {}

  static void obeyOrdersIn(Path directory) {
    orders = directory;
  }

  /** Called by woven code when an effect is about to happen. */
  public static void before(String name) {
    moment(false, "before " + name);
  }

  /** Called by woven code when an effect has happened. */
  public static void after(String name) {
    moment(true, "after " + name);
  }

  private static void moment(boolean after, String what) {
    synchronized (LOCK) {
      if (orders == null) {
        return;
      }
      String order = read(orders.resolve(Order.FILE));
      if (order.isEmpty()) {
        return;
      }
      if (!order.equals(lastOrder)) {
        lastOrder = order;
        reached = 0;
        justAfter = false;
      }
      boolean asItWas = !after && justAfter;
      justAfter = after;
      if (asItWas) {
        return;
      }
      reached++;
      write(orders.resolve(Order.RECORD), reached + " " + what + "\n");
      if (reached == Order.parse(order).point()) {
        die();
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String line) {
    try {
      Files.write(
          file,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL to ourselves: no hook runs, nothing is flushed, nobody is told. */
  private static void die() {
    var linker = Linker.nativeLinker();
    MethodHandle kill =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("kill"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int _ = (int) kill.invokeExact((int) ProcessHandle.current().pid(), SIGKILL);
    } catch (Throwable t) {
      Runtime.getRuntime().halt(137);
    }
    while (true) {
      Thread.onSpinWait();
    }
  }
}
