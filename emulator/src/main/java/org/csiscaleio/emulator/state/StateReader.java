package org.csiscaleio.emulator.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a {@link StateStore} kept. */
final class StateReader {
  private static final Logger log = LoggerFactory.getLogger("emulator.state");
  private static final JsonMapper MAPPER = JsonMapper.shared();
  // One object of many: others follow it.
  private static final ObjectReader ONE_OF_MANY =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path folder;
  private final ArrayTables tables;
  private final long systemId;
  private long lastLine;

  StateReader(Path folder, ArrayTables tables, long systemId) {
    this.folder = folder;
    this.tables = tables;
    this.systemId = systemId;
  }

  /** A journal is named by its first line, so that names sort as the lines do. */
  static String journalName(long firstLine) {
    return String.format(Locale.ROOT, "journal-%016d.jsonl", firstLine);
  }

  /** All journals, oldest first. */
  static List<Path> journals(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("journal-\\d{16}\\.jsonl"))
          .sorted()
          .toList();
    }
  }

  /** Fills the tables; returns the number of the last line that is in them. */
  long read() throws IOException {
    Path state = folder.resolve("state.json");
    if (Files.exists(state)) {
      readState(state);
    }
    for (Path journal : journals(folder)) {
      readJournal(journal);
    }
    return lastLine;
  }

  private void readState(Path state) throws IOException {
    try (JsonParser json = MAPPER.createParser(state.toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "format" -> check(json.getLongValue() == 1, "its format is of another release");
          case "systemId" ->
              check(
                  ObjectId.parse(json.getString()) == systemId,
                  "it is system " + json.getString() + "'s, not " + ObjectId.text(systemId) + "'s");
          case "generation" -> tables.continueGenerations(json.getIntValue());
          case "lastLine" -> lastLine = json.getLongValue();
          case "objects" -> readObjects(json);
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new IllegalStateException(state + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  private void check(boolean right, String problem) {
    if (!right) {
      throw new IllegalStateException(
          "the state in " + folder + " cannot be used: " + problem + "; take another folder");
    }
  }

  private void readObjects(JsonParser json) {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      JsonNode node = ONE_OF_MANY.readTree(json);
      ObjectJson.read(node, tables);
    }
  }

  /** A last line that is not whole was never answered for: it is passed over. */
  private void readJournal(Path journal) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(journal)) {
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        try {
          replay(MAPPER.readTree(line));
        } catch (JacksonException e) {
          check(next == null, "a line in " + journal + " is damaged");
          log.warn("{} ends in the middle of a line; that change was never made", journal);
        }
        line = next;
      }
    }
  }

  private void replay(JsonNode line) {
    long number = line.required("line").asLong();
    if (number <= lastLine) {
      return;
    }
    tables.continueGenerations(line.required("generation").asInt());
    line.required("put").forEach(node -> ObjectJson.read(node, tables));
    line.path("removedVolumes").forEach(id -> tables.removeVolume(ObjectId.parse(id.asString())));
    line.path("removedVTrees").forEach(id -> tables.removeVTree(ObjectId.parse(id.asString())));
    line.path("removedSdcs").forEach(id -> tables.removeSdc(ObjectId.parse(id.asString())));
    lastLine = number;
  }
}
