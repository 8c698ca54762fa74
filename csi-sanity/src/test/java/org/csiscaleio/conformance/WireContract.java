package org.csiscaleio.conformance;

import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueOptions;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything in a .proto file that two programs must agree on, as statements: the key says what is
 * spoken of and stays when it changes ({@code field csi.v1.Volume #2}), the value says what it is
 * ({@code string volume_id, JSON volumeId}). File-level options (Java and Go package names),
 * comments, order and reserved numbers are not part of it.
 */
record WireContract(SortedMap<String, String> statements) {

  static WireContract of(FileDescriptor file) {
    var statements = new TreeMap<String, String>();
    statements.put("file", "package " + file.getPackage() + ", " + file.toProto().getSyntax());
    file.getExtensions().forEach(it -> addExtension(it, statements));
    file.getEnumTypes().forEach(it -> addEnum(it, statements));
    file.getMessageTypes().forEach(it -> addMessage(it, statements));
    file.getServices().forEach(it -> addService(it, statements));
    return new WireContract(statements);
  }

  /**
   * What either of two releases says.
   *
   * @throws IllegalArgumentException naming what they say differently
   */
  WireContract unionWith(WireContract other) {
    var union = new TreeMap<>(statements);
    union.putAll(other.statements);
    List<String> conflicts = new ArrayList<>();
    statements.forEach((subject, said) -> {
      String nowSaid = union.get(subject);
      if (!said.equals(nowSaid)) {
        conflicts.add(subject + ": '" + said + "' against '" + nowSaid + "'");
      }
    });
    if (!conflicts.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", conflicts));
    }
    return new WireContract(union);
  }

  /** The same with some field names replaced; each subject must be there under its old name. */
  WireContract withFieldsRenamed(Map<String, String> newNameBySubject, String oldName) {
    var renamed = new TreeMap<>(statements);
    newNameBySubject.forEach((subject, newName) ->
        renamed.compute(
            subject,
            (key, said) -> {
              if (said == null || !said.contains(" " + oldName + ",")) {
                throw new IllegalArgumentException(key + " is not called " + oldName);
              }
              return said.replace(" " + oldName + ",", " " + newName + ",");
            }));
    return new WireContract(renamed);
  }

  /** One line for each statement that is only here, only there, or differs; none when equal. */
  List<String> differencesFrom(WireContract published) {
    var subjects = new TreeSet<>(statements.keySet());
    subjects.addAll(published.statements.keySet());
    List<String> differences = new ArrayList<>();
    for (String subject : subjects) {
      String ours = statements.getOrDefault(subject, "absent");
      String theirs = published.statements.getOrDefault(subject, "absent");
      if (!ours.equals(theirs)) {
        differences.add(subject + ": published '" + theirs + "', ours '" + ours + "'");
      }
    }
    return differences;
  }

  private static void addMessage(Descriptor message, Map<String, String> statements) {
    if (message.getOptions().getMapEntry()) {
      return; // Said by the map field itself.
    }
    statements.put(
        "message " + message.getFullName(),
        "message" + options(message.getOptions(), MessageOptions.parser()));
    for (FieldDescriptor field : message.getFields()) {
      statements.put(
          "field " + message.getFullName() + " #" + field.getNumber(), describeField(field));
    }
    message.getExtensions().forEach(it -> addExtension(it, statements));
    message.getEnumTypes().forEach(it -> addEnum(it, statements));
    message.getNestedTypes().forEach(it -> addMessage(it, statements));
  }

  private static void addEnum(EnumDescriptor type, Map<String, String> statements) {
    statements.put(
        "enum " + type.getFullName(), "enum" + options(type.getOptions(), EnumOptions.parser()));
    for (var value : type.getValues()) {
      statements.put(
          "value " + type.getFullName() + " #" + value.getNumber() + " " + value.getName(),
          "value" + options(value.getOptions(), EnumValueOptions.parser()));
    }
  }

  private static void addExtension(FieldDescriptor extension, Map<String, String> statements) {
    statements.put(
        "extension " + extension.getContainingType().getFullName() + " #" + extension.getNumber(),
        extension.getFullName() + ": " + describeField(extension));
  }

  private static void addService(ServiceDescriptor service, Map<String, String> statements) {
    statements.put(
        "service " + service.getFullName(),
        "service" + options(service.getOptions(), ServiceOptions.parser()));
    for (MethodDescriptor method : service.getMethods()) {
      statements.put(
          "rpc " + method.getFullName(),
          (method.isClientStreaming() ? "stream " : "")
              + method.getInputType().getFullName()
              + " -> "
              + (method.isServerStreaming() ? "stream " : "")
              + method.getOutputType().getFullName()
              + options(method.getOptions(), MethodOptions.parser()));
    }
  }

  private static String describeField(FieldDescriptor field) {
    var said = new StringBuilder();
    if (field.isRepeated() && !field.isMapField()) {
      said.append(field.isPacked() ? "repeated packed " : "repeated ");
    }
    said.append(typeName(field)).append(' ').append(field.getName()).append(',');
    said.append(" JSON ").append(field.getJsonName());
    if (field.getContainingOneof() != null) {
      said.append(", oneof ").append(field.getContainingOneof().getName());
    }
    if (field.hasPresence() && field.getType() != FieldDescriptor.Type.MESSAGE) {
      said.append(", optional");
    }
    return said.append(options(field.getOptions(), FieldOptions.parser())).toString();
  }

  private static String typeName(FieldDescriptor field) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return "map<"
          + typeName(entry.findFieldByNumber(1))
          + ", "
          + typeName(entry.findFieldByNumber(2))
          + ">";
    }
    return switch (field.getType()) {
      case MESSAGE, GROUP -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  /**
   * Read again without knowledge of any extension, so that csi_secret and the alpha marks show as
   * numbers and values, whatever a generator called them.
   */
  private static <T extends Message> String options(T options, Parser<T> parser) {
    try {
      String text =
          TextFormat.printer()
              .emittingSingleLine(true)
              .printToString(parser.parseFrom(options.toByteString()));
      return text.isEmpty() ? "" : ", options {" + text.strip() + "}";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("options that protobuf itself wrote", e);
    }
  }
}
