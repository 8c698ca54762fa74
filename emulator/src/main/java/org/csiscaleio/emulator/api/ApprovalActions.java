package org.csiscaleio.emulator.api;

import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.SdcAdmission;
import org.jspecify.annotations.Nullable;

/** The actions of the system that let SDCs in or shut them out. */
final class ApprovalActions {
  private final ArrayServices services;

  ApprovalActions(ArrayServices services) {
    this.services = services;
  }

  /** Carries an action out; throws {@link TypeApi.UnknownCall} when it is none of these. */
  Answer act(String action, Params params) {
    return switch (action) {
      case "setRestrictedSdcMode" -> {
        params.require("restrictedSdcMode");
        @Nullable SdcAdmission admission =
            params.optionalOneOf(
                "restrictedSdcMode", List.of(SdcAdmission.values()), SdcAdmission::apiName);
        services.approvals().ask(admission == null ? SdcAdmission.NONE : admission);
        yield Answer.emptyObject();
      }
      case "approveSdc" -> TypeApi.created(approve(params));
      case "setApprovedSdcIps" -> {
        params.require("sdcId", "sdcApprovedIps");
        services
            .approvals()
            .allowFrom(ObjectId.parse(params.text("sdcId")), params.texts("sdcApprovedIps"));
        yield Answer.emptyObject();
      }
      default -> throw new TypeApi.UnknownCall();
    };
  }

  private long approve(Params params) {
    params.requireOne("sdcIp", "sdcIps", "sdcGuid");
    List<String> ips =
        params.has("sdcIps")
            ? params.texts("sdcIps")
            : params.has("sdcIp") ? List.of(params.text("sdcIp")) : List.of();
    String name = params.optional("name");
    return params.has("sdcGuid")
        ? services.approvals().approve(params.text("sdcGuid"), ips, name)
        : services.approvals().approveByIp(ips.isEmpty() ? "" : ips.getFirst(), name);
  }
}
