package org.csiscaleio.deploy;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.protobuf.Descriptors.Descriptor;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import tools.jackson.databind.JsonNode;

/**
 * JSON held against a message of Mesos, more strictly than Mesos: it ignores what it does not know.
 */
public final class ProtobufJson {
  private final List<String> complaints = new ArrayList<>();

  private ProtobufJson() {}

  /** What the message has no field for, lacks, or has of another kind. */
  public static List<String> complaints(JsonNode json, Descriptor message) {
    var checker = new ProtobufJson();
    checker.message("", json, message);
    return checker.complaints;
  }

  private void message(String path, JsonNode json, Descriptor message) {
    if (!json.isObject()) {
      complaints.add(path + " is no " + message.getName());
      return;
    }
    for (String name : json.propertyNames()) {
      FieldDescriptor field = message.findFieldByName(name);
      String inner = path + "." + name;
      if (field == null) {
        complaints.add(inner + ": " + message.getFullName() + " has no such field");
      } else if (field.isMapField()) {
        json.get(name)
            .forEach(value -> value(inner, value, field.getMessageType().findFieldByName("value")));
      } else if (field.isRepeated()) {
        if (!json.get(name).isArray()) {
          complaints.add(inner + " is no list");
        }
        json.get(name).forEach(entry -> value(inner, entry, field));
      } else {
        value(inner, json.get(name), field);
      }
    }
    for (FieldDescriptor field : message.getFields()) {
      if (field.isRequired() && !json.has(field.getName())) {
        complaints.add(path + "." + field.getName() + " is missing");
      }
    }
  }

  private void value(String path, JsonNode json, FieldDescriptor field) {
    boolean fits =
        switch (field.getJavaType()) {
          case MESSAGE -> {
            message(path, json, field.getMessageType());
            yield true;
          }
          case ENUM ->
              json.isString() && field.getEnumType().findValueByName(json.asString()) != null;
          case STRING, BYTE_STRING -> json.isString();
          case BOOLEAN -> json.isBoolean();
          case INT, LONG -> json.isIntegralNumber();
          case FLOAT, DOUBLE -> json.isNumber();
        };
    if (!fits) {
      complaints.add(path + " is " + json + ", not of type " + field.getType());
    }
  }
}
