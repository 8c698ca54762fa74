package org.csiscaleio.image.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be told of a message. Fields that the specification marks as secret (option 1059) or,
 * before CSI 1, calls so, and entries of maps whose key sounds like a secret, are never shown.
 */
final class MessageText {
  /** The fields that say what a request is about, in the order they are told, and as what. */
  static final Map<String, String> SUBJECTS = subjects();

  /** Where an answer has the volume it is about. */
  private static final Set<String> VOLUMES = Set.of("volume", "volume_info");

  private static final int CSI_SECRET_OPTION = 1059;
  private static final int LONGEST_TEXT = 4000;
  private static final Pattern SECRET_FIELD = Pattern.compile("(.*_)?secrets|user_credentials");
  private static final Pattern SOUNDS_SECRET =
      Pattern.compile("pass|secret|token|credential|private|apikey|api_key|auth");

  private MessageText() {}

  private static Map<String, String> subjects() {
    Map<String, String> subjects = new LinkedHashMap<>();
    subjects.put("name", "name");
    subjects.put("volume_id", "volume");
    // A volume before CSI 1.
    subjects.put("id", "volume");
    subjects.put("snapshot_id", "snapshot");
    subjects.put("node_id", "node");
    subjects.put("staging_target_path", "staging");
    subjects.put("target_path", "target");
    subjects.put("volume_path", "path");
    return subjects;
  }

  /** What a message is about: the ids and names in it, also one level down (a created volume's). */
  static Map<String, String> subject(Message message) {
    Map<String, String> found = new LinkedHashMap<>();
    message
        .getAllFields()
        .forEach((field, value) -> {
          if (value instanceof String text && SUBJECTS.containsKey(field.getName())) {
            found.put(SUBJECTS.get(field.getName()), text);
          } else if (VOLUMES.contains(field.getName()) && value instanceof Message volume) {
            found.putAll(subject(volume));
          }
        });
    return found;
  }

  /** All secret values in a message. */
  static List<String> secrets(Message message) {
    List<String> found = new ArrayList<>();
    message
        .getAllFields()
        .forEach((field, value) -> {
          if (isSecret(field)) {
            collectTexts(value, found);
          }
        });
    return found;
  }

  private static void collectTexts(Object value, List<String> found) {
    switch (value) {
      case String text -> found.add(text);
      case MapEntry<?, ?> entry -> collectTexts(entry.getValue(), found);
      case Message message -> message.getAllFields().values().forEach(v -> collectTexts(v, found));
      case List<?> list -> list.forEach(v -> collectTexts(v, found));
      default -> {}
    }
  }

  /** The message on one line, bounded in length, secrets starred out. */
  static String of(Message message) {
    var text = new StringBuilder();
    append(message, text);
    return text.length() <= LONGEST_TEXT
        ? text.toString()
        : text.substring(0, LONGEST_TEXT) + "… (" + text.length() + " characters)";
  }

  private static void append(Message message, StringBuilder text) {
    text.append('{');
    message
        .getAllFields()
        .forEach((field, value) -> {
          text.append(text.charAt(text.length() - 1) == '{' ? "" : ", ");
          text.append(field.getName()).append(": ");
          if (isSecret(field)) {
            text.append("***");
          } else {
            value(field, value, text);
          }
        });
    text.append('}');
  }

  private static void value(FieldDescriptor field, Object value, StringBuilder text) {
    if (field.isMapField()) {
      map((List<?>) value, text);
    } else if (value instanceof List<?> list) {
      text.append('[');
      for (int i = 0; i < list.size() && text.length() <= LONGEST_TEXT; i++) {
        text.append(i == 0 ? "" : ", ");
        single(list.get(i), text);
      }
      text.append(']');
    } else {
      single(value, text);
    }
  }

  private static void single(Object value, StringBuilder text) {
    if (value instanceof Message message) {
      append(message, text);
    } else if (value instanceof ByteString bytes) {
      text.append(bytes.size()).append(" bytes");
    } else {
      text.append(value);
    }
  }

  private static void map(List<?> entries, StringBuilder text) {
    text.append('{');
    String separator = "";
    for (Object each : entries) {
      if (each instanceof MapEntry<?, ?> entry) {
        String key = String.valueOf(entry.getKey());
        boolean secret = SOUNDS_SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
        text.append(separator).append(key).append(": ");
        text.append(secret ? "***" : String.valueOf(entry.getValue()));
        separator = ", ";
      }
    }
    text.append('}');
  }

  /** By name, as all generations have it, and by the mark of CSI 1, whatever a field is called. */
  private static boolean isSecret(FieldDescriptor field) {
    if (SECRET_FIELD.matcher(field.getName()).matches()) {
      return true;
    }
    FieldOptions options = field.getOptions();
    boolean known =
        options.getAllFields().entrySet().stream()
            .anyMatch(option ->
                option.getKey().getNumber() == CSI_SECRET_OPTION
                    && Boolean.TRUE.equals(option.getValue()));
    return known || options.getUnknownFields().hasField(CSI_SECRET_OPTION);
  }
}
