package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Orphans for programs: one object. */
final class OrphanJson implements OrphanReport {
  private final PrintStream out;
  private final List<Orphan> found = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  OrphanJson(PrintStream out) {
    this.out = out;
  }

  @Override
  public void list(List<Orphan> orphans) {
    found.addAll(orphans);
  }

  @Override
  public void wouldRemove(Orphan orphan) {
    found.add(orphan);
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
          found.forEach(orphan -> write(json, orphan));
          json.writeEndArray();
          json.writeArrayPropertyStart("removed");
          removed.forEach(json::writeString);
          json.writeEndArray();
          json.writeObjectPropertyStart("refused");
          refused.forEach(json::writeStringProperty);
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Orphan orphan) {
    json.writeStartObject();
    json.writeStringProperty("kind", orphan.kind().word());
    json.writeStringProperty("id", orphan.id());
    json.writeStringProperty("name", orphan.name());
    json.writeStringProperty("why", orphan.why());
    json.writeBooleanProperty("removable", orphan.removable());
    json.writeStringProperty("keptBecause", orphan.keptBecause().orElse(""));
    json.writeEndObject();
  }
}
