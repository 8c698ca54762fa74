package org.csiscaleio.model;

import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Choices that depend on a seed alone. */
final class Choice {
  private final Random random;

  Choice(long seed) {
    random = new Random(seed);
  }

  /** Whether something happens that does so in so many of a hundred cases. */
  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /** From 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /**
   * Any of them, of which there is at least one; they must come in an order that is always the
   * same.
   */
  <T> T of(Collection<T> all) {
    return List.copyOf(all).get(random.nextInt(all.size()));
  }

  @SafeVarargs
  final <T> T of(T... all) {
    return all[random.nextInt(all.length)];
  }
}
