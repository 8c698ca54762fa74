package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;
import tools.jackson.core.JsonGenerator;

/** A change for programs: one object, when all is over. */
final class ChangeJson implements ChangeReport {
  private static final class Entry {
    private final Volume volume;
    private String state;
    private String newName;
    private String reason = "";
    private List<String> unmap = List.of();

    private Entry(Volume volume, String state, String newName) {
      this.volume = volume;
      this.state = state;
      this.newName = newName;
    }
  }

  private final PrintStream out;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<String> refusals = new ArrayList<>();
  private boolean carriesOut;

  ChangeJson(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(Change change, ArrayView array, boolean carriesOut) {
    this.carriesOut = carriesOut;
  }

  @Override
  public void refused(String why) {
    refusals.add(why);
  }

  @Override
  public void judged(Volume volume, Verdict verdict) {
    entries.put(volume.id(), entry(volume, verdict));
  }

  private static Entry entry(Volume volume, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Rename rename -> {
        var entry = new Entry(volume, "planned", rename.newName());
        entry.unmap = rename.unmap().stream().map(Sdc::guid).toList();
        yield entry;
      }
      case Verdict.Done done -> new Entry(volume, "already", volume.name());
      case Verdict.Refused refused -> {
        var entry = new Entry(volume, "refused", volume.name());
        entry.reason = refused.why();
        yield entry;
      }
    };
  }

  @Override
  public void unmapped(Volume volume, Sdc sdc) {}

  @Override
  public void done(Volume volume, String newName) {
    settle(volume, "done", "");
  }

  @Override
  public void failed(Volume volume, String why) {
    settle(volume, "failed", why);
  }

  private void settle(Volume volume, String state, String reason) {
    Entry entry = entries.get(volume.id());
    if (entry != null) {
      entry.state = state;
      entry.reason = reason;
    }
  }

  @Override
  public void end(boolean good) {
    Json.print(
        out,
        json -> {
          json.writeBooleanProperty("dryRun", !carriesOut);
          json.writeBooleanProperty("ok", good);
          json.writeArrayPropertyStart("refusals");
          refusals.forEach(json::writeString);
          json.writeEndArray();
          json.writeArrayPropertyStart("volumes");
          entries.values().forEach(entry -> write(json, entry));
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Entry entry) {
    json.writeStartObject();
    json.writeStringProperty("id", entry.volume.id());
    json.writeStringProperty("state", entry.state);
    json.writeStringProperty("name", entry.volume.name());
    json.writeStringProperty("newName", entry.newName);
    json.writeNumberProperty("sizeBytes", Sizes.bytes(entry.volume));
    json.writeArrayPropertyStart("unmapped");
    entry.unmap.forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("reason", entry.reason);
    json.writeEndObject();
  }
}
