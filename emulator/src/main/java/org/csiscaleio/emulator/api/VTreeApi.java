package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ObjectId;
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
    List<Long> ids = params.texts("ids").stream().map(ObjectId::parse).toList();
    List<VTree> vtrees = new ArrayList<>();
    services
        .array()
        .read(tables -> {
          ids.forEach(id -> vtrees.add(tables.vtree(id)));
          return vtrees;
        });
    return array(vtrees, json::write);
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
