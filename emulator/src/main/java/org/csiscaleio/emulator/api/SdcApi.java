package org.csiscaleio.emulator.api;

import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RequestRefused;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.SdcOperations;

/** SDCs. */
final class SdcApi extends TypeApi {
  private final ArrayServices services;
  private final SdcJson json;

  SdcApi(ArrayServices services) {
    super("Sdc");
    this.services = services;
    this.json = new SdcJson(services.version(), services.systemId());
  }

  @Override
  Answer list() {
    return array(services.array().read(tables -> List.copyOf(tables.sdcs())), json::write);
  }

  @Override
  Answer get(long id) {
    return single(services.array().read(tables -> tables.sdc(id)), json::write);
  }

  @Override
  Answer related(long id, String relation) {
    return switch (relation) {
      case "Volume" ->
          VolumeApi.listing(
              services,
              tables -> {
                Sdc sdc = tables.sdc(id);
                return tables.volumesWhere(
                    volume -> volume.mappedToAll() || volume.mappingTo(sdc.id()) != null);
              });
      case "Statistics" ->
          services.array().read(tables -> new VolumeStatistics(tables).of(tables.sdc(id)).answer());
      default -> throw new UnknownCall();
    };
  }

  @Override
  Answer typeAction(String action, Params params) {
    return switch (action) {
      case "queryIdByKey" -> {
        params.requireOne("ip", "name", "guid");
        yield Answer.jsonText(
            services.array().read(tables -> ObjectId.text(byKey(tables, params).id())));
      }
      case "queryBySelectedIds" -> selected(services, params, ArrayTables::sdc, json::write);
      case "queryAllApprovedSdc" -> approved();
      default -> throw new UnknownCall();
    };
  }

  private Answer approved() {
    List<Sdc> approved =
        services.array().read(tables -> tables.sdcs().stream().filter(Sdc::approved).toList());
    return array(approved, json::write);
  }

  private Sdc byKey(ArrayTables tables, Params params) {
    try {
      if (params.has("ip")) {
        return SdcOperations.byIp(tables, params.text("ip"));
      }
      if (params.has("guid")) {
        return SdcOperations.byGuid(tables, params.text("guid"));
      }
    } catch (RequestRefused refused) {
      throw refused.code() == ErrorCode.INI_NOT_FOUND
          ? noSuchKey(services.version(), ErrorCode.INI_NOT_FOUND)
          : refused;
    }
    Sdc named = SdcOperations.byName(tables, params.text("name"));
    if (named == null) {
      throw noSuchKey(services.version(), ErrorCode.INI_NOT_FOUND);
    }
    return named;
  }

  /** The key of getByIp ends with a slash. */
  @Override
  String legacyLookup(String by, String key) {
    if (!by.equals("Ip")) {
      throw new UnknownCall();
    }
    String ip = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    return services.array().read(tables -> ObjectId.text(SdcOperations.byIp(tables, ip).id()));
  }

  @Override
  Answer act(long id, String action, Params params) {
    switch (action) {
      case "setSdcName" -> services.sdcs().rename(id, params.text("sdcName"));
      case "removeSdc" -> services.sdcs().remove(id);
      default -> throw new UnknownCall();
    }
    return Answer.emptyObject();
  }
}
