package org.csiscaleio.image.mesos;

/**
 * A call of an agent's operator API, for POST to {@code http://AGENT:5051/api/v1}, that does at
 * once what a file in {@code --resource_provider_config_dir} does at the agent's start.
 */
enum OperatorCall {
  /** A new resource provider. */
  ADD,
  /** Other containers for one that is there: the plugin is started anew. */
  UPDATE,
  /** An end to it; its volumes stay. */
  REMOVE;

  /**
   * @throws IllegalArgumentException when there is no such call
   */
  static OperatorCall parse(String text) {
    return switch (text) {
      case "add" -> ADD;
      case "update" -> UPDATE;
      case "remove" -> REMOVE;
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is no call; there are add, update and remove");
    };
  }

  /** The body of the request. */
  Json body(Json.Members provider) {
    return switch (this) {
      case ADD ->
          withInfo("ADD_RESOURCE_PROVIDER_CONFIG", "add_resource_provider_config", provider);
      case UPDATE ->
          withInfo("UPDATE_RESOURCE_PROVIDER_CONFIG", "update_resource_provider_config", provider);
      case REMOVE ->
          Json.object()
              .with("type", "REMOVE_RESOURCE_PROVIDER_CONFIG")
              .with(
                  "remove_resource_provider_config",
                  Json.object()
                      .with("type", AgentJson.PROVIDER_TYPE)
                      .with("name", AgentJson.PROVIDER_NAME));
    };
  }

  private static Json withInfo(String type, String field, Json.Members provider) {
    return Json.object().with("type", type).with(field, Json.object().with("info", provider));
  }
}
