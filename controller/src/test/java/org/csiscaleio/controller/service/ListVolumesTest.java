package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.atLeast;
import static org.csiscaleio.controller.service.Scene.request;
import static org.csiscaleio.operation.Failure.Code.ABORTED;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListVolumesTest {
  private final Scene scene = new Scene();

  private VolumePage list(int maxEntries, String token) {
    return scene.controller.list(maxEntries, token, Scene.soon());
  }

  private List<String> ids(VolumePage page) {
    return page.volumes().stream().map(status -> status.volume().id().toString()).toList();
  }

  @Test
  void anEmptyArrayIsAnEmptyPage() {
    assertThat(list(0, "")).isEqualTo(new VolumePage(List.of(), ""));
  }

  @Test
  void everyVolumeIsListedWithItsSizeAndItsHosts() {
    String small = scene.create("small");
    String large = scene.create(request("large", atLeast(20 * GIB), Map.of())).id().toString();
    scene.publish(large, GUID_B, WRITER);
    assertThat(list(0, "").volumes())
        .extracting(
            status -> status.volume().id().toString(),
            status -> status.volume().capacityBytes(),
            VolumeStatus::publishedNodeIds)
        .containsExactly(tuple(small, 8 * GIB, List.of()), tuple(large, 24 * GIB, List.of(GUID_B)));
  }

  @Test
  void aVolumeOnSeveralHostsNamesThemAll() {
    String volume = scene.create("data");
    var shared = Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER);
    scene.publish(volume, GUID_A, shared);
    scene.publish(volume, GUID_B, shared);
    assertThat(list(0, "").volumes().getFirst().publishedNodeIds()).containsExactly(GUID_A, GUID_B);
  }

  @Test
  void aHostThatJoinedLaterIsNamedToo() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.unpublish(volume, GUID_A);
    String late = scene.array.addSdc("33333333-AAAA-BBBB-CCCC-444444444444", "", "");
    scene.array.map(Scene.arrayId(volume), late, false, MappingAccess.READ_WRITE);
    assertThat(list(0, "").volumes().getFirst().publishedNodeIds())
        .containsExactly("33333333-AAAA-BBBB-CCCC-444444444444");
  }

  @Test
  void snapshotsAreNotVolumes() {
    String volume = scene.create("data");
    String snapshot = readOnly(Scene.arrayId(volume), "snap");
    readOnly(snapshot, "snap-of-snap");
    assertThat(ids(list(0, ""))).containsExactly(volume);
  }

  @Test
  void whatCanBeWrittenIsAVolumeThoughTheArrayCallsItASnapshot() {
    String volume = scene.create("data");
    String clone = scene.array.addSnapshot(Scene.arrayId(volume), "clone-of-another-plugin");
    String automatic = scene.array.addSnapshot(Scene.arrayId(volume), "auto-1");
    scene.array.markOfPolicy(automatic);
    assertThat(ids(list(0, ""))).containsExactly(volume, FakeArray.SYSTEM_ID + "-" + clone);
  }

  private String readOnly(String arrayId, String name) {
    return scene
        .array
        .snapshot(NewSnapshots.of(arrayId, name, MappingAccess.READ_ONLY))
        .volumeIds()
        .getFirst();
  }

  @Test
  void pagesJoinToTheWhole() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      all.add(scene.create("v" + i));
    }
    var paged = new ArrayList<String>();
    String token = "";
    do {
      VolumePage page = list(3, token);
      assertThat(page.volumes()).hasSizeLessThanOrEqualTo(3);
      paged.addAll(ids(page));
      token = page.nextToken();
    } while (!token.isEmpty());
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void aTokenWithoutALimitGivesAllTheRest() {
    for (int i = 0; i < 5; i++) {
      scene.create("v" + i);
    }
    VolumePage first = list(2, "");
    VolumePage rest = list(0, first.nextToken());
    assertThat(rest.volumes()).hasSize(3);
    assertThat(rest.nextToken()).isEmpty();
  }

  @Test
  void aPageAsLargeAsTheListIsTheLast() {
    scene.create("v0");
    scene.create("v1");
    assertThat(list(2, "").nextToken()).isEmpty();
  }

  @Test
  void volumesThatComeAndGoWhilePagingNeitherDoubleNorHideOthers() {
    var before = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      before.add(scene.create("v" + i));
    }
    VolumePage first = list(2, "");
    scene.delete(before.get(0));
    scene.delete(before.get(3));
    scene.create("later");
    VolumePage second = list(2, first.nextToken());
    VolumePage third = list(2, second.nextToken());
    var seen = new ArrayList<>(ids(first));
    seen.addAll(ids(second));
    seen.addAll(ids(third));
    assertThat(seen).isEqualTo(before);
    assertThat(list(2, first.nextToken())).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"invalid-token", "2", "-1", "0123456789abcdef-1", "0123456789abcdef-999999999"})
  void aTokenOfSomebodyElseIsAborted(String token) {
    scene.create("v0");
    assertFails(ABORTED, () -> list(0, token), "list again without it");
  }

  @Test
  void aTokenBeyondTheEndIsAborted() {
    scene.create("v0");
    scene.create("v1");
    String token = list(1, "").nextToken();
    String beyond = token.substring(0, token.indexOf('-')) + "-2";
    assertFails(ABORTED, () -> list(0, beyond));
  }

  @Test
  void onlySoManyListingsAreKept() {
    var few =
        new Scene(
            ControllerSettings.defaults()
                .withStoragePool("sp1")
                .withListings(Duration.ofMinutes(1), 2));
    few.create("v0");
    few.create("v1");
    var tokens = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      tokens.add(few.controller.list(1, "", Scene.soon()).nextToken());
    }
    assertFails(ABORTED, () -> few.controller.list(1, tokens.get(0), Scene.soon()));
    assertThat(few.controller.list(1, tokens.get(1), Scene.soon()).volumes()).hasSize(1);
    assertThat(few.controller.list(1, tokens.get(2), Scene.soon()).volumes()).hasSize(1);
  }

  @Test
  void aListThatCannotBeReadIsNoEmptyList() {
    scene.create("v0");
    scene.system.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE);
    assertFails(UNAVAILABLE, () -> list(0, ""));
  }

  @Test
  void tenThousandVolumesFitOneMessageAndPageByHundreds() {
    scene.array.addThinVolumes(scene.poolId, "bulk-", 10_000);
    assertThat(list(0, "").volumes()).hasSize(10_000);
    scene.system.resetCalls();
    int pages = 0;
    int volumes = 0;
    String token = "";
    do {
      VolumePage page = list(100, token);
      volumes += page.volumes().size();
      pages++;
      token = page.nextToken();
    } while (!token.isEmpty());
    assertThat(pages).isEqualTo(100);
    assertThat(volumes).isEqualTo(10_000);
    assertThat(scene.system.calls(Call.FOR_EACH_VOLUME)).isEqualTo(1);
  }
}
