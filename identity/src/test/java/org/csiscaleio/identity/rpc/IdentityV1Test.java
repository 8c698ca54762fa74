package org.csiscaleio.identity.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.v1.GetPluginCapabilitiesRequest;
import org.csiscaleio.csi.v1.GetPluginCapabilitiesResponse;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.GetPluginInfoResponse;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.csi.v1.ProbeResponse;
import org.csiscaleio.identity.service.IdentitySettings;
import org.junit.jupiter.api.Test;

class IdentityV1Test {
  private final IdentityV1 identity =
      new IdentityV1(
          new IdentitySettings("org.example.csi", "1.2.3", Map.of("commit", "abc")),
          SpecLevel.NEWEST);

  @Test
  void tellsNameVersionAndManifest() {
    var answer = new Answer<GetPluginInfoResponse>();
    identity.getPluginInfo(GetPluginInfoRequest.getDefaultInstance(), answer);
    assertThat(answer.only().getName()).isEqualTo("org.example.csi");
    assertThat(answer.only().getVendorVersion()).isEqualTo("1.2.3");
    assertThat(answer.only().getManifestMap()).containsExactly(Map.entry("commit", "abc"));
  }

  @Test
  void advertisesControllerExpansionAndGroupsAndNothingThatIsNotThere() {
    assertThat(advertised(SpecLevel.NEWEST))
        .containsExactly("CONTROLLER_SERVICE", "ONLINE", "GROUP_CONTROLLER_SERVICE");
  }

  @Test
  void advertisesNothingThatTheSpecificationOfTheDayDidNotKnow() {
    assertThat(advertised(SpecLevel.parse("1.7"))).containsExactly("CONTROLLER_SERVICE", "ONLINE");
    assertThat(advertised(SpecLevel.parse("1.0"))).containsExactly("CONTROLLER_SERVICE");
  }

  @Test
  void advertisesPlacesWhereTheyAreTold() {
    assertThat(advertised(SpecLevel.NEWEST, true))
        .containsExactly(
            "CONTROLLER_SERVICE",
            "VOLUME_ACCESSIBILITY_CONSTRAINTS",
            "SNAPSHOT_ACCESSIBILITY_CONSTRAINTS",
            "ONLINE",
            "GROUP_CONTROLLER_SERVICE");
    assertThat(advertised(SpecLevel.parse("1.0"), true))
        .containsExactly("CONTROLLER_SERVICE", "VOLUME_ACCESSIBILITY_CONSTRAINTS");
  }

  private static List<String> advertised(SpecLevel level) {
    return advertised(level, false);
  }

  private static List<String> advertised(SpecLevel level, boolean placed) {
    var answer = new Answer<GetPluginCapabilitiesResponse>();
    var settings = new IdentitySettings("org.example.csi", "1.2.3", Map.of()).placed(placed);
    new IdentityV1(settings, level)
        .getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance(), answer);
    return answer.only().getCapabilitiesList().stream()
        .map(capability ->
            capability.hasVolumeExpansion()
                ? capability.getVolumeExpansion().getType().name()
                : capability.getService().getType().name())
        .toList();
  }

  @Test
  void isReadyAsSoonAsItAnswers() {
    var answer = new Answer<ProbeResponse>();
    identity.probe(ProbeRequest.getDefaultInstance(), answer);
    assertThat(answer.only().hasReady()).isTrue();
    assertThat(answer.only().getReady().getValue()).isTrue();
  }

  /** Keeps what a binding answered. */
  private static final class Answer<T> implements StreamObserver<T> {
    private final List<T> messages = new ArrayList<>();
    private boolean completed;

    @Override
    public void onNext(T message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    T only() {
      assertThat(completed).isTrue();
      assertThat(messages).hasSize(1);
      return messages.getFirst();
    }
  }
}
