package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeParametersTest {

  @Test
  void everySpellingIsUnderstoodInAnyCase() {
    var parameters =
        VolumeParameters.parse(
            Map.of(
                "StoragePool", "sp1",
                "PROTECTIONDOMAIN", "pd1",
                "System", "scaleio-1",
                "ThinOrThick", "Thick",
                "csi.storage.k8s.io/fstype", "XFS",
                "mkfsformatoption", "-m crc=1",
                "IopsLimit", "200",
                "bandwidthlimitinkbps", "10240",
                "VolumeNamePrefix", "prod"));
    assertThat(parameters.storagePool()).contains("sp1");
    assertThat(parameters.protectionDomain()).contains("pd1");
    assertThat(parameters.system()).contains("scaleio-1");
    assertThat(parameters.thick()).contains(true);
    assertThat(parameters.prefixed("a")).isEqualTo("prod-a");
    assertThat(parameters.volumeContext())
        .isEqualTo(
            Map.of(
                "fsType", "xfs",
                "mkfsFormatOption", "-m crc=1",
                "iopsLimit", "200",
                "bandwidthLimitInKbps", "10240"));
  }

  @Test
  void nothingGivenMeansAnEmptyContext() {
    assertThat(VolumeParameters.NONE.volumeContext()).isEmpty();
    assertThat(VolumeParameters.parse(Map.of("storagepool", "sp1")).volumeContext()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "thickprovisioning,true,true",
    "thickprovisioning,FALSE,false",
    "provisioning,thin,false",
    "thinOrThick,ThickProvisioned,true",
    "provisioning,ThinProvisioned,false"
  })
  void provisioningIsUnderstoodInEveryWayOtherPluginsSayIt(
      String key, String value, boolean thick) {
    assertThat(VolumeParameters.parse(Map.of(key, value)).thick()).contains(thick);
  }

  @Test
  void whatKubernetesAddsIsIgnored() {
    var parameters =
        VolumeParameters.parse(
            Map.of(
                "csi.storage.k8s.io/pv/name", "pvc-1",
                "csi.storage.k8s.io/pvc/name", "claim",
                "csi.storage.k8s.io/pvc/namespace", "default"));
    assertThat(parameters).isEqualTo(VolumeParameters.NONE);
  }

  @Test
  void anUnknownKeyIsRefusedAndTheKnownOnesAreNamed() {
    assertFails(
        INVALID_ARGUMENT,
        () -> VolumeParameters.parse(Map.of("storagepol", "sp1")),
        "'storagepol'",
        "storagepool",
        "protectiondomain",
        "thickprovisioning or thinOrThick or provisioning",
        "bandwidthLimitInKbps");
  }

  @Test
  void spellingsThatContradictEachOtherAreRefused() {
    assertFails(
        INVALID_ARGUMENT,
        () -> VolumeParameters.parse(Map.of("storagepool", "a", "StoragePool", "b")),
        "storagepool",
        "StoragePool",
        "contradict");
    assertFails(
        INVALID_ARGUMENT,
        () -> VolumeParameters.parse(Map.of("thickprovisioning", "true", "provisioning", "thin")),
        "contradict");
  }

  @Test
  void spellingsThatAgreeAreFine() {
    var agreeing = Map.of("thickprovisioning", "true", "provisioning", "thick");
    assertThat(VolumeParameters.parse(agreeing).thick()).contains(true);
  }

  @ParameterizedTest
  @CsvSource({
    "iopsLimit,10",
    "iopsLimit,-1",
    "iopsLimit,many",
    "bandwidthLimitInKbps,1000",
    "bandwidthLimitInKbps,-1024",
    "bandwidthLimitInKbps,1e6",
    "thickprovisioning,maybe",
    "fsType,ntfs",
    "storagepool,''",
    "mkfsFormatOption,'-L a\u0007b'",
    "volumeNamePrefix,ninechars",
    "volumeNamePrefix,'a b'"
  })
  void aValueThatCannotBeIsRefusedByName(String key, String value) {
    assertFails(INVALID_ARGUMENT, () -> VolumeParameters.parse(Map.of(key, value)));
  }

  @ParameterizedTest
  @CsvSource({"iopsLimit,0", "iopsLimit,11", "bandwidthLimitInKbps,0", "bandwidthLimitInKbps,1024"})
  void limitsTheArrayTakesAreTaken(String key, String value) {
    assertThat(VolumeParameters.parse(Map.of(key, value)).volumeContext())
        .isEqualTo(Map.of(key, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"subPath", "preempt"})
  void whatIsForVolumesMadeElsewhereIsRefusedRatherThanIgnored(String key) {
    assertFails(
        INVALID_ARGUMENT,
        () -> VolumeParameters.parse(Map.of(key, "true")),
        key,
        "not for volumes made here");
  }

  @Test
  void switchingOffWhatIsOffIsFine() {
    assertThat(VolumeParameters.parse(Map.of("preempt", "false"))).isEqualTo(VolumeParameters.NONE);
  }
}
