package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.ProtectionDomain;
import tools.jackson.core.JsonGenerator;

/** A protection domain. */
final class DomainJson {
  private final long systemId;

  DomainJson(long systemId) {
    this.systemId = systemId;
  }

  void write(JsonGenerator json, ProtectionDomain domain) {
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(domain.id()));
    json.writeStringProperty("name", domain.name());
    json.writeStringProperty("systemId", ObjectId.text(systemId));
    json.writeStringProperty("protectionDomainState", domain.active() ? "Active" : "Inactive");
    for (String what : new String[] {"rebuild", "rebalance", "overallIo"}) {
      json.writeBooleanProperty(what + "NetworkThrottlingEnabled", false);
      json.writeNullProperty(what + "NetworkThrottlingInKbps");
    }
    json.writeBooleanProperty("rfcacheEnabled", true);
    // Spelt so by the API.
    json.writeStringProperty("rfcacheOpertionalMode", "WriteMiss");
    json.writeNumberProperty("rfcachePageSizeKb", 64);
    json.writeNumberProperty("rfcacheMaxIoSizeKb", 128);
    Links.of(json, "ProtectionDomain", domain.id())
        .relation("Statistics")
        .relation("StoragePool")
        .relation("Sds")
        .relation("FaultSet")
        .parent("systemId", "System", systemId)
        .end();
    json.writeEndObject();
  }
}
