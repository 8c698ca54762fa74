package org.csiscaleio.image.config;

import java.util.List;

/**
 * The program cannot start as it was told to. Holds every problem found, each naming the setting,
 * where its value came from and what would be allowed, so that one look at the log is enough.
 */
public final class ConfigurationException extends RuntimeException {
  private final List<String> problems;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /** One sentence each, never empty. */
  public List<String> problems() {
    return problems;
  }
}
