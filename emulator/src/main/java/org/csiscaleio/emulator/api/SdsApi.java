package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.ProtectionDomain;
import org.csiscaleio.emulator.model.RequestRefused;
import tools.jackson.core.JsonGenerator;

/** SDSs: three in every domain, always well. Made up; they only complete the graph. */
final class SdsApi extends TypeApi {
  static final int PER_DOMAIN = 3;

  private final ArrayServices services;

  SdsApi(ArrayServices services) {
    super("Sds");
    this.services = services;
  }

  private record Sds(ProtectionDomain domain, int number) {
    long id() {
      return idOf(domain.id(), number);
    }
  }

  /** The id of a domain's SDS, counted from 0. */
  static long idOf(long domainId, int number) {
    int slot = ObjectId.slot(domainId) * PER_DOMAIN + number;
    return ObjectId.make((int) (domainId >>> 32) ^ 0x0550_0000, slot);
  }

  static Answer listing(ArrayServices services, List<ProtectionDomain> domains) {
    return array(all(domains), SdsApi::write);
  }

  private static List<Sds> all(List<ProtectionDomain> domains) {
    List<Sds> all = new ArrayList<>();
    for (ProtectionDomain domain : domains) {
      for (int number = 0; number < PER_DOMAIN; number++) {
        all.add(new Sds(domain, number));
      }
    }
    return all;
  }

  private List<ProtectionDomain> domains() {
    return services.array().read(tables -> List.copyOf(tables.domains()));
  }

  @Override
  Answer list() {
    return listing(services, domains());
  }

  private Sds find(long id) {
    return all(domains()).stream()
        .filter(sds -> sds.id() == id)
        .findFirst()
        .orElseThrow(() -> RequestRefused.mdm(ErrorCode.NOT_FOUND));
  }

  @Override
  Answer get(long id) {
    return single(find(id), SdsApi::write);
  }

  @Override
  Answer related(long id, String relation) {
    if (!relation.equals("Device")) {
      throw new UnknownCall();
    }
    Sds sds = find(id);
    return DeviceApi.listingOf(services, device -> device.sdsId() == sds.id());
  }

  private static void write(JsonGenerator json, Sds sds) {
    int host = ObjectId.slot(sds.id()) + 31;
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(sds.id()));
    json.writeStringProperty("name", "SDS_" + host);
    json.writeStringProperty("protectionDomainId", ObjectId.text(sds.domain().id()));
    json.writeNullProperty("faultSetId");
    json.writeStringProperty("sdsState", "Normal");
    json.writeStringProperty("membershipState", "Joined");
    json.writeStringProperty("mdmConnectionState", "Connected");
    json.writeArrayPropertyStart("ipList");
    json.writeStartObject();
    json.writeStringProperty("ip", "192.0.2." + host);
    json.writeStringProperty("role", "all");
    json.writeEndObject();
    json.writeEndArray();
    json.writeNumberProperty("port", 7072);
    json.writeStringProperty("maintenanceState", "NoMaintenance");
    json.writeStringProperty("drlMode", "Volatile");
    json.writeStringProperty("perfProfile", "Default");
    json.writeBooleanProperty("rmcacheEnabled", true);
    json.writeNumberProperty("rmcacheSizeInKb", 131072);
    json.writeBooleanProperty("rfcacheEnabled", true);
    json.writeBooleanProperty("onVmWare", false);
    Links.of(json, "Sds", sds.id())
        .relation("Device")
        .parent("protectionDomainId", "ProtectionDomain", sds.domain().id())
        .end();
    json.writeEndObject();
  }
}
