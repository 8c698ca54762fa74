package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.util.List;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.gateway.Volume;
import tools.jackson.core.JsonGenerator;

/** The list for programs. Volumes without an owner are in it always. */
final class OwnerListJson {
  private OwnerListJson() {}

  static void print(List<OwnerList.Group> groups, ArrayView array, PrintStream out) {
    Json.print(
        out,
        json -> {
          json.writeArrayPropertyStart("owners");
          groups.forEach(group -> write(json, group, array));
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, OwnerList.Group group, ArrayView array) {
    json.writeStartObject();
    json.writeStringProperty("tag", group.owner().map(o -> o.tag().text()).orElse(""));
    json.writeStringProperty(
        "owner", group.owner().flatMap(KnownOwner::owner).map(Owner::text).orElse(""));
    json.writeStringProperty("sdcGuid", group.host().map(sdc -> sdc.guid()).orElse(""));
    json.writeBooleanProperty("connected", group.host().filter(sdc -> sdc.connected()).isPresent());
    json.writeArrayPropertyStart("volumes");
    group.volumes().forEach(volume -> write(json, volume, array));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Volume volume, ArrayView array) {
    json.writeStartObject();
    json.writeStringProperty("id", volume.id());
    json.writeStringProperty("name", volume.name());
    json.writeNumberProperty("sizeBytes", Sizes.bytes(volume));
    json.writeNumberProperty("arrayBytes", volume.sizeBytes());
    json.writeStringProperty("pool", array.pool(volume));
    json.writeArrayPropertyStart("mappedTo");
    volume
        .mappings()
        .forEach(mapping ->
            json.writeString(
                array.sdcOfId(mapping.sdcId()).map(sdc -> sdc.guid()).orElse(mapping.sdcId())));
    json.writeEndArray();
    json.writeBooleanProperty("mappedToAll", volume.mappedToAll());
    json.writeEndObject();
  }
}
