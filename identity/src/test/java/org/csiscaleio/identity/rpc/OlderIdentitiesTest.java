package org.csiscaleio.identity.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v0.GetPluginCapabilitiesRequest;
import org.csiscaleio.csi.v0.PluginCapability;
import org.csiscaleio.csi.v0.ProbeRequest;
import org.csiscaleio.csi.v01.GetSupportedVersionsRequest;
import org.csiscaleio.csi.v01.Version;
import org.csiscaleio.identity.service.IdentitySettings;
import org.junit.jupiter.api.Test;

class OlderIdentitiesTest {
  private static final IdentitySettings SETTINGS =
      new IdentitySettings("org.example.csi", "1.2.3", Map.of("commit", "abc"));

  private final IdentityV0 v0 = new IdentityV0(SETTINGS, V0Level.V0_2);
  private final IdentityV01 v01 = new IdentityV01(SETTINGS);

  @Test
  void sayTheSameOfThePluginAsCsiV1Does() throws Exception {
    byte[] v1 =
        call(
                new IdentityV1(SETTINGS, SpecLevel.NEWEST)::getPluginInfo,
                org.csiscaleio.csi.v1.GetPluginInfoRequest.getDefaultInstance())
            .toByteArray();

    assertThat(
            call(v0::getPluginInfo, org.csiscaleio.csi.v0.GetPluginInfoRequest.getDefaultInstance())
                .toByteArray())
        .isEqualTo(v1);
    assertThat(
            call(
                    v01::getPluginInfo,
                    org.csiscaleio.csi.v01.GetPluginInfoRequest.getDefaultInstance())
                .toByteArray())
        .isEqualTo(v1);
  }

  @Test
  void csiServesVersion010AndNoOther() {
    assertThat(
            call(v01::getSupportedVersions, GetSupportedVersionsRequest.getDefaultInstance())
                .getSupportedVersionsList())
        .containsExactly(Version.newBuilder().setMinor(1).build());
  }

  @Test
  void csiV0AdvertisesTheController() {
    assertThat(
            call(v0::getPluginCapabilities, GetPluginCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getService().getType())
        .containsExactly(PluginCapability.Service.Type.CONTROLLER_SERVICE);
  }

  @Test
  void aProbeOfCsiV0SaysReadySinceRelease03() {
    assertThat(call(v0::probe, ProbeRequest.getDefaultInstance()).hasReady()).isFalse();
    assertThat(
            call(new IdentityV0(SETTINGS, V0Level.V0_3)::probe, ProbeRequest.getDefaultInstance())
                .getReady()
                .getValue())
        .isTrue();
  }

  private static <Q, A> A call(BiConsumer<Q, StreamObserver<A>> rpc, Q request) {
    var answers = new ArrayList<A>();
    rpc.accept(request, kept(answers));
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private static <A> StreamObserver<A> kept(List<A> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(A answer) {
        answers.add(answer);
      }

      @Override
      public void onError(Throwable failure) {
        throw new AssertionError(failure);
      }

      @Override
      public void onCompleted() {}
    };
  }
}
