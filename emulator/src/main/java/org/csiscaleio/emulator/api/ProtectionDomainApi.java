package org.csiscaleio.emulator.api;

import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.ProtectionDomain;

/** Protection domains. */
final class ProtectionDomainApi extends TypeApi {
  private final ArrayServices services;
  private final DomainJson json;

  ProtectionDomainApi(ArrayServices services) {
    super("ProtectionDomain");
    this.services = services;
    this.json = new DomainJson(services.systemId());
  }

  static ProtectionDomain byName(ArrayServices services, ArrayTables tables, String name) {
    return tables.domains().stream()
        .filter(domain -> domain.name().equals(name))
        .findFirst()
        .orElseThrow(() -> noSuchKey(services.version(), ErrorCode.FD_NOT_FOUND));
  }

  @Override
  Answer list() {
    return array(services.array().read(tables -> List.copyOf(tables.domains())), json::write);
  }

  @Override
  Answer get(long id) {
    return single(services.array().read(tables -> tables.domain(id)), json::write);
  }

  @Override
  Answer typeAction(String action, Params params) {
    return switch (action) {
      case "queryIdByKey" -> {
        String name = params.text("name");
        yield Answer.jsonText(idByName(name));
      }
      case "queryBySelectedIds" -> selected(services, params, ArrayTables::domain, json::write);
      default -> throw new UnknownCall();
    };
  }

  private String idByName(String name) {
    return services.array().read(tables -> ObjectId.text(byName(services, tables, name).id()));
  }

  @Override
  String legacyLookup(String by, String key) {
    if (!by.equals("Name")) {
      throw new UnknownCall();
    }
    return idByName(key);
  }

  @Override
  Answer related(long id, String relation) {
    return switch (relation) {
      case "StoragePool" ->
          array(
              services
                  .array()
                  .read(tables -> {
                    ProtectionDomain domain = tables.domain(id);
                    return tables.pools().stream()
                        .filter(pool -> pool.domainId() == domain.id())
                        .toList();
                  }),
              new PoolJson(services.version())::write);
      case "Statistics" ->
          services
              .array()
              .read(tables ->
                  new PoolStatistics(services.version(), tables)
                      .ofDomain(tables.domain(id).id())
                      .answer());
      case "Sds" ->
          SdsApi.listing(services, services.array().read(tables -> List.of(tables.domain(id))));
      case "FaultSet" -> array(List.<String>of(), (out, none) -> out.writeString(none));
      default -> throw new UnknownCall();
    };
  }

  @Override
  Answer act(long id, String action, Params params) {
    switch (action) {
      case "activateProtectionDomain" -> services.inventory().setActive(id, true);
      case "inactivateProtectionDomain" -> services.inventory().setActive(id, false);
      default -> throw new UnknownCall();
    }
    return Answer.emptyObject();
  }
}
