package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Orphans for programs: one object. */
final class OrphanJson implements OrphanReport {
  private final PrintStream out;
  private final List<Found> found = new ArrayList<>();
  private final Map<String, String> notLookedAt = new LinkedHashMap<>();
  private final List<String> removed = new ArrayList<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  /** One, and at which system where there are several. */
  private record Found(Optional<String> system, Orphan orphan) {}

  OrphanJson(PrintStream out) {
    this.out = out;
  }

  @Override
  public void list(Optional<String> system, List<Orphan> orphans) {
    orphans.forEach(orphan -> found.add(new Found(system, orphan)));
  }

  @Override
  public void notLookedAt(String system, String why) {
    notLookedAt.put(system, why);
  }

  @Override
  public void wouldRemove(Orphan orphan) {
    found.add(new Found(Optional.empty(), orphan));
  }

  @Override
  public void stays(String id, String why) {
    refused.put(id, why);
  }

  @Override
  public void nothingDone(boolean refused) {}

  @Override
  public void removed(Orphan orphan) {
    removed.add(orphan.id());
  }

  @Override
  public void end() {
    Json.print(
        out,
        json -> {
          json.writeArrayPropertyStart("orphans");
          found.forEach(each -> write(json, each));
          json.writeEndArray();
          json.writeArrayPropertyStart("removed");
          removed.forEach(json::writeString);
          json.writeEndArray();
          json.writeObjectPropertyStart("refused");
          refused.forEach(json::writeStringProperty);
          json.writeEndObject();
          json.writeObjectPropertyStart("notLookedAt");
          notLookedAt.forEach(json::writeStringProperty);
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Found found) {
    Orphan orphan = found.orphan();
    json.writeStartObject();
    found.system().ifPresent(id -> json.writeStringProperty("system", id));
    json.writeStringProperty("kind", orphan.kind().word());
    json.writeStringProperty("id", orphan.id());
    json.writeStringProperty("name", orphan.name());
    json.writeStringProperty("why", orphan.why());
    json.writeBooleanProperty("removable", orphan.removable());
    json.writeStringProperty("keptBecause", orphan.keptBecause().orElse(""));
    json.writeEndObject();
  }
}
