package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ObjectId;
import tools.jackson.core.JsonGenerator;

/**
 * The {@code links} of an object; clients find their way by them. Made as one text: half of a long
 * listing are links, and nothing in them needs escaping.
 */
final class Links {
  private final JsonGenerator json;
  private final String type;
  private final String href;
  private final StringBuilder text = new StringBuilder(512).append('[');

  private Links(JsonGenerator json, String type, long id) {
    this.json = json;
    this.type = type;
    this.href = "/api/instances/" + type + "::" + ObjectId.text(id);
  }

  /** Begins with the link to the object itself. */
  static Links of(JsonGenerator json, String type, long id) {
    var links = new Links(json, type, id);
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
    text.append(text.length() == 1 ? "" : ",")
        .append("{\"rel\":\"")
        .append(rel)
        .append("\",\"href\":\"")
        .append(target)
        .append("\"}");
    return this;
  }

  /** Writes them. */
  void end() {
    json.writeName("links");
    json.writeRawValue(text.append(']').toString());
  }
}
