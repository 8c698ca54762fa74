package org.csiscaleio.emulator.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.csiscaleio.emulator.api.ArrayServices;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.http.Request;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.PoolDamage;
import org.csiscaleio.emulator.model.PoolEdit;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.SdcBehaviour;
import org.csiscaleio.emulator.model.StoragePool;
import org.csiscaleio.emulator.sdc.LinkFault;
import org.csiscaleio.emulator.state.ObjectJson;
import org.jspecify.annotations.Nullable;

/** Levers that change the array behind its back. */
final class ArrayControl {
  private static final long KIB_PER_GIB = 1L << 20;

  private final ArrayServices services;

  ArrayControl(ArrayServices services) {
    this.services = services;
  }

  Answer serve(Request request, List<String> parts) {
    String what = request.method() + " " + parts.getFirst() + (parts.size() > 1 ? "/" : "");
    return switch (what) {
      case "GET state" -> state();
      case "GET sdcs" -> sdcs();
      case "POST sdcs/" -> sdc(parts.get(1), ControlBody.of(request));
      case "POST volumes" -> bulk(ControlBody.of(request));
      case "POST policySnapshots" -> policySnapshot(ControlBody.of(request));
      case "POST volumes/" -> volume(parts.get(1), ControlBody.of(request));
      case "POST pools/" -> pool(parts.get(1), ControlBody.of(request));
      case "POST domains/" -> domain(parts.get(1), ControlBody.of(request));
      case "POST asyncRemoval" -> {
        ControlBody body = ControlBody.of(request).only("millis");
        services.array().removeSlowly(body.number("millis"));
        yield Answer.emptyObject();
      }
      case "POST migration" -> {
        ControlBody body = ControlBody.of(request).only("millis");
        services.array().migrateSlowly(body.number("millis"));
        yield Answer.emptyObject();
      }
      default -> throw new BadControl(404, "there is no lever " + request);
    };
  }

  private Answer state() {
    List<Object> objects =
        services
            .array()
            .read(tables -> {
              List<Object> all = new ArrayList<>();
              all.add(tables.settings());
              all.addAll(tables.domains());
              all.addAll(tables.pools());
              all.addAll(tables.sdcs());
              all.addAll(tables.vtrees());
              all.addAll(tables.volumes());
              return all;
            });
    return Answer.stream(json -> {
      json.writeStartObject();
      json.writeStringProperty("systemId", ObjectId.text(services.systemId()));
      json.writeStringProperty("version", services.version().text());
      json.writeArrayPropertyStart("objects");
      objects.forEach(object -> ObjectJson.write(json, object));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private Answer sdcs() {
    List<Sdc> sdcs = services.array().read(tables -> List.copyOf(tables.sdcs()));
    return Answer.json(
        200,
        json -> {
          json.writeStartArray();
          sdcs.forEach(sdc -> ObjectJson.write(json, sdc));
          json.writeEndArray();
        });
  }

  private Answer sdc(String guid, ControlBody body) {
    body.only("connected", "approved", "linkDelayMillis", "linkFault", "reboot");
    Sdc after =
        services
            .sdcs()
            .behave(
                guid,
                new SdcBehaviour(
                    body.optionalBool("connected"),
                    body.optionalBool("approved"),
                    body.optionalNumber("linkDelayMillis"),
                    linkFault(body.optionalText("linkFault"))));
    if (Boolean.TRUE.equals(body.optionalBool("reboot"))) {
      var _ = services.sdcs().reboot(guid);
    }
    return Answer.json(200, json -> ObjectJson.write(json, after));
  }

  /** {@code wrongDevice} is {@link LinkFault#WRONG_DEVICE} and so on. */
  private static @Nullable LinkFault linkFault(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String name = text.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    return Arrays.stream(LinkFault.values())
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new BadControl(400, "linkFault must be none, missing, dangling or wrongDevice"));
  }

  private Answer bulk(ControlBody body) {
    body.only("count", "storagePool", "namePrefix", "sizeGib");
    int made =
        services
            .volumes()
            .createMany(
                poolByName(body.text("storagePool")),
                body.text("namePrefix", "bulk-"),
                (int) body.number("count"),
                body.number("sizeGib", 8) * KIB_PER_GIB);
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("created", made);
          json.writeEndObject();
        });
  }

  private Answer volume(String id, ControlBody body) {
    body.only("writtenGib");
    services.volumes().setWritten(ObjectId.parse(id), body.number("writtenGib") * KIB_PER_GIB);
    return Answer.emptyObject();
  }

  /** What a snapshot policy of the array does when it is time. */
  private Answer policySnapshot(ControlBody body) {
    if (!services.version().hasAccessModes()) {
      throw new BadControl(400, "release " + services.version().text() + " has no policies");
    }
    body.only("volumeId", "name", "locked");
    Boolean locked = body.optionalBool("locked");
    long id =
        services
            .snapshots()
            .takeByPolicy(
                ObjectId.parse(body.text("volumeId")), body.text("name"), locked != null && locked);
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("id", ObjectId.text(id));
          json.writeEndObject();
        });
  }

  private StoragePool poolByName(String name) {
    return services.array().read(tables -> List.copyOf(tables.pools())).stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new BadControl(404, "there is no storage pool " + name));
  }

  private Answer pool(String name, ControlBody body) {
    body.only(
        "thinWrittenGib",
        "thinWrittenKib",
        "capacityGib",
        "sparePercent",
        "zeroPadding",
        "highThreshold",
        "criticalThreshold",
        "degradedGib",
        "failedGib");
    StoragePool after =
        services.inventory().changePool(poolByName(name).id(), pool -> edited(pool, body));
    return Answer.json(200, json -> ObjectJson.write(json, after));
  }

  private static StoragePool edited(StoragePool pool, ControlBody body) {
    Boolean zeroPadding = body.optionalBool("zeroPadding");
    long written = body.number("thinWrittenKib", pool.thinWrittenKib());
    long capacity = pool.capacityKib();
    return PoolEdit.of(pool)
        .thinWrittenKib(
            body.has("thinWrittenGib") ? body.number("thinWrittenGib") * KIB_PER_GIB : written)
        .capacityKib(body.has("capacityGib") ? body.number("capacityGib") * KIB_PER_GIB : capacity)
        .sparePercent((int) body.number("sparePercent", pool.sparePercent()))
        .zeroPadding(zeroPadding == null ? pool.zeroPadding() : zeroPadding)
        .thresholds(
            (int) body.number("highThreshold", pool.highThreshold()),
            (int) body.number("criticalThreshold", pool.criticalThreshold()))
        .damage(
            new PoolDamage(
                body.number("degradedGib", pool.damage().degradedKib() / KIB_PER_GIB) * KIB_PER_GIB,
                body.number("failedGib", pool.damage().failedKib() / KIB_PER_GIB) * KIB_PER_GIB))
        .done();
  }

  private Answer domain(String name, ControlBody body) {
    body.only("active");
    Boolean active = body.optionalBool("active");
    services
        .inventory()
        .setActive(
            services.array().read(tables -> List.copyOf(tables.domains())).stream()
                .filter(domain -> domain.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadControl(404, "there is no protection domain " + name))
                .id(),
            active == null || active);
    return Answer.emptyObject();
  }
}
