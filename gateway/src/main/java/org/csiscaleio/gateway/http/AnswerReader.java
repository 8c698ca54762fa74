package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.csiscaleio.gateway.json.BrokenAnswer;
import org.csiscaleio.gateway.json.JsonInput;
import org.csiscaleio.gateway.json.MalformedAnswer;

/** Reads the body of an answer that says "carried out". */
@FunctionalInterface
interface AnswerReader<T> {
  /** An answer that says no more than that: {@code {}}, or nothing at all. */
  AnswerReader<Boolean> DONE = body -> true;

  /**
   * Reads it.
   *
   * @throws MalformedAnswer when it makes no sense
   * @throws IOException when it breaks off
   * @throws BrokenAnswer likewise
   */
  T read(InputStream body) throws IOException;

  /** An answer of one JSON value. */
  static <T> AnswerReader<T> json(Function<JsonInput, T> value) {
    return body -> {
      try (JsonInput in = JsonInput.of(body)) {
        return value.apply(in);
      }
    };
  }

  /** An answer that is a JSON list. */
  static <T> AnswerReader<List<T>> list(Function<JsonInput, T> element) {
    return json(in -> {
      List<T> all = new ArrayList<>();
      in.array(() -> all.add(element.apply(in)));
      return List.copyOf(all);
    });
  }
}
