package org.csiscaleio.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A list that comes in pages. */
final class Pages {
  private static final int MOST = 1000;

  /** One of them. */
  record Page<T>(List<T> entries, String nextToken) {}

  private Pages() {}

  /**
   * All entries.
   *
   * @param size the most that a page may have; 0 for any number
   * @param reading reads the page that begins at a token, the first at the empty one
   */
  static <T> List<T> of(int size, Function<String, Page<T>> reading) {
    var all = new ArrayList<T>();
    String token = "";
    for (int i = 0; i < MOST; i++) {
      Page<T> page = reading.apply(token);
      if (size > 0) {
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(size);
      }
      all.addAll(page.entries());
      token = page.nextToken();
      if (token.isEmpty()) {
        return all;
      }
    }
    throw new AssertionError("there is always one more page");
  }
}
