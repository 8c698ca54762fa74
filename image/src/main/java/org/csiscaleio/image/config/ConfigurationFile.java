package org.csiscaleio.image.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.image.config.Setting.Where;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the YAML file. The only class that touches the YAML library, so that without a file the
 * library is not even loaded.
 */
final class ConfigurationFile {
  private final Path file;
  private final List<String> problems;
  private final Map<String, Setting<?>> byKey = new HashMap<>();
  private final Map<Setting<?>, Given> found = new HashMap<>();
  private final List<SystemEntry> systems = new ArrayList<>();

  /**
   * What a file says.
   *
   * @param systems the entries of the list of systems
   */
  record Content(Map<Setting<?>, Given> given, List<SystemEntry> systems) {
    static final Content NONE = new Content(Map.of(), List.of());

    Content {
      given = Map.copyOf(given);
      systems = List.copyOf(systems);
    }
  }

  private ConfigurationFile(Path file, List<String> problems) {
    this.file = file;
    this.problems = problems;
    for (Setting<?> setting : Catalogue.all()) {
      if (setting.where() == Where.ANYWHERE) {
        byKey.put(setting.key(), setting);
      }
    }
  }

  /**
   * What the file says.
   *
   * @param problems where complaints go, each with the line
   */
  static Content read(Path file, List<String> problems) {
    var reader = new ConfigurationFile(file, problems);
    try {
      reader.read(Files.readString(file));
    } catch (NoSuchFileException e) {
      problems.add("config: there is no file " + file);
    } catch (MalformedInputException e) {
      problems.add("config: " + file + " is not text in UTF-8");
    } catch (IOException e) {
      problems.add("config: " + file + " cannot be read: " + e);
    }
    return new Content(reader.found, reader.systems);
  }

  private void read(String text) {
    Optional<Node> root;
    try {
      root =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
    } catch (MarkedYamlEngineException e) {
      // Not e's whole text: it quotes the file's content.
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add(file + ":" + line + ": not YAML: " + e.getProblem());
      return;
    } catch (YamlEngineException e) {
      problems.add(file + ": not YAML: " + e.getMessage());
      return;
    }
    if (root.isEmpty()) {
      return;
    }
    if (root.get() instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals(Catalogue.SYSTEMS)) {
          systems(entry);
        } else {
          entry(entry, byKey, found);
        }
      }
    } else {
      problems.add(file + ":" + line(root.get()) + ": must consist of lines 'key: value'");
    }
  }

  private void systems(NodeTuple entry) {
    int line = line(entry.getKeyNode());
    if (!systems.isEmpty()) {
      problems.add(file + ":" + line + ": " + Catalogue.SYSTEMS + " stands here a second time");
      return;
    }
    List<Node> members =
        entry.getValueNode() instanceof SequenceNode list ? list.getValue() : List.of();
    if (members.isEmpty() || !members.stream().allMatch(MappingNode.class::isInstance)) {
      problems.add(
          Catalogue.SYSTEMS
              + ": its value ("
              + file
              + ":"
              + line
              + ") must be a list, each entry of lines 'key: value'");
      return;
    }
    var keys = new HashMap<String, Setting<?>>();
    Catalogue.ofASystem().forEach(setting -> keys.put(setting.key(), setting));
    for (Node member : members) {
      var given = new HashMap<Setting<?>, Given>();
      ((MappingNode) member).getValue().forEach(each -> entry(each, keys, given));
      systems.add(new SystemEntry(given, new Source.FileLine(file, line(member))));
    }
  }

  private void entry(NodeTuple entry, Map<String, Setting<?>> keys, Map<Setting<?>, Given> given) {
    int line = line(entry.getKeyNode());
    String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    Setting<?> setting = keys.get(key);
    if (setting == null) {
      problems.add(file + ":" + line + ": " + unknown(key, keys));
      return;
    }
    if (given.containsKey(setting)) {
      problems.add(file + ":" + line + ": " + key + " stands here a second time");
      return;
    }
    var source = new Source.FileLine(file, line);
    List<String> words = new ArrayList<>();
    if (words(entry.getValueNode(), setting, words)) {
      given.put(setting, new Given(String.join(",", words), source));
    } else {
      problems.add(key + ": its value (" + source + ") must be " + setting.type().allowed());
    }
  }

  /** Whether the node is a value, or, where several are allowed, a list of them. */
  private static boolean words(Node node, Setting<?> setting, List<String> words) {
    if (node instanceof ScalarNode scalar) {
      words.add(scalar.getValue());
      return !scalar.getValue().isEmpty();
    }
    if (Catalogue.takesSeveral(setting) && node instanceof SequenceNode sequence) {
      return !sequence.getValue().isEmpty()
          && sequence.getValue().stream()
              .allMatch(member -> member instanceof ScalarNode && words(member, setting, words));
    }
    return false;
  }

  private static String unknown(String key, Map<String, Setting<?>> keys) {
    if (key.equals(Catalogue.PASSWORD.key())) {
      return "a password does not belong into this file; put it into one of its own that only"
          + " the plugin's user can read, and name that with passwordFile";
    }
    return "unknown key '" + key + "'" + Nearest.suggestion(key, keys.keySet());
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
