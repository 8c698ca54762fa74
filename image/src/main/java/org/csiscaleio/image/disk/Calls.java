package org.csiscaleio.image.disk;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.mesos.Json;

/** The calls of a framework, and the operations in them. */
final class Calls {
  private static final String TYPE = "type";
  private static final String VALUE = "value";
  private static final String AGENT = "agent_id";
  private static final String PROVIDER = "resource_provider_id";
  private static final String OPERATION = "operation_id";

  /** So long is kept from us what was not wanted: longer than any run of this command. */
  private static final Json FILTERS = Json.object().with("refuse_seconds", Json.number("86400"));

  /** What is wanted of offers: all there is, also on agents with GPUs, and in other regions. */
  private static final List<String> CAPABILITIES =
      List.of("MULTI_ROLE", "RESERVATION_REFINEMENT", "GPU_RESOURCES", "REGION_AWARE");

  private Calls() {}

  /**
   * @param framework the id a master gave; empty for the first time
   * @param outliveSeconds so long a master keeps the framework when the connection is lost
   */
  static Json subscribe(
      String role, Optional<String> principal, Optional<String> framework, long outliveSeconds) {
    // Else agents of 1.8 and later whose processors and memory are all taken are not offered.
    Json anything = Json.object().with("min_allocatable_resources", Json.object());
    Json.Members info =
        Json.object()
            .with("user", "root")
            .with("name", "csi-scaleio disk")
            .with("roles", Json.texts(List.of(role)))
            .with("failover_timeout", Json.number(Long.toString(outliveSeconds)))
            .with(
                "capabilities",
                new Json.Entries(
                    CAPABILITIES.stream()
                        .<Json>map(name -> Json.object().with(TYPE, name))
                        .toList()))
            .with("offer_filters", Json.object().with(role, anything));
    if (principal.isPresent()) {
      info = info.with("principal", principal.get());
    }
    Json.Members call = Json.object().with(TYPE, "SUBSCRIBE");
    if (framework.isPresent()) {
      info = info.with("id", value(framework.get()));
      call = call.with("framework_id", value(framework.get()));
    }
    return call.with("subscribe", Json.object().with("framework_info", info));
  }

  /** One that says nothing but its type: TEARDOWN, REVIVE, SUPPRESS. */
  static Json.Members plain(String type) {
    return Json.object().with(TYPE, type);
  }

  static Json.Members decline(List<String> offers) {
    return plain("DECLINE")
        .with("decline", Json.object().with("offer_ids", values(offers)).with("filters", FILTERS));
  }

  static Json.Members accept(String offer, List<Json> operations) {
    return plain("ACCEPT")
        .with(
            "accept",
            Json.object()
                .with("offer_ids", values(List.of(offer)))
                .with("operations", new Json.Entries(operations))
                .with("filters", FILTERS));
  }

  static Json.Members acknowledge(String agent, String provider, String uuid, String operation) {
    return plain("ACKNOWLEDGE_OPERATION_STATUS")
        .with(
            "acknowledge_operation_status",
            Json.object()
                .with(AGENT, value(agent))
                .with(PROVIDER, value(provider))
                .with("uuid", uuid)
                .with(OPERATION, value(operation)));
  }

  static Json.Members reconcile(String agent, String provider, List<String> operations) {
    return plain("RECONCILE_OPERATIONS")
        .with(
            "reconcile_operations",
            Json.object()
                .with(
                    "operations",
                    new Json.Entries(
                        operations.stream()
                            .<Json>map(operation ->
                                Json.object()
                                    .with(OPERATION, value(operation))
                                    .with(AGENT, value(agent))
                                    .with(PROVIDER, value(provider)))
                            .toList())));
  }

  private static Json.Members value(String value) {
    return Json.object().with(VALUE, value);
  }

  private static Json.Entries values(List<String> values) {
    return new Json.Entries(values.stream().<Json>map(Calls::value).toList());
  }
}
