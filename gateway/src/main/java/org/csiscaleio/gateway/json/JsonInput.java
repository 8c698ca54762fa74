package org.csiscaleio.gateway.json;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an answer as a stream and leniently, because releases differ: what a reader does not ask
 * for is skipped, null is the same as missing, numbers and booleans may come as strings. Holds one
 * value in memory at a time, however long the answer.
 *
 * <p>Every method throws {@link MalformedAnswer} for what is not JSON or not of the expected shape,
 * and {@link BrokenAnswer} when the answer breaks off.
 */
public final class JsonInput implements AutoCloseable {
  /** A description or a name is short; anything longer is not a gateway's answer. */
  private static final int MAX_TEXT = 1 << 20;

  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MAX_TEXT).maxNestingDepth(64).build())
          .build();

  /** Takes one field of an object; the input stands at its value. */
  @FunctionalInterface
  public interface FieldReader {
    void field(String name, JsonInput in);
  }

  private final JsonParser parser;

  private JsonInput(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads from the stream, which stays the caller's to close; stands at the first value. */
  public static JsonInput of(InputStream stream) {
    JsonInput input = guarded(() -> new JsonInput(FACTORY.createParser(context(), stream)));
    guarded(input.parser::nextToken);
    return input;
  }

  private static ObjectReadContext context() {
    return ObjectReadContext.empty();
  }

  /**
   * Calls {@code element} with the input standing at each value of the array at hand. Null is an
   * empty array.
   */
  public void array(Runnable element) {
    if (token() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(JsonToken.START_ARRAY, "a list");
    while (next() != JsonToken.END_ARRAY) {
      element.run();
      skipIfUnread();
    }
  }

  /** Calls {@code reader} for each field of the object at hand; what it leaves alone is skipped. */
  public void object(FieldReader reader) {
    expect(JsonToken.START_OBJECT, "an object");
    while (next() != JsonToken.END_OBJECT) {
      String name = guarded(parser::currentName);
      next();
      reader.field(name, this);
      skipIfUnread();
    }
  }

  /** Whether an object stands here. */
  public boolean isObject() {
    return token() == JsonToken.START_OBJECT;
  }

  /** Whether a list stands here. */
  public boolean isList() {
    return token() == JsonToken.START_ARRAY;
  }

  /** The text at hand; empty when it is null, an object or a list. */
  public String text() {
    return switch (token()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          guarded(parser::getString);
      case null, default -> "";
    };
  }

  /**
   * The whole number at hand, also out of a string or with a fraction, which is cut off. Empty when
   * it is null or no number ("Infinity", "Unlimited").
   */
  public OptionalLong number() {
    return switch (token()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          toNumber(guarded(parser::getString));
      case null, default -> OptionalLong.empty();
    };
  }

  /** The boolean at hand, also out of a string in any case; {@code otherwise} when it is none. */
  public boolean flag(boolean otherwise) {
    String text = text();
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    return text.equalsIgnoreCase("false") ? false : otherwise;
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (JacksonException e) {
      // Nothing is left to read; the owner of the stream closes it.
      return;
    }
  }

  private static OptionalLong toNumber(String text) {
    String trimmed = text.strip();
    // A hundred digits are no count of anything, and exponents could ask for any amount of memory.
    if (trimmed.isEmpty() || trimmed.length() > 40) {
      return OptionalLong.empty();
    }
    try {
      var value = new BigDecimal(trimmed);
      return value.abs().compareTo(GREATEST) <= 0
          ? OptionalLong.of(value.longValue())
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private void expect(JsonToken wanted, String words) {
    if (token() != wanted) {
      throw new MalformedAnswer(
          "the answer has " + describe(token()) + " where " + words + " should be");
    }
  }

  private static String describe(@Nullable JsonToken token) {
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_NULL -> "null";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "something else";
    };
  }

  private @Nullable JsonToken token() {
    return parser.currentToken();
  }

  private JsonToken next() {
    JsonToken token = guarded(parser::nextToken);
    if (token == null) {
      throw new MalformedAnswer("the answer ends in the middle");
    }
    return token;
  }

  private void skipIfUnread() {
    guarded(parser::skipChildren);
  }

  private interface Step<T extends @Nullable Object> {
    T run();
  }

  private static <T extends @Nullable Object> T guarded(Step<T> step) {
    try {
      return step.run();
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException broken) {
        throw new BrokenAnswer(broken);
      }
      // Its message may quote the answer, and the answer may hold a token: only where, not what.
      var where = e.getLocation();
      throw new MalformedAnswer(
          where == null
              ? "the answer is not JSON"
              : "the answer is not JSON (line "
                  + where.getLineNr()
                  + ", column "
                  + where.getColumnNr()
                  + ")");
    }
  }
}
