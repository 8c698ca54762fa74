package org.csiscaleio.image.config;

import java.nio.file.Path;

/** Where a setting's value came from; every complaint about a value names it. */
public sealed interface Source {
  /** A flag on the command line, as it was written. */
  record Flag(String flag) implements Source {
    @Override
    public String toString() {
      return "flag " + flag;
    }
  }

  /** An environment variable. */
  record Variable(String name) implements Source {
    @Override
    public String toString() {
      return "environment variable " + name;
    }
  }

  /**
   * A line of the configuration file.
   *
   * @param line counted from 1
   */
  record FileLine(Path file, int line) implements Source {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /** Nobody said anything. */
  record BuiltIn() implements Source {
    @Override
    public String toString() {
      return "built-in default";
    }
  }
}
