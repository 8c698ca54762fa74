package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.atLeast;
import static org.csiscaleio.controller.service.Scene.request;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.OUT_OF_RANGE;
import static org.csiscaleio.operation.Failure.Code.RESOURCE_EXHAUSTED;

import java.util.List;
import java.util.Map;
import org.csiscaleio.controller.service.VolumeCapability.Access;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.VolumeType;
import org.junit.jupiter.api.Test;

class CreateVolumeTest {
  private final Scene scene = new Scene();

  @Test
  void aVolumeIsMadeThinInTheConfiguredPoolInTheDefaultSize() {
    ProvisionedVolume made = scene.create(request("data"));
    var volume = scene.onArray(made.id().toString());
    assertThat(made.capacityBytes()).isEqualTo(8 * GIB);
    assertThat(made.context()).isEmpty();
    assertThat(volume.name()).isEqualTo("data");
    assertThat(volume.sizeBytes()).isEqualTo(8 * GIB);
    assertThat(volume.type()).isEqualTo(VolumeType.THIN);
    assertThat(volume.storagePoolId()).isEqualTo(scene.poolId);
  }

  @Test
  void theAnswerSaysTheSizeThatIsOnTheArray() {
    ProvisionedVolume made = scene.create(request("data", atLeast(10 * GIB), Map.of()));
    assertThat(made.capacityBytes()).isEqualTo(16 * GIB);
    assertThat(scene.onArray(made.id().toString()).sizeBytes()).isEqualTo(16 * GIB);
  }

  @Test
  void aThickVolumeIsMadeWhenTheParametersOrTheSettingsSaySo() {
    var thick = scene.create(request("a", SizeRange.ANY, Map.of("thickprovisioning", "true")));
    assertThat(scene.onArray(thick.id().toString()).type()).isEqualTo(VolumeType.THICK);

    var thickScene =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1").withThickProvisioning(true));
    assertThat(thickScene.onArray(thickScene.create("b")).type()).isEqualTo(VolumeType.THICK);
    var thin = thickScene.create(request("c", SizeRange.ANY, Map.of("provisioning", "thin")));
    assertThat(thickScene.onArray(thin.id().toString()).type()).isEqualTo(VolumeType.THIN);
  }

  @Test
  void thePrefixIsPartOfTheName() {
    var made =
        scene.create(
            request(
                "pvc-16fd2706-8baf-433b-82eb-8c7fada847da",
                SizeRange.ANY,
                Map.of("volumeNamePrefix", "k8s")));
    assertThat(scene.onArray(made.id().toString()).name())
        .isEqualTo("k8s-pvc-Fv0nBouvQzuC64x_rahH2g");
  }

  @Test
  void theContextIsTheSameWheneverTheSameParametersCome() {
    var wanted =
        request(
            "data",
            SizeRange.ANY,
            Map.of("fsType", "xfs", "iopsLimit", "200", "storagepool", "sp1"));
    ProvisionedVolume made = scene.create(wanted);
    assertThat(made.context()).isEqualTo(Map.of("fsType", "xfs", "iopsLimit", "200"));
    assertThat(scene.create(wanted)).isEqualTo(made);
  }

  @Test
  void aPoolIsFoundByNameOrIdAndSoIsItsDomain() {
    for (String pool : List.of("sp1", scene.poolId)) {
      for (String domain : List.of("pd1", scene.domainId)) {
        var made =
            scene.create(
                request(
                    pool + "." + domain.substring(0, 3),
                    SizeRange.ANY,
                    Map.of("storagepool", pool, "protectiondomain", domain)));
        assertThat(scene.onArray(made.id().toString()).storagePoolId()).isEqualTo(scene.poolId);
      }
    }
  }

  @Test
  void aPoolNameThatSeveralDomainsHaveNeedsTheDomain() {
    String other = scene.array.addProtectionDomain("pd2");
    String otherPool = scene.array.addStoragePool(other, "sp1", 1024);
    assertFails(
        INVALID_ARGUMENT, () -> scene.create("data"), "pd1", "pd2", "parameter protectiondomain");
    var made = scene.create(request("data", SizeRange.ANY, Map.of("protectiondomain", "pd2")));
    assertThat(scene.onArray(made.id().toString()).storagePoolId()).isEqualTo(otherPool);
  }

  @Test
  void anUnknownPoolOrDomainIsRefusedAndThoseThatAreThereAreNamed() {
    assertFails(
        INVALID_ARGUMENT,
        () -> scene.create(request("a", SizeRange.ANY, Map.of("storagepool", "sp9"))),
        "'sp9'",
        "pd1/sp1");
    assertFails(
        INVALID_ARGUMENT,
        () -> scene.create(request("a", SizeRange.ANY, Map.of("protectiondomain", "pd9"))),
        "'pd9'",
        "pd1/sp1");
    var poolless = new Scene(ControllerSettings.defaults());
    assertFails(INVALID_ARGUMENT, () -> poolless.create("a"), "parameter storagepool", "pd1/sp1");
  }

  @Test
  void aPoolMadeAfterTheOthersWereRememberedIsFound() {
    scene.create("first");
    String later = scene.array.addStoragePool(scene.domainId, "later", 1024);
    var made = scene.create(request("second", SizeRange.ANY, Map.of("storagepool", "later")));
    assertThat(scene.onArray(made.id().toString()).storagePoolId()).isEqualTo(later);
  }

