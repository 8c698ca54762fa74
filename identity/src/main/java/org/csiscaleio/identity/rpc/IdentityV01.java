package org.csiscaleio.identity.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.StreamObserver;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.Version01;
import org.csiscaleio.csi.v01.GetPluginInfoRequest;
import org.csiscaleio.csi.v01.GetPluginInfoResponse;
import org.csiscaleio.csi.v01.GetSupportedVersionsRequest;
import org.csiscaleio.csi.v01.GetSupportedVersionsResponse;
import org.csiscaleio.csi.v01.IdentityGrpc;
import org.csiscaleio.identity.service.IdentitySettings;

/**
 * Identity of csi, CSI 0.1. Versions of requests are checked by the server, before anything here.
 */
public final class IdentityV01 extends IdentityGrpc.IdentityImplBase {
  /** One and no other: Mesos 1.5 gives up a plugin whose list lacks 0.1.0. */
  private static final GetSupportedVersionsResponse VERSIONS =
      GetSupportedVersionsResponse.newBuilder().addSupportedVersions(Version01.SERVED).build();

  private final GetPluginInfoResponse info;

  public IdentityV01(IdentitySettings settings) {
    requireNonNull(settings, "settings is null");
    this.info =
        GetPluginInfoResponse.newBuilder()
            .setName(settings.name())
            .setVendorVersion(settings.vendorVersion())
            .putAllManifest(settings.manifest())
            .build();
  }

  @Override
  public void getSupportedVersions(
      GetSupportedVersionsRequest request, StreamObserver<GetSupportedVersionsResponse> answer) {
    Unary.answer(answer, VERSIONS);
  }

  @Override
  public void getPluginInfo(
      GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
    Unary.answer(answer, info);
  }
}
