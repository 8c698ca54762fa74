package org.csiscaleio.identity.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.BoolValue;
import io.grpc.stub.StreamObserver;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v0.GetPluginCapabilitiesRequest;
import org.csiscaleio.csi.v0.GetPluginCapabilitiesResponse;
import org.csiscaleio.csi.v0.GetPluginInfoRequest;
import org.csiscaleio.csi.v0.GetPluginInfoResponse;
import org.csiscaleio.csi.v0.IdentityGrpc;
import org.csiscaleio.csi.v0.PluginCapability;
import org.csiscaleio.csi.v0.ProbeRequest;
import org.csiscaleio.csi.v0.ProbeResponse;
import org.csiscaleio.identity.service.IdentitySettings;

/** Identity of csi.v0, CSI 0.2 and 0.3. Nothing here asks the gateway, as in {@link IdentityV1}. */
public final class IdentityV0 extends IdentityGrpc.IdentityImplBase {
  private final GetPluginInfoResponse info;
  private final GetPluginCapabilitiesResponse capabilities;
  private final ProbeResponse ready;

  /**
   * @param level what callers are taken to know; 0.2 has nothing in a probe's answer
   */
  public IdentityV0(IdentitySettings settings, V0Level level) {
    requireNonNull(settings, "settings is null");
    this.info =
        GetPluginInfoResponse.newBuilder()
            .setName(settings.name())
            .setVendorVersion(settings.vendorVersion())
            .putAllManifest(settings.manifest())
            .build();
    this.capabilities = capabilities(level, settings.placed());
    this.ready =
        level.isAtLeast(V0Level.V0_3)
            ? ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build()
            : ProbeResponse.getDefaultInstance();
  }

  /** That volumes have places came with 0.3. */
  private static GetPluginCapabilitiesResponse capabilities(V0Level level, boolean placed) {
    var capabilities = GetPluginCapabilitiesResponse.newBuilder();
    capabilities
        .addCapabilitiesBuilder()
        .getServiceBuilder()
        .setType(PluginCapability.Service.Type.CONTROLLER_SERVICE);
    if (placed && level.isAtLeast(V0Level.V0_3)) {
      capabilities
          .addCapabilitiesBuilder()
          .getServiceBuilder()
          .setType(PluginCapability.Service.Type.ACCESSIBILITY_CONSTRAINTS);
    }
    return capabilities.build();
  }

  @Override
  public void getPluginInfo(
      GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
    Unary.answer(answer, info);
  }

  @Override
  public void getPluginCapabilities(
      GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> answer) {
    Unary.answer(answer, capabilities);
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
    Unary.answer(answer, ready);
  }
}