  @Test
  void aPoolThatWasMadeAnewUnderItsNameIsUsed() {
    String volume = scene.create("first");
    scene.delete(volume);
    scene.array.removeStoragePool(scene.poolId);
    String anew = scene.array.addStoragePool(scene.domainId, "sp1", 1024);
    assertThat(scene.onArray(scene.create("second")).storagePoolId()).isEqualTo(anew);
  }

  @Test
  void aPoolWithoutZeroPaddingIsRefusedUnlessAllowed() {
    scene.array.addStoragePool(scene.domainId, "bare", 1024, false);
    var wanted = request("data", SizeRange.ANY, Map.of("storagepool", "bare"));
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.create(wanted),
        "'bare'",
        "zero padding",
        "allowUnpaddedPools");
    assertThat(scene.array.volumes()).isEmpty();

    var allowing = new Scene(ControllerSettings.defaults().withUnpaddedPoolsAllowed(true));
    allowing.array.addStoragePool(allowing.domainId, "bare", 1024, false);
    assertThat(allowing.create(wanted).capacityBytes()).isEqualTo(8 * GIB);
  }

  @Test
  void aPoolOfFineGranularityTakesThinVolumesOnly() {
    scene.array.addFineGranularityPool(scene.domainId, "fine", 1024);
    assertFails(
        INVALID_ARGUMENT,
        () ->
            scene.create(
                request(
                    "a", SizeRange.ANY, Map.of("storagepool", "fine", "provisioning", "thick"))),
        "fine granularity",
        "thickprovisioning=false");
    scene.create(request("a", SizeRange.ANY, Map.of("storagepool", "fine")));
  }

  @Test
  void aDomainThatIsNotActiveIsRefusedAndUsedAgainOnceItIs() {
    scene.array.setDomainActive(scene.domainId, false);
    assertFails(FAILED_PRECONDITION, () -> scene.create("a"), "'pd1'", "not active");
    scene.array.setDomainActive(scene.domainId, true);
    scene.create("a");
    scene.array.setDomainActive(scene.domainId, false);
    assertFails(FAILED_PRECONDITION, () -> scene.create("b"), "not active");
  }

  @Test
  void anotherSystemThanThisOneIsRefused() {
    for (String here : List.of("scaleio-1", "1f3c6a2b7d8e9a0f", "1F3C6A2B7D8E9A0F")) {
      scene.create(request("at-" + here, SizeRange.ANY, Map.of("systemID", here)));
    }
    assertFails(
        INVALID_ARGUMENT,
        () -> scene.create(request("a", SizeRange.ANY, Map.of("system", "scaleio-2"))),
        "1f3c6a2b7d8e9a0f",
        "'scaleio-2'");
  }

  @Test
  void moreThanTheArraysLargestVolumeIsOutOfRange() {
    scene.array.setLimit("volumeSizeGb", 64);
    assertFails(
        OUT_OF_RANGE,
        () -> scene.create(request("a", atLeast(65 * GIB), Map.of())),
        "72 GiB",
        "64 GiB");
    assertThat(scene.system.calls(Call.CREATE_VOLUME)).isZero();
  }

  @Test
  void aFullPoolIsResourceExhausted() {
    var thick = Map.of("provisioning", "thick");
    assertFails(
        RESOURCE_EXHAUSTED,
        () -> scene.create(request("a", atLeast(8000 * GIB), thick)),
        "volume 'a'");
  }

  @Test
  void aFileSystemWrittenFromTwoHostsIsRefusedWithTheReason() {
    for (AccessMode mode :
        List.of(AccessMode.MULTI_NODE_MULTI_WRITER, AccessMode.MULTI_NODE_SINGLE_WRITER)) {
      assertFails(
          INVALID_ARGUMENT,
          () ->
              new CreateRequest(
                  "a", SizeRange.ANY, List.of(WRITER, Scene.mount(mode)), VolumeParameters.NONE),
          "destroy themselves",
          mode.name());
      scene.create(
          new CreateRequest(
              "block-" + mode, SizeRange.ANY, List.of(Scene.block(mode)), VolumeParameters.NONE));
    }
  }

  @Test
  void twoFileSystemsForOneVolumeAreRefused() {
    var xfs =
        new VolumeCapability(AccessMode.SINGLE_NODE_WRITER, new Access.Mount("xfs", List.of(), ""));
    assertFails(
        INVALID_ARGUMENT,
        () ->
            new CreateRequest(
                "a", SizeRange.ANY, List.of(xfs), VolumeParameters.parse(Map.of("fsType", "ext4"))),
        "xfs",
        "ext4",
        "say it once");
  }

  @Test
  void whatNoNodeCanMountIsRefused() {
    var ntfs = new Access.Mount("ntfs", List.of(), "");
    var grouped = new Access.Mount("ext4", List.of(), "users");
    for (Access access : List.of(ntfs, grouped)) {
      assertFails(
          INVALID_ARGUMENT,
          () ->
              new CreateRequest(
                  "a",
                  SizeRange.ANY,
                  List.of(new VolumeCapability(AccessMode.SINGLE_NODE_WRITER, access)),
                  VolumeParameters.NONE),
          "volume 'a' cannot be made");
    }
  }
}
