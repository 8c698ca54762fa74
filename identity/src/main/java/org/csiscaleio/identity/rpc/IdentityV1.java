package org.csiscaleio.identity.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.BoolValue;
import io.grpc.stub.StreamObserver;
import org.csiscaleio.csi.SpecLevel;
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
  private static final ProbeResponse READY =
      ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build();

  /** The minor releases of CSI 1 that brought expansion, group snapshots and snapshots' places. */
  private static final int EXPANSION_SINCE = 1;

  private static final int GROUPS_SINCE = 8;

  private static final int SNAPSHOT_PLACES_SINCE = 13;

  private final GetPluginInfoResponse info;

  /**
   * The same on every instance, whichever services it serves: the specification wants equal answers
   * from equal versions.
   */
  private final GetPluginCapabilitiesResponse capabilities;

  /**
   * @param level what is advertised; what is served does not depend on it
   */
  public IdentityV1(IdentitySettings settings, SpecLevel level) {
    requireNonNull(settings, "settings is null");
    requireNonNull(level, "level is null");
    this.capabilities = capabilities(level, settings.placed());
    this.info =
        GetPluginInfoResponse.newBuilder()
            .setName(settings.name())
            .setVendorVersion(settings.vendorVersion())
            .putAllManifest(settings.manifest())
            .build();
  }

  private static GetPluginCapabilitiesResponse capabilities(SpecLevel level, boolean placed) {
    var capabilities =
        GetPluginCapabilitiesResponse.newBuilder()
            .addCapabilities(service(PluginCapability.Service.Type.CONTROLLER_SERVICE));
    if (placed) {
      capabilities.addCapabilities(
          service(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS));
    }
    if (placed && level.isAtLeast(SNAPSHOT_PLACES_SINCE)) {
      capabilities.addCapabilities(
          service(PluginCapability.Service.Type.SNAPSHOT_ACCESSIBILITY_CONSTRAINTS));
    }
    if (level.isAtLeast(EXPANSION_SINCE)) {
      capabilities.addCapabilities(
          PluginCapability.newBuilder()
              .setVolumeExpansion(
                  PluginCapability.VolumeExpansion.newBuilder()
                      .setType(PluginCapability.VolumeExpansion.Type.ONLINE)));
    }
    if (level.isAtLeast(GROUPS_SINCE)) {
      capabilities.addCapabilities(service(PluginCapability.Service.Type.GROUP_CONTROLLER_SERVICE));
    }
    return capabilities.build();
  }

  private static PluginCapability service(PluginCapability.Service.Type type) {
    return PluginCapability.newBuilder()
        .setService(PluginCapability.Service.newBuilder().setType(type))
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
    Unary.answer(answer, capabilities);
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
    Unary.answer(answer, READY);
  }
}
