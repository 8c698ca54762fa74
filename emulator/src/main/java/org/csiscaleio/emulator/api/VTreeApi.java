package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.VTree;

/** VTrees: families of volumes. */
final class VTreeApi extends TypeApi {
  private final ArrayServices services;
  private final VTreeJson json;

  VTreeApi(ArrayServices services) {
    super("VTree");
    this.services = services;
    this.json = new VTreeJson(services.version());
  }

  @Override
  Answer list() {
    return array(services.array().read(tables -> tables.vtrees()), json::write);
  }

  @Override
  Answer typeAction(String action, Params params) {
    if (!action.equals("queryBySelectedIds")) {
      throw new UnknownCall();
    }
    return selected(services, params, ArrayTables::vtree, json::write);
  }

  @Override
  Answer get(long id) {
    return single(services.array().read(tables -> tables.vtree(id)), json::write);
  }

  @Override
  Answer related(long id, String relation) {
    return switch (relation) {
      case "Statistics" ->
          services
              .array()
              .read(tables -> new VolumeStatistics(tables).of(tables.vtree(id)).answer());
      case "Volume" ->
          VolumeApi.listing(
              services,
              tables -> {
                VTree vtree = tables.vtree(id);
                return tables.volumesWhere(volume -> volume.vtreeId() == vtree.id());
              });
      default -> throw new UnknownCall();
    };
  }
}
