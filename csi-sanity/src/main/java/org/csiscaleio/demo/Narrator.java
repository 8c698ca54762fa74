package org.csiscaleio.demo;

import java.io.PrintStream;
import java.time.Duration;

/** Tells a person at a terminal what happens, in plain words; in colour when that is wanted. */
final class Narrator {
  private static final String BOLD = "\033[1m";
  private static final String DIM = "\033[2m";
  private static final String GREEN = "\033[32m";
  private static final String RED = "\033[31m";
  private static final String PLAIN = "\033[0m";

  private final PrintStream out;
  private final boolean colour;
  private final long begin = System.nanoTime();
  private int step;

  Narrator(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** A new step. */
  void step(String title) {
    step++;
    out.println();
    out.println(paint(BOLD, step + ". " + title) + paint(DIM, "  [" + elapsed() + " s]"));
  }

  /** What is done or seen. */
  void say(String line) {
    out.println("   " + line);
  }

  /** What a program or the kernel said, as it was said. */
  void show(String output) {
    output.lines().forEach(line -> out.println("   " + paint(DIM, "| ") + line));
  }

  /** Something that had to hold, and held. */
  void holds(String line) {
    out.println("   " + paint(GREEN, "ok") + " " + line);
  }

  /** Something that had to hold, and did not. */
  void fails(String line) {
    out.println();
    out.println(paint(RED, "FAILED: ") + line);
  }

  /** The last words. */
  void end(String line) {
    out.println();
    out.println(paint(BOLD, line) + paint(DIM, "  [" + elapsed() + " s]"));
  }

  private String elapsed() {
    return "%.1f".formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0);
  }

  private String paint(String style, String text) {
    return colour ? style + text + PLAIN : text;
  }
}
