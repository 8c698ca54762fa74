package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ProtectionDomain;
import org.csiscaleio.emulator.model.RequestRefused;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.StoragePool;
import org.csiscaleio.emulator.model.SystemSettings;
import org.csiscaleio.emulator.model.VTree;
import org.csiscaleio.emulator.model.Volume;
import tools.jackson.core.JsonGenerator;

/** The two calls that are about objects of all types. */
final class SystemWide {
  private final ArrayServices services;

  SystemWide(ArrayServices services) {
    this.services = services;
  }

  private record Moment(
      SystemSettings settings,
      List<ProtectionDomain> domains,
      List<StoragePool> pools,
      List<Sdc> sdcs,
      List<VTree> vtrees,
      List<Volume> volumes) {}

  /** Everything there is, of one moment. */
  Answer everything() {
    Moment moment =
        services
            .array()
            .read(tables ->
                new Moment(
                    tables.settings(),
                    List.copyOf(tables.domains()),
                    List.copyOf(tables.pools()),
                    List.copyOf(tables.sdcs()),
                    tables.vtrees(),
                    tables.volumes()));
    Map<Long, Sdc> sdcs = new HashMap<>();
    moment.sdcs().forEach(sdc -> sdcs.put(sdc.id(), sdc));
    var version = services.version();
    return Answer.stream(json -> {
      json.writeStartObject();
      list(
          json,
          "systemList",
          List.of(moment.settings().admission()),
          new SystemJson(services)::write);
      list(
          json,
          "protectionDomainList",
          moment.domains(),
          new DomainJson(services.systemId())::write);
      list(json, "storagePoolList", moment.pools(), new PoolJson(version)::write);
      list(json, "sdcList", moment.sdcs(), new SdcJson(version, services.systemId())::write);
      list(json, "vTreeList", moment.vtrees(), new VTreeJson(version)::write);
      list(json, "volumeList", moment.volumes(), new VolumeJson(version, sdcs::get)::write);
      json.writeEndObject();
    });
  }

  private static <T> void list(
      JsonGenerator json, String name, List<T> items, TypeApi.ItemWriter<T> writer) {
    json.writeArrayPropertyStart(name);
    items.forEach(item -> writer.write(json, item));
    json.writeEndArray();
  }

  /** Chosen figures of chosen objects of several types. */
  Answer selectedStatistics(Params params) {
    List<Params> selections = params.objects("selectedStatisticsList");
    return services
        .array()
        .read(tables ->
            Answer.json(
                200,
                json -> {
                  json.writeStartObject();
                  selections.forEach(selection -> select(json, tables, selection));
                  json.writeEndObject();
                }));
  }

  private void select(JsonGenerator json, ArrayTables tables, Params selection) {
    String type = selection.text("type");
    var pools = new PoolStatistics(services.version(), tables);
    var volumes = new VolumeStatistics(tables);
    json.writeName(type);
    if (type.equals("System")) {
      selection.require("properties");
      new StatisticsSelection(null, selection.texts("properties")).writeOne(json, pools.ofSystem());
      return;
    }
    List<Long> all = new ArrayList<>();
    LongFunction<Statistics> of =
        switch (type) {
          case "StoragePool" -> {
            tables.pools().forEach(pool -> all.add(pool.id()));
            yield id -> pools.of(tables.pool(id));
          }
          case "ProtectionDomain" -> {
            tables.domains().forEach(domain -> all.add(domain.id()));
            yield id -> pools.ofDomain(tables.domain(id).id());
          }
          case "Sdc" -> {
            tables.sdcs().forEach(sdc -> all.add(sdc.id()));
            yield id -> volumes.of(tables.sdc(id));
          }
          case "Volume" -> {
            tables.volumes().forEach(volume -> all.add(volume.id()));
            yield id -> volumes.of(tables.volume(id));
          }
          case "VTree" -> {
            tables.vtrees().forEach(vtree -> all.add(vtree.id()));
            yield id -> volumes.of(tables.vtree(id));
          }
          default ->
              throw RequestRefused.invalid(
                  "Request message is not valid: The type " + type + " is unknown.");
        };
    StatisticsSelection.of(selection).write(json, all, of);
  }
}
