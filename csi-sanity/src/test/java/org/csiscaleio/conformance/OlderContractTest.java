package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.conformance.OlderWire.emptyRequest;
import static org.csiscaleio.conformance.OlderWire.name;
import static org.csiscaleio.conformance.OlderWire.saying;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Set;
import java.util.stream.Stream;
import org.csiscaleio.csi.v01.Version;
import org.csiscaleio.rig.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the csi-sanity suites of CSI 0.1 to 0.3 ask of every single call, asked of every method the
 * definitions have: that versions are looked at first, that nothing required may be missing, and
 * that what is not there says so. Spec by spec, as the suites have them, in {@link
 * OlderSuitesTest}.
 */
class OlderContractTest {
  private static final Version SERVED = Version.newBuilder().setMinor(1).build();

  /** Requests in which nothing is required, or nothing but a version. */
  private static final Set<String> ASK_NOTHING =
      Set.of(
          "GetSupportedVersions",
          "GetPluginInfo",
          "GetPluginCapabilities",
          "Probe",
          "ControllerProbe",
          "NodeProbe",
          "ListVolumes",
          "ListSnapshots",
          "GetCapacity",
          "ControllerGetCapabilities",
          "NodeGetCapabilities",
          "GetNodeID",
          "NodeGetId",
          "NodeGetInfo");

  private static Cluster cluster;
  private static OlderWire wire;

  @BeforeAll
  static void start() {
    cluster =
        Cluster.named("OlderContractTest")
            .setting("storagePool", "sp1")
            .setting("protectionDomain", "pd1")
            .start();
    wire = new OlderWire(cluster.a().socket(), OlderWire.CSI);
  }

  @AfterAll
  static void stop() {
    wire.close();
    cluster.close();
  }

  static Stream<MethodDescriptor<?, ?>> methodsOfCsi() {
    return OlderWire.methods(OlderWire.CSI);
  }

  static Stream<MethodDescriptor<?, ?>> methodsOfCsiV0() {
    return OlderWire.methods(OlderWire.CSI_V0);
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsi")
  void aRequestOfCsi01WithoutAVersionIsInvalid(MethodDescriptor<?, ?> method) {
    Status status = wire.outcome(method, emptyRequest(method));

    if (name(method).equals("GetSupportedVersions")) {
      assertThat(status.isOk()).isTrue();
    } else {
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).contains("version is missing");
    }
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsi")
  void aRequestOfCsi01ForAnotherVersionIsInvalid(MethodDescriptor<?, ?> method) {
    if (name(method).equals("GetSupportedVersions")) {
      return;
    }
    Status status =
        wire.outcome(
            method, saying(emptyRequest(method), Version.newBuilder().setMinor(2).build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("0.2.0");
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsi")
  void aRequestOfCsi01ThatSaysOnlyItsVersionIsServedOrMissesSomething(
      MethodDescriptor<?, ?> method) {
    assertServedOrMissing(method, saying(emptyRequest(method), SERVED));
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsiV0")
  void anEmptyRequestOfCsiV0IsServedOrMissesSomething(MethodDescriptor<?, ?> method) {
    assertServedOrMissing(method, emptyRequest(method));
  }

  private static void assertServedOrMissing(MethodDescriptor<?, ?> method, Message request) {
    Status status = wire.outcome(method, request);
    String name = name(method);
    if (ASK_NOTHING.contains(name)) {
      assertThat(status.isOk()).as(status.toString()).isTrue();
    } else {
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).contains("is missing");
    }
  }
}
