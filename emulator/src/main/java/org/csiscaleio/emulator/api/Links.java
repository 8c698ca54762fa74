package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ObjectId;
import tools.jackson.core.JsonGenerator;

/** The {@code links} of an object; clients find their way by them. */
final class Links {
  private final JsonGenerator json;
  private final String type;
  private final String href;

  private Links(JsonGenerator json, String type, long id) {
    this.json = json;
    this.type = type;
    this.href = "/api/instances/" + type + "::" + ObjectId.text(id);
  }

  /** Begins with the link to the object itself. */
  static Links of(JsonGenerator json, String type, long id) {
    var links = new Links(json, type, id);
    json.writeArrayPropertyStart("links");
    links.link("self", links.href);
    return links;
  }

  Links relation(String name) {
    return link("/api/" + type + "/relationship/" + name, href + "/relationships/" + name);
  }

  /** A parent, by the property that holds its id; none when there is no parent. */
  Links parent(String property, String parentType, long parentId) {
    if (parentId == ObjectId.NONE) {
      return this;
    }
    return link(
        "/api/parent/relationship/" + property,
        "/api/instances/" + parentType + "::" + ObjectId.text(parentId));
  }

  private Links link(String rel, String target) {
    json.writeStartObject();
    json.writeStringProperty("rel", rel);
    json.writeStringProperty("href", target);
    json.writeEndObject();
    return this;
  }

  void end() {
    json.writeEndArray();
  }
}
