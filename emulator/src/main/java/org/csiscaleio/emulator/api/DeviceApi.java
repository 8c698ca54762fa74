package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RequestRefused;
import org.csiscaleio.emulator.model.StoragePool;
import tools.jackson.core.JsonGenerator;

/** Devices: one of every pool on every SDS, always well. Made up; they only complete the graph. */
final class DeviceApi extends TypeApi {
  private final ArrayServices services;

  DeviceApi(ArrayServices services) {
    super("Device");
    this.services = services;
  }

  /** A device of a pool, counted from 0. */
  record Device(StoragePool pool, int number) {
    long id() {
      int slot = ObjectId.slot(pool.id()) * SdsApi.PER_DOMAIN + number;
      return ObjectId.make((int) (pool.id() >>> 32) ^ 0x0de0_0000, slot);
    }

    long sdsId() {
      return SdsApi.idOf(pool.domainId(), number);
    }
  }

  static List<String> idsOf(StoragePool pool) {
    return all(List.of(pool)).stream().map(device -> ObjectId.text(device.id())).toList();
  }

  private static List<Device> all(List<StoragePool> pools) {
    List<Device> all = new ArrayList<>();
    for (StoragePool pool : pools) {
      for (int number = 0; number < SdsApi.PER_DOMAIN; number++) {
        all.add(new Device(pool, number));
      }
    }
    return all;
  }

  static Answer listing(ArrayServices services, List<StoragePool> pools) {
    return array(all(pools), DeviceApi::write);
  }

  static Answer listingOf(ArrayServices services, Predicate<Device> which) {
    return array(all(pools(services)).stream().filter(which).toList(), DeviceApi::write);
  }

  private static List<StoragePool> pools(ArrayServices services) {
    return services.array().read(tables -> List.copyOf(tables.pools()));
  }

  @Override
  Answer list() {
    return listing(services, pools(services));
  }

  @Override
  Answer get(long id) {
    Device found =
        all(pools(services)).stream()
            .filter(device -> device.id() == id)
            .findFirst()
            .orElseThrow(() -> RequestRefused.mdm(ErrorCode.NOT_FOUND));
    return single(found, DeviceApi::write);
  }

  private static void write(JsonGenerator json, Device device) {
    long capacity = device.pool().capacityKib() / SdsApi.PER_DOMAIN;
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(device.id()));
    json.writeNullProperty("name");
    json.writeStringProperty("sdsId", ObjectId.text(device.sdsId()));
    json.writeStringProperty("storagePoolId", ObjectId.text(device.pool().id()));
    json.writeStringProperty("deviceCurrentPathName", "/dev/sdb");
    json.writeStringProperty("deviceOriginalPathName", "/dev/sdb");
    json.writeStringProperty("deviceState", "Normal");
    json.writeStringProperty("errorState", "None");
    json.writeNumberProperty("capacityLimitInKb", capacity);
    json.writeNumberProperty("maxCapacityInKb", capacity);
    Links.of(json, "Device", device.id())
        .parent("sdsId", "Sds", device.sdsId())
        .parent("storagePoolId", "StoragePool", device.pool().id())
        .end();
    json.writeEndObject();
  }
}
