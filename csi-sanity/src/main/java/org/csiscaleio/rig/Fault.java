package org.csiscaleio.rig;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that goes wrong at the gateway.
 *
 * @param kind which requests it befalls, by the emulator's names; {@code *} is all
 * @param action what happens
 * @param properties further properties of the control API
 */
public record Fault(String kind, Action action, Map<String, Object> properties) {
  /** What happens to a request. */
  public enum Action {
    /** Answered late. */
    DELAY("delay"),
    /** Read, never answered. */
    HANG("hang"),
    /** Connection reset without the request being carried out. */
    RESET("reset"),
    /** Carried out, then reset before the answer. */
    LOSE_ANSWER("loseAnswer"),
    /** Carried out, then reset in the middle of the answer. */
    HALF("half"),
    /** A status of our choosing, without the request being carried out. */
    STATUS("status"),
    /** Answered as if the token had expired. */
    EXPIRE_TOKEN("expireToken");

    private final String wireName;

    Action(String wireName) {
      this.wireName = wireName;
    }
  }

  public Fault {
    properties = Map.copyOf(properties);
  }

  /** One fault, once. */
  public static Fault once(String kind, Action action) {
    return new Fault(kind, action, Map.of());
  }

  /** An answer late by {@code delay}, once. */
  public static Fault late(String kind, Duration delay) {
    return once(kind, Action.DELAY).with("millis", delay.toMillis());
  }

  /** An answer with an HTTP status and a body, once. */
  public static Fault status(String kind, int status, String body) {
    return once(kind, Action.STATUS).with("status", status).with("body", body);
  }

  public Fault times(int times) {
    return with("times", times);
  }

  /** The fault with one more property. */
  public Fault with(String key, Object value) {
    var more = new LinkedHashMap<>(properties);
    more.put(key, value);
    return new Fault(kind, action, more);
  }

  Map<String, Object> toWire() {
    var wire = new LinkedHashMap<String, Object>(properties);
    wire.put("kind", kind);
    wire.put("action", action.wireName);
    return wire;
  }
}
