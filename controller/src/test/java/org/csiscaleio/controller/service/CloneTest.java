package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.soon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes made from snapshots and from other volumes. */
class CloneTest {
  private final Scene scene = new Scene();
  private final String source = scene.create("source");

  /** What a volume is made from. */
  enum From {
    VOLUME,
    SNAPSHOT
  }

  private ContentSource content(From from) {
    return from == From.VOLUME
        ? new ContentSource.OfVolume(source)
        : new ContentSource.OfSnapshot(scene.snapshot(source, "snap"));
  }

  static ProvisionedVolume clone(Scene scene, String name, String snapshotId) {
    return create(scene, name, new ContentSource.OfSnapshot(snapshotId), SizeRange.ANY, Map.of());
  }

  private static ProvisionedVolume create(
      Scene scene,
      String name,
      ContentSource source,
      SizeRange size,
      Map<String, String> parameters) {
    return scene.create(
        new CreateRequest(
            name, size, List.of(WRITER), VolumeParameters.parse(parameters), Optional.of(source)));
  }

  private ProvisionedVolume create(String name, ContentSource content, SizeRange size) {
    return create(scene, name, content, size, Map.of());
  }

  @ParameterizedTest
  @EnumSource
  void aCloneIsAVolumeThatCanBeWrittenBesideItsSource(From from) {
    ContentSource content = content(from);

    ProvisionedVolume clone = create("clone", content, SizeRange.ANY);

    Volume onArray = scene.onArray(clone.id().toString());
    assertThat(clone.capacityBytes()).isEqualTo(8 * GIB);
    assertThat(onArray.accessLimit()).isEqualTo(MappingAccess.READ_WRITE);
    assertThat(onArray.ancestorVolumeId()).isEqualTo(Scene.arrayId(content.id()));
    assertThat(onArray.name()).isEqualTo("clone");
    scene.publish(source, GUID_A, WRITER);
    scene.publish(clone.id().toString(), GUID_B, WRITER);
    assertThat(scene.hostsOf(clone.id().toString())).containsExactly(GUID_B);
  }

  @ParameterizedTest
  @EnumSource
  void aCloneMayBeLargerThanItsSourceAndNeverSmaller(From from) {
    ContentSource content = content(from);

    assertThat(create("larger", content, Scene.atLeast(20 * GIB)).capacityBytes())
        .isEqualTo(24 * GIB);
    assertThat(create("less", content, Scene.atLeast(1)).capacityBytes()).isEqualTo(8 * GIB);
    assertFails(
        Failure.Code.OUT_OF_RANGE,
        () -> create("small", content, new SizeRange(1, 4 * GIB)),
        "cannot be smaller");
    assertFails(
        Failure.Code.OUT_OF_RANGE, () -> create("odd", content, new SizeRange(9 * GIB, 10 * GIB)));
    assertThat(scene.array.volumeNamed("small")).isEmpty();
    assertThat(scene.onArray(source).sizeBytes()).isEqualTo(8 * GIB);
  }

  @Test
  void anEqualRequestGetsTheCloneThatIsThere() {
    ContentSource content = content(From.SNAPSHOT);
    var first = create("clone", content, Scene.atLeast(16 * GIB));

    assertThat(create("clone", content, Scene.atLeast(16 * GIB))).isEqualTo(first);
    assertThat(create("clone", content, SizeRange.ANY).id()).isEqualTo(first.id());
    scene.publish(first.id().toString(), GUID_A, WRITER);
    assertThat(create("clone", content, Scene.atLeast(16 * GIB)).id()).isEqualTo(first.id());
    assertFails(
        Failure.Code.ALREADY_EXISTS, () -> create("clone", content, Scene.atLeast(24 * GIB)));
  }

  @Test
  void anEqualRequestGetsItsCloneThoughTheSourceHasOutgrownItsLimit() {
    var content = new ContentSource.OfVolume(source);
    var range = new SizeRange(8 * GIB, 8 * GIB);
    var first = create("clone", content, range);
    scene.controller.expand(
        new ExpandRequest(source, Scene.atLeast(16 * GIB), Optional.empty()), soon());

    assertThat(create("clone", content, range)).isEqualTo(first);
    assertFails(Failure.Code.OUT_OF_RANGE, () -> create("another", content, range));
  }

  @Test
  void aNameIsThatOfOneVolumeWhateverItWasMadeFrom() {
    ContentSource snapshot = content(From.SNAPSHOT);
    create("clone", snapshot, SizeRange.ANY);

    assertFails(
        Failure.Code.ALREADY_EXISTS,
        () -> create("clone", content(From.VOLUME), SizeRange.ANY),
        "it was made from");
    assertFails(
        Failure.Code.ALREADY_EXISTS, () -> scene.create("clone"), "made from another volume");
    assertFails(
        Failure.Code.ALREADY_EXISTS, () -> create("source", snapshot, SizeRange.ANY), "made empty");
  }

