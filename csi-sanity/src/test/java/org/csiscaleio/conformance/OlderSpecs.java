package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.csiscaleio.conformance.OlderCalls.Made;

/** Specs that more than one of the suites have, and those of 0.3 that it has alone. */
record OlderSpecs(OlderSuite suite, OlderCalls calls) {
  private static final long TEN_GIB = 10L << 30;
  private static final String AT_LEAST_TEN_GIB = "required_bytes: " + TEN_GIB;

  private static final Set<String> CONTROLLER_CAPABILITIES =
      Set.of("CREATE_DELETE_VOLUME", "PUBLISH_UNPUBLISH_VOLUME", "LIST_VOLUMES", "GET_CAPACITY");

  private static String exactly(long bytes) {
    return "required_bytes: " + bytes + " limit_bytes: " + bytes;
  }

  void identityOf03() {
    suite.spec(
        "GetPluginCapabilities says a controller",
        () ->
            assertThat(
                    OlderWire.each(
                        calls.wire().call("GetPluginCapabilities", ""),
                        "capabilities",
                        "service.type"))
                .contains("CONTROLLER_SERVICE")
                .isSubsetOf("CONTROLLER_SERVICE", "ACCESSIBILITY_CONSTRAINTS"));
    suite.spec("Probe is answered", () -> calls.wire().call("Probe", ""));
    suite.spec("GetPluginInfo says a name", calls::saysItsName);
  }

  /**
   * What all three suites ask of a controller that does what it is asked to do.
   *
   * @param more capabilities than all have
   */
  void controller(String... more) {
    Set<String> known =
        Stream.concat(CONTROLLER_CAPABILITIES.stream(), Stream.of(more))
            .collect(Collectors.toSet());
    suite.spec(
        "ControllerGetCapabilities says none that is unknown",
        () -> {
          calls.saysNoOtherCapabilitiesThan("ControllerGetCapabilities", known);
          assertThat(calls.capabilities("ControllerGetCapabilities")).hasSameElementsAs(known);
        });
    suite.spec("GetCapacity of nothing in particular", () -> calls.wire().call("GetCapacity", ""));
    suite.spec(
        "ListVolumes says ids",
        () -> {
          Made made = calls.create("sanity", "");
          assertThat(calls.listed()).containsExactly(made.id());
          calls.delete(made.id());
          assertThat(calls.listed()).isEmpty();
        });
    suite.spec(
        "CreateVolume of no size in particular",
        () -> calls.delete(calls.create("sanity", "").id()));
    suite.spec(
        "DeleteVolume of a volume that there is not", () -> calls.delete("reallyfakevolumeid"));
    suite.spec(
        "DeleteVolume of a volume that there is",
        () -> calls.delete(calls.create("sanity", "").id()));
    suite.spec(
        "ValidateVolumeCapabilities confirms what the volume was made for",
        () -> {
          Made made = calls.create("sanity", "");
          assertThat(calls.supported(made.id())).isTrue();
          calls.delete(made.id());
        });
    suite.spec("ControllerPublishVolume to this node", () -> mapAndUnmap());
    suite.spec("ControllerUnpublishVolume from this node", () -> mapAndUnmap());
  }

  private void mapAndUnmap() {
    Made made = calls.create("sanity", "");
    String node = calls.node();
    calls.controllerPublish(made.id(), node);
    calls.controllerUnpublish(made.id(), node);
    calls.delete(made.id());
  }

  void sizes(long bytes) {
    suite.spec(
        "CreateVolume of at least 10 GiB",
        () -> {
          Made made = calls.create("sanity", AT_LEAST_TEN_GIB);
          assertThat(made.bytes()).isGreaterThanOrEqualTo(TEN_GIB);
          calls.delete(made.id());
        });
    suite.spec(
        "CreateVolume twice is one volume",
        () -> {
          Made made = calls.create("sanity", AT_LEAST_TEN_GIB);
          assertThat(calls.create("sanity", AT_LEAST_TEN_GIB)).isEqualTo(made);
          calls.delete(made.id());
        });
    suite.spec(
        "CreateVolume again with another size",
        () -> {
          Made made = calls.create("sanity", exactly(bytes));
          assertThat(made.bytes()).isEqualTo(bytes);
          assertThat(
                  calls
                      .wire()
                      .failure("CreateVolume", OlderCalls.creation("sanity", exactly(2 * bytes)))
                      .getCode())
              .isEqualTo(Status.Code.ALREADY_EXISTS);
          calls.delete(made.id());
        });
  }

  void controllerOf03() {
    suite.spec(
        "CreateVolume with a name of 128 letters",
        () -> calls.delete(calls.create("a".repeat(128), AT_LEAST_TEN_GIB).id()));
    suite.spec(
        "ValidateVolumeCapabilities of a volume that there is not",
        () ->
            assertThat(
                    calls
                        .wire()
                        .failure(
                            "ValidateVolumeCapabilities",
                            "volume_id: 'some-vol-id'" + OlderCalls.CAPABILITIES)
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND));
    suite.spec(
        "ControllerPublishVolume of a volume that there is not",
        () ->
            assertThat(calls.failureOfPublish("some-vol-id", "some-node-id"))
                .isEqualTo(Status.Code.NOT_FOUND));
    suite.spec(
        "ControllerPublishVolume to a node that there is not",
        () -> {
          Made made = calls.create("sanity", "");
          assertThat(calls.failureOfPublish(made.id(), "some-fake-node-id"))
              .isEqualTo(Status.Code.NOT_FOUND);
          calls.delete(made.id());
        });
    suite.spec(
        "ControllerPublishVolume again, now to be read only",
        () -> {
          Made made = calls.create("sanity", "");
          String node = calls.node();
          calls.controllerPublish(made.id(), node);
          String readonly = OlderCalls.publication(made.id(), node) + " readonly: true";
          assertThat(calls.wire().failure("ControllerPublishVolume", readonly).getCode())
              .isEqualTo(Status.Code.ALREADY_EXISTS);
          calls.controllerUnpublish(made.id(), node);
          calls.delete(made.id());
        });
  }
}
