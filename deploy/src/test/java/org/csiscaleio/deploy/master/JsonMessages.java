package org.csiscaleio.deploy.master;

import java.util.Base64;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.MapEntry;
import org.apache.mesos.protobuf.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Mesos' messages as its JSON, and back: names as in the .proto, bytes in base64. */
final class JsonMessages {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JsonMessages() {}

  /** The message that is said; what it has no field for is skipped, as Mesos does. */
  static <B extends Message.Builder> B read(JsonNode json, B builder) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      JsonNode value = json.get(field.getName());
      if (value == null || field.isMapField()) {
        continue;
      }
      if (field.isRepeated()) {
        value.forEach(entry -> builder.addRepeatedField(field, value(entry, field, builder)));
      } else {
        builder.setField(field, value(value, field, builder));
      }
    }
    return builder;
  }

  private static Object value(JsonNode json, FieldDescriptor field, Message.Builder parent) {
    return switch (field.getJavaType()) {
      case MESSAGE -> read(json, parent.newBuilderForField(field)).buildPartial();
      case ENUM -> field.getEnumType().findValueByName(json.asString());
      case STRING -> json.asString();
      case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(json.asString()));
      case BOOLEAN -> json.asBoolean();
      case INT -> json.asInt();
      case LONG -> json.asLong();
      case FLOAT -> (float) json.asDouble();
      case DOUBLE -> json.asDouble();
    };
  }

  static ObjectNode write(Message message) {
    ObjectNode json = JSON.createObjectNode();
    message
        .getAllFields()
        .forEach((field, value) -> {
          if (!field.isRepeated()) {
            put(json, field, value);
            return;
          }
          ArrayNode list = json.putArray(field.getName());
          for (Object entry : (Iterable<?>) value) {
            if (!(entry instanceof MapEntry)) {
              list.add(node(field, entry));
            }
          }
        });
    return json;
  }

  private static void put(ObjectNode json, FieldDescriptor field, Object value) {
    json.set(field.getName(), node(field, value));
  }

  private static JsonNode node(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case MESSAGE -> write((Message) value);
      case BYTE_STRING ->
          JSON.valueToTree(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case ENUM -> JSON.valueToTree(value.toString());
      default -> JSON.valueToTree(value);
    };
  }
}
