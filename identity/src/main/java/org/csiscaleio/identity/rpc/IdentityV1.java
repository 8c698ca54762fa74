package org.csiscaleio.identity.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.BoolValue;
import io.grpc.stub.StreamObserver;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v1.GetPluginCapabilitiesRequest;
import org.csiscaleio.csi.v1.GetPluginCapabilitiesResponse;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.GetPluginInfoResponse;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.PluginCapability;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.csi.v1.ProbeResponse;
import org.csiscaleio.identity.service.IdentitySettings;

/**
 * Identity of csi.v1. Nothing here asks the gateway: an orchestrator takes a failed Probe for a
 * dead plugin and restarts it, which heals no array.
 */
public final class IdentityV1 extends IdentityGrpc.IdentityImplBase {
  /**
   * The same on every instance, whichever services it serves: the specification wants equal answers
   * from equal versions. Known since CSI 1.0, so it does not depend on a specification level.
   */
  private static final GetPluginCapabilitiesResponse CAPABILITIES =
      GetPluginCapabilitiesResponse.newBuilder()
          .addCapabilities(
              PluginCapability.newBuilder()
                  .setService(
                      PluginCapability.Service.newBuilder()
                          .setType(PluginCapability.Service.Type.CONTROLLER_SERVICE)))
          .build();

  private static final ProbeResponse READY =
      ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build();

  private final GetPluginInfoResponse info;

  public IdentityV1(IdentitySettings settings) {
    requireNonNull(settings, "settings is null");
    this.info =
        GetPluginInfoResponse.newBuilder()
            .setName(settings.name())
            .setVendorVersion(settings.vendorVersion())
            .putAllManifest(settings.manifest())
            .build();
  }

  @Override
  public void getPluginInfo(
      GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
    Unary.answer(answer, info);
  }

  @Override
  public void getPluginCapabilities(
      GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> answer) {
    Unary.answer(answer, CAPABILITIES);
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
    Unary.answer(answer, READY);
  }
}
