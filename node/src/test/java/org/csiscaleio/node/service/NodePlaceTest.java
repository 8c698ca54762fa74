package org.csiscaleio.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.operation.PlaceNames;
import org.junit.jupiter.api.Test;

class NodePlaceTest {
  private static final String CONFIGURED = "1f3c6a2b7d8e9a0f";
  private static final String SERVED = "2e706b2740ec200f";

  private static NodePlace place(String... configured) {
    return new NodePlace(new PlaceNames("org.example"), Map.of("zone", "a"), Set.of(configured));
  }

  @Test
  void whatTheSdcSaysGoesBeforeWhatIsConfigured() {
    assertThat(place(CONFIGURED).of(Optional.of(Set.of(SERVED))).orElseThrow().segments())
        .isEqualTo(Map.of("org.example/" + SERVED, "true", "org.example/zone", "a"));
  }

  @Test
  void withoutAnSdcToAskTheConfiguredSystemsAreTold() {
    assertThat(place(CONFIGURED).of(Optional.empty()).orElseThrow().segments())
        .containsEntry("org.example/" + CONFIGURED, "true");
  }

  @Test
  void anSdcThatServesNoSystemReachesNone() {
    assertThat(place(CONFIGURED).of(Optional.of(Set.of())).orElseThrow().segments())
        .isEqualTo(Map.of("org.example/zone", "a"));
  }

  @Test
  void whenNobodySaysWhichSystemsAreServedOnlyLabelsAreTold() {
    assertThat(place().of(Optional.empty()).orElseThrow().segments())
        .isEqualTo(Map.of("org.example/zone", "a"));
    assertThat(
            new NodePlace(new PlaceNames("org.example"), Map.of(), Set.of()).of(Optional.empty()))
        .isEmpty();
  }
}
