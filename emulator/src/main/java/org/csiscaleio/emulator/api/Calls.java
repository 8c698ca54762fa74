package org.csiscaleio.emulator.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.emulator.config.UserConfig;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.http.Request;
import org.csiscaleio.emulator.model.ObjectId;

/** Brings calls about objects to the class of their type. */
final class Calls {
  private final Map<String, TypeApi> types = new HashMap<>();
  private final SystemWide systemWide;
  private final long systemId;

  Calls(ArrayServices services, List<UserConfig> users) {
    for (TypeApi type :
        List.of(
            new SystemApi(services),
            new ProtectionDomainApi(services),
            new StoragePoolApi(services),
            new SdsApi(services),
            new DeviceApi(services),
            new SdcApi(services),
            new VolumeApi(services),
            new VTreeApi(services),
            new AlertApi(services),
            new EmptyTypeApi("FaultSet"),
            new UserApi(users, services.systemId()))) {
      types.put(type.type(), type);
    }
    // Names of old releases.
    types.put("Domain", type("ProtectionDomain"));
    types.put("Pool", type("StoragePool"));
    types.put("Client", type("Sdc"));
    this.systemWide = new SystemWide(services);
    this.systemId = services.systemId();
  }

  private TypeApi type(String name) {
    TypeApi type = types.get(name);
    if (type == null) {
      throw new TypeApi.UnknownCall();
    }
    return type;
  }

  /** Serves; throws {@link TypeApi.UnknownCall} for what is none of the API's calls. */
  Answer serve(ApiCall call, Request request) {
    return switch (call) {
      case ApiCall.ListAll list -> type(list.type()).list();
      case ApiCall.Create create -> type(create.type()).create(Params.of(request));
      case ApiCall.TypeAction action ->
          type(action.type()).typeAction(action.action(), Params.of(request));
      case ApiCall.LegacyLookup lookup ->
          Answer.jsonText(type(lookup.type()).legacyLookup(lookup.by(), lookup.key()));
      case ApiCall.Everything everything -> systemWide.everything();
      case ApiCall.SelectedStatistics statistics ->
          systemWide.selectedStatistics(Params.of(request));
      case ApiCall.Get get -> type(get.type()).get(ObjectId.parse(get.id()));
      case ApiCall.Related(String type, String id, String relation)
          when type.equals("System") && relation.equals("User") -> {
        type(type).get(ObjectId.parse(id));
        yield type("User").list();
      }
      case ApiCall.Related related ->
          type(related.type()).related(ObjectId.parse(related.id()), related.relation());
      case ApiCall.Action action ->
          type(action.type())
              .act(
                  action.id() == null ? systemId : ObjectId.parse(action.id()),
                  action.action(),
                  Params.of(request));
      default -> throw new TypeApi.UnknownCall();
    };
  }
}
