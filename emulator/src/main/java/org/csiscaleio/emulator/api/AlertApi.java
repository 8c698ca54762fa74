package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.PoolCapacity;
import org.csiscaleio.emulator.model.RequestRefused;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.StoragePool;
import tools.jackson.core.JsonGenerator;

/**
 * What is wrong right now: full pools and SDCs that are away. No public source has all fields of an
 * alert; these are the ones that monitoring clients read.
 */
final class AlertApi extends TypeApi {
  /** Alerts are made up when they are asked for; the slot of what is wrong tells them apart. */
  private static final int POOLS = 0x0a1e_0000;

  private static final int SDCS = 0x0a1f_0000;

  private final ArrayServices services;

  AlertApi(ArrayServices services) {
    super("Alert");
    this.services = services;
  }

  private record Alert(long id, String type, String severity, String objectType, long objectId) {}

  @Override
  Answer list() {
    return array(services.array().read(AlertApi::alerts), AlertApi::write);
  }

  @Override
  Answer get(long id) {
    return services.array().read(AlertApi::alerts).stream()
        .filter(alert -> alert.id() == id)
        .findFirst()
        .map(alert -> single(alert, AlertApi::write))
        .orElseThrow(() -> RequestRefused.mdm(ErrorCode.NOT_FOUND));
  }

  private static List<Alert> alerts(ArrayTables tables) {
    List<Alert> alerts = new ArrayList<>();
    for (StoragePool pool : tables.pools()) {
      PoolCapacity capacity = tables.capacity(pool);
      long id = ObjectId.make(POOLS, ObjectId.slot(pool.id()));
      String above = "CAPACITY_UTILIZATION_ABOVE_%s_THRESHOLD";
      if (capacity.reached(pool.criticalThreshold())) {
        alerts.add(
            new Alert(id, above.formatted("CRITICAL"), "ALERT_HIGH", "StoragePool", pool.id()));
      } else if (capacity.reached(pool.highThreshold())) {
        alerts.add(
            new Alert(id, above.formatted("HIGH"), "ALERT_MEDIUM", "StoragePool", pool.id()));
      }
    }
    for (Sdc sdc : tables.sdcs()) {
      if (!sdc.connected()) {
        alerts.add(
            new Alert(
                ObjectId.make(SDCS, ObjectId.slot(sdc.id())),
                "SDC_DISCONNECTED",
                "ALERT_LOW",
                "Sdc",
                sdc.id()));
      }
    }
    return alerts;
  }

  private static void write(JsonGenerator json, Alert alert) {
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(alert.id()));
    json.writeNullProperty("name");
    json.writeStringProperty("alertType", alert.type());
    json.writeStringProperty("severity", alert.severity());
    json.writeObjectPropertyStart("affectedObject");
    json.writeStringProperty("type", alert.objectType());
    json.writeStringProperty("id", ObjectId.text(alert.objectId()));
    json.writeStringProperty("objectId", ObjectId.text(alert.objectId()));
    json.writeEndObject();
    Links.of(json, "Alert", alert.id()).end();
    json.writeEndObject();
  }
}
