package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.AccessMode;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RequestRefused;
import org.csiscaleio.emulator.model.SdcAdmission;
import org.csiscaleio.emulator.model.SnapshotOperations;
import org.csiscaleio.emulator.model.SnapshotRequest;

/** The system. There is one. */
final class SystemApi extends TypeApi {
  private final ArrayServices services;
  private final SystemJson json;
  private final ApprovalActions approvals;

  SystemApi(ArrayServices services) {
    super("System");
    this.services = services;
    this.json = new SystemJson(services);
    this.approvals = new ApprovalActions(services);
  }

  @Override
  Answer list() {
    return array(List.of(admission()), json::write);
  }

  private SdcAdmission admission() {
    return services.array().read(tables -> tables.settings().admission());
  }

  private void mustBeThis(long id) {
    if (id != services.systemId()) {
      throw RequestRefused.mdm(ErrorCode.NOT_FOUND);
    }
  }

  @Override
  Answer get(long id) {
    mustBeThis(id);
    return single(admission(), json::write);
  }

  @Override
  Answer related(long id, String relation) {
    mustBeThis(id);
    return switch (relation) {
      case "ProtectionDomain" -> new ProtectionDomainApi(services).list();
      case "Sdc" -> new SdcApi(services).list();
      case "Statistics" ->
          services
              .array()
              .read(tables -> new PoolStatistics(services.version(), tables).ofSystem().answer());
      default -> throw new UnknownCall();
    };
  }

  @Override
  Answer act(long id, String action, Params params) {
    mustBeThis(id);
    return switch (action) {
      case "querySystemLimits" -> SystemLimits.answer(services.version());
      case "queryMdmCluster" -> Answer.json(200, json::cluster);
      case "snapshotVolumes" -> snapshot(params);
      case "removeConsistencyGroupSnapshots" -> {
        long group = ObjectId.parse(params.text("snapGroupId"));
        int removed = services.snapshots().removeGroup(group);
        yield Answer.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeNumberProperty("numberOfVolumes", removed);
              out.writeEndObject();
            });
      }
      default -> approvals.act(action, params);
    };
  }

  private Answer snapshot(Params params) {
    List<SnapshotRequest.Source> sources = new ArrayList<>();
    for (Params def : params.objects("snapshotDefs")) {
      sources.add(
          new SnapshotRequest.Source(
              ObjectId.parse(def.text("volumeId")), def.optional("snapshotName")));
    }
    if (sources.isEmpty()) {
      throw RequestRefused.invalid("Request message is not valid: snapshotDefs must not be empty.");
    }
    AccessMode limit =
        services.version().hasAccessModes()
            ? params.optionalOneOf(
                "accessModeLimit",
                List.of(AccessMode.READ_WRITE, AccessMode.READ_ONLY),
                AccessMode::apiName)
            : null;
    SnapshotOperations.Taken taken = services.snapshots().take(new SnapshotRequest(sources, limit));
    return Answer.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayPropertyStart("volumeIdList");
          taken.volumeIds().forEach(id -> out.writeString(ObjectId.text(id)));
          out.writeEndArray();
          out.writeStringProperty("snapshotGroupId", ObjectId.text(taken.groupId()));
          out.writeEndObject();
        });
  }
}