  @Test
  void aSourceThatIsNotThereIsNotFound() {
    for (String odd : List.of("non-existing-snapshot-id", source.replace(source.charAt(30), 'e'))) {
      assertFails(
          Failure.Code.NOT_FOUND,
          () -> create("clone", new ContentSource.OfSnapshot(odd), SizeRange.ANY));
      assertFails(
          Failure.Code.NOT_FOUND,
          () -> create("clone", new ContentSource.OfVolume(odd), SizeRange.ANY));
    }
    String gone = scene.create("gone");
    scene.array.remove(Scene.arrayId(gone));
    assertFails(
        Failure.Code.NOT_FOUND,
        () -> create("clone", new ContentSource.OfVolume(gone), SizeRange.ANY),
        gone);
  }

  @Test
  void parametersThatContradictTheSourceAreRefused() {
    scene.array.addStoragePool(scene.domainId, "sp2", 8192);
    ContentSource content = content(From.SNAPSHOT);

    assertFails(
        Failure.Code.INVALID_ARGUMENT,
        () -> create(scene, "clone", content, SizeRange.ANY, Map.of("storagepool", "sp2")),
        "sp1");
    assertFails(
        Failure.Code.INVALID_ARGUMENT,
        () -> create(scene, "clone", content, SizeRange.ANY, Map.of("thickprovisioning", "true")),
        "thin");
    assertThat(
            create(
                    scene,
                    "clone",
                    content,
                    SizeRange.ANY,
                    Map.of("storagepool", "sp1", "protectiondomain", "pd1", "fsType", "xfs"))
                .context())
        .isEqualTo(Map.of("fsType", "xfs"));
  }

  @Test
  void aDeathBetweenCloneAndGrowthIsHealedByTheNextCall() {
    ContentSource content = content(From.SNAPSHOT);
    scene.system.faults().fail(Call.GROW_VOLUME, Kind.UNREACHABLE);

    assertFails(Failure.Code.UNAVAILABLE, () -> create("clone", content, Scene.atLeast(16 * GIB)));
    assertThat(scene.array.volumeNamed("clone")).isPresent();
    var clone = create("clone", content, Scene.atLeast(16 * GIB));

    assertThat(clone.capacityBytes()).isEqualTo(16 * GIB);
    assertThat(scene.onArray(clone.id().toString()).sizeBytes()).isEqualTo(16 * GIB);
  }

  @Test
  void whatCannotBeGrownIsNotLeftBehind() {
    ContentSource content = content(From.SNAPSHOT);
    int before = scene.array.volumes().size();
    scene.system.faults().fail(Call.GROW_VOLUME, Kind.NO_CAPACITY);

    assertFails(
        Failure.Code.RESOURCE_EXHAUSTED, () -> create("clone", content, Scene.atLeast(16 * GIB)));

    assertThat(scene.array.volumes()).hasSize(before);
  }

  @Test
  void lostAnswersLeaveOneClone() {
    ContentSource content = content(From.SNAPSHOT);
    scene.system.faults().loseAnswer(Call.SNAPSHOT);
    scene.system.faults().loseAnswer(Call.GROW_VOLUME);
    SizeRange size = Scene.atLeast(16 * GIB);
    assertFails(Failure.Code.UNAVAILABLE, () -> create("clone", content, size));
    assertFails(Failure.Code.UNAVAILABLE, () -> create("clone", content, size));

    assertThat(create("clone", content, size).capacityBytes()).isEqualTo(16 * GIB);
    assertThat(scene.array.volumes()).hasSize(3);
  }

  @Test
  void aSourceThatGrewBehindOurBackMakesALargerClone() {
    create("warm", new ContentSource.OfVolume(source), SizeRange.ANY);
    scene.array.grow(Scene.arrayId(source), 32L << 20);

    assertThat(
            create("clone", new ContentSource.OfVolume(source), Scene.atLeast(16 * GIB))
                .capacityBytes())
        .isEqualTo(32 * GIB);
  }

  @Test
  void deletingTheSourceOrTheCloneLeavesTheOther() {
    ContentSource snapshot = content(From.SNAPSHOT);
    String clone = create("clone", snapshot, SizeRange.ANY).id().toString();
    String second =
        create("second", new ContentSource.OfVolume(clone), SizeRange.ANY).id().toString();

    scene.delete(source);
    scene.controller.snapshots().delete(snapshot.id(), soon());
    scene.delete(clone);

    assertThat(scene.array.volumes()).extracting(Volume::id).containsExactly(Scene.arrayId(second));
    assertThat(scene.controller.list(0, "", soon()).volumes()).hasSize(1);
  }

  @Test
  void clonesAreListedAsVolumesByArraysBeforeThreeToo() {
    var old =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1"), new GatewayVersion(2, 0));
    String volume = old.create("data");
    String clone =
        create(old, "clone", new ContentSource.OfVolume(volume), SizeRange.ANY, Map.of())
            .id()
            .toString();

    assertThat(old.controller.list(0, "", soon()).volumes())
        .extracting(status -> status.volume().id().toString())
        .containsExactly(volume, clone);
  }
}
