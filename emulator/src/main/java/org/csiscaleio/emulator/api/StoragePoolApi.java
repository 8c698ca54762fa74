package org.csiscaleio.emulator.api;

import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.PoolEdit;
import org.csiscaleio.emulator.model.ProtectionDomain;
import org.csiscaleio.emulator.model.StoragePool;

/** Storage pools. A pool's name says nothing without its domain's. */
final class StoragePoolApi extends TypeApi {
  private final ArrayServices services;
  private final PoolJson json;

  StoragePoolApi(ArrayServices services) {
    super("StoragePool");
    this.services = services;
    this.json = new PoolJson(services.version());
  }

  @Override
  Answer list() {
    return array(services.array().read(tables -> List.copyOf(tables.pools())), json::write);
  }

  @Override
  Answer get(long id) {
    return single(services.array().read(tables -> tables.pool(id)), json::write);
  }

  @Override
  Answer related(long id, String relation) {
    return switch (relation) {
      case "Statistics" ->
          services.array().read(tables -> statistics(tables).of(tables.pool(id)).answer());
      case "Volume" ->
          VolumeApi.listing(
              services,
              tables -> {
                StoragePool pool = tables.pool(id);
                return tables.volumesWhere(volume -> volume.poolId() == pool.id());
              });
      case "VTree" ->
          array(
              services
                  .array()
                  .read(tables -> {
                    StoragePool pool = tables.pool(id);
                    return tables.vtrees().stream()
                        .filter(vtree -> vtree.poolId() == pool.id())
                        .toList();
                  }),
              new VTreeJson(services.version())::write);
      case "Device" ->
          DeviceApi.listing(services, services.array().read(tables -> List.of(tables.pool(id))));
      default -> throw new UnknownCall();
    };
  }

  private PoolStatistics statistics(ArrayTables tables) {
    return new PoolStatistics(services.version(), tables);
  }

  @Override
  Answer typeAction(String action, Params params) {
    return switch (action) {
      case "queryIdByKey" -> {
        params.require("name");
        params.requireOne("protectionDomainId", "protectionDomainName");
        yield Answer.jsonText(services.array().read(tables -> idByKey(tables, params)));
      }
      case "queryBySelectedIds" -> selected(services, params, ArrayTables::pool, json::write);
      case "querySelectedStatistics" ->
          services
              .array()
              .read(tables ->
                  StatisticsSelection.of(params)
                      .answer(
                          tables.pools().stream().map(StoragePool::id).toList(),
                          id -> statistics(tables).of(tables.pool(id))));
      default -> throw new UnknownCall();
    };
  }

  private String idByKey(ArrayTables tables, Params params) {
    String domainId = params.optional("protectionDomainId");
    ProtectionDomain domain =
        domainId == null
            ? ProtectionDomainApi.byName(services, tables, params.text("protectionDomainName"))
            : tables.domain(ObjectId.parse(domainId));
    return idByName(tables, domain.id(), params.text("name"));
  }

  private String idByName(ArrayTables tables, long domainId, String name) {
    for (StoragePool pool : tables.pools()) {
      if (pool.domainId() == domainId && pool.name().equals(name)) {
        return ObjectId.text(pool.id());
      }
    }
    throw noSuchKey(services.version(), ErrorCode.STORAGE_POOL_NOT_FOUND);
  }

  /** The key is the domain's id, a comma, the pool's name. */
  @Override
  String legacyLookup(String by, String key) {
    int comma = key.indexOf(',');
    if (!by.equals("Name") || comma < 0) {
      throw new UnknownCall();
    }
    long domainId = ObjectId.parse(key.substring(0, comma));
    return services.array().read(tables -> idByName(tables, domainId, key.substring(comma + 1)));
  }

  /** What an administrator does to a pool and a client may have to live with. */
  @Override
  Answer act(long id, String action, Params params) {
    StoragePool before = services.array().read(tables -> tables.pool(id));
    switch (action) {
      case "setZeroPaddingPolicy" -> {
        params.require("zeroPadEnabled");
        boolean padding = params.bool("zeroPadEnabled", before.zeroPadding());
        services.inventory().changePool(id, pool -> PoolEdit.of(pool).zeroPadding(padding).done());
      }
      case "setSparePercentage" -> {
        int percent = (int) params.number("sparePercentage");
        services.inventory().changePool(id, pool -> PoolEdit.of(pool).sparePercent(percent).done());
      }
      default -> throw new UnknownCall();
    }
    return Answer.emptyObject();
  }
}
