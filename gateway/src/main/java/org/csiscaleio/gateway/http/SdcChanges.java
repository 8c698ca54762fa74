package org.csiscaleio.gateway.http;

import java.util.Map;
import java.util.function.Predicate;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.operation.Deadline;

/**
 * What can be changed of SDCs. Each method is one request, made through {@link GatewayHttp#change};
 * when its outcome is unknown, the SDCs are listed to see what became of it.
 */
public final class SdcChanges {
  private final GatewayHttp http;
  private final Queries queries;

  public SdcChanges(GatewayHttp http, Queries queries) {
    this.http = http;
    this.queries = queries;
  }

  public void approve(String guid, Deadline deadline) {
    var request =
        GatewayRequest.post(
            "approve SDC " + guid,
            "/api/instances/System/action/approveSdc",
            version -> Map.of("sdcGuid", guid));
    change(request, sdc -> sdc.guid().equalsIgnoreCase(guid) && sdc.approved(), deadline);
  }

  public void rename(String sdcId, String name, Deadline deadline) {
    String what = "name SDC " + sdcId + " '" + name + "'";
    Queries.requireId(sdcId, what, Kind.SDC_NOT_FOUND);
    var request =
        GatewayRequest.post(
                what,
                "/api/instances/Sdc::" + sdcId + "/action/setSdcName",
                version -> Map.of("sdcName", name))
            .whenMissing(Kind.SDC_NOT_FOUND);
    change(request, sdc -> sdc.id().equals(sdcId) && sdc.name().equals(name), deadline);
  }

  private void change(GatewayRequest request, Predicate<Sdc> done, Deadline deadline) {
    VolumeChanges.unlessUnknown(
        () -> http.change(request, deadline, AnswerReader.DONE),
        doubt -> {
          if (shows(done, doubt, deadline)) {
            return true;
          }
          throw doubt;
        });
  }

  private boolean shows(Predicate<Sdc> done, GatewayException doubt, Deadline deadline) {
    try {
      return queries.sdcs(deadline).stream().anyMatch(done);
    } catch (GatewayException e) {
      throw doubt;
    }
  }
}
