package org.csiscaleio.image.disk;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.mesos.Json;

/** What a master says to a framework. */
sealed interface Event {
  /**
   * The framework is known, for the first time or again.
   *
   * @param version of the master; empty when it does not say
   * @param heartbeat how often it says that it is there
   */
  record Subscribed(String framework, Optional<String> version, Duration heartbeat)
      implements Event {}

  record Offers(List<Offer> offers) implements Event {}

  /** An offer is taken back. */
  record Rescinded(String offer) implements Event {}

  record Updated(OperationUpdate update) implements Event {}

  /** The master has ended the framework. */
  record Ended(String why) implements Event {}

  /** The stream has ended, or was broken. */
  record Lost(String why) implements Event {}

  /** Something that does not matter here; the master is there. */
  record Other() implements Event {}

  /**
   * Reads one event.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  static Event parse(String text) {
    Json json = Json.parse(text);
    return switch (json.text("type").orElse("")) {
      case "SUBSCRIBED" ->
          new Subscribed(
              json.text("subscribed", "framework_id", "value").orElse(""),
              json.text("subscribed", "master_info", "version"),
              heartbeat(json));
      case "OFFERS" ->
          new Offers(json.entries("offers", "offers").stream().map(Offer::of).toList());
      case "RESCIND" -> new Rescinded(json.text("rescind", "offer_id", "value").orElse(""));
      case "UPDATE_OPERATION_STATUS" ->
          new Updated(
              OperationUpdate.of(
                  json.at("update_operation_status", "status").orElseGet(Json::object)));
      case "ERROR" -> new Ended(json.text("error", "message").orElse("no reason was given"));
      default -> new Other();
    };
  }

  private static Duration heartbeat(Json json) {
    return json.at("subscribed", "heartbeat_interval_seconds").orElseGet(Json.Nothing::new)
            instanceof Json.Figure figure
        ? Duration.ofMillis((long) (1000 * figure.value().doubleValue()))
        : Duration.ofSeconds(15);
  }
}
