package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.csiscaleio.emulator.sdc.LinkFault;
import org.csiscaleio.emulator.sdc.MappedVolume;
import org.csiscaleio.emulator.sdc.SdcHost;
import org.csiscaleio.emulator.sdc.SdcHostSettings;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hosts of SDCs are told. */
class HostsTest {
  private static final Map<String, Object> ONE_HOST =
      Map.of(
          "sdcs",
          List.of(
              Map.of(
                  "guid",
                  Rig.GUID_A,
                  "ip",
                  "192.0.2.21",
                  "host",
                  Map.of("byIdDirectory", "/nowhere/by-id", "drvCfg", "/nowhere/drv_cfg")),
              Map.of("guid", Rig.GUID_B, "ip", "192.0.2.22")));

  @TempDir Path state;

  /** Writes down all it is told. */
  private static final class Diary implements SdcHosts {
    private final List<String> lines = new ArrayList<>();

    @Override
    public SdcHost open(SdcHostSettings settings) {
      lines.add("open " + settings.guid() + " of " + settings.systemId());
      return new SdcHost() {
        @Override
        public void mapped(MappedVolume volume) {
          lines.add(
              "mapped "
                  + volume.volumeId()
                  + " "
                  + volume.sizeKib()
                  + (volume.readOnly() ? " ro" : " rw"));
        }

        @Override
        public void unmapped(String volumeId) {
          lines.add("unmapped " + volumeId);
        }

        @Override
        public void resized(String volumeId, long sizeKib) {
          lines.add("resized " + volumeId + " " + sizeKib);
        }

        @Override
        public void behave(long linkDelayMillis, LinkFault fault) {
          lines.add("behave " + linkDelayMillis + " " + fault);
        }

        @Override
        public void connected(boolean connected) {
          lines.add("connected " + connected);
        }

        @Override
        public void rebooted() {
          lines.add("rebooted");
        }
      };
    }

    @Override
    public void restored() {
      lines.add("restored");
    }

    @Override
    public void volumeRemoved(String volumeId) {
      lines.add("removed " + volumeId);
    }

    @Override
    public void recover(Predicate<String> volumeExists) {}

    @Override
    public void volumeCopyBegun(String sourceVolumeId, String newVolumeId) {
      lines.add("copy of " + sourceVolumeId + " for " + newVolumeId);
    }

    @Override
    public void volumeCopyEnded(String newVolumeId) {
      lines.add("it is that of " + newVolumeId);
    }

    @Override
    public void volumeCopied(String sourceVolumeId, String targetVolumeId) {
      lines.add("copied " + sourceVolumeId + " to " + targetVolumeId);
    }

    @Override
    public void close() {
      lines.add("closed");
    }

    List<String> read() {
      List<String> read = List.copyOf(lines);
      lines.clear();
      return read;
    }
  }

  @Test
  void aHostHearsOfItsMappingsAndOfNobodyElses() {
    var diary = new Diary();
    try (var rig = new Rig(state, "3.6", ONE_HOST, diary)) {
      Client client = rig.client();
      assertThat(diary.read())
          .containsExactly(
              "open " + Rig.GUID_A + " of " + Rig.SYSTEM,
              "behave 0 NONE",
              "connected true",
              "restored");
      String id = client.volume("v");
      client.map(id, Rig.GUID_B).ok();
      assertThat(diary.read()).isEmpty();
      client.mapToo(id, Rig.GUID_A).ok();
      client.act(id, "setVolumeSize", "{'sizeInGB':'16'}").ok();
      client
          .act(
              id,
              "setVolumeMappingAccessMode",
              "{'guid':'" + Rig.GUID_A + "','accessMode':'ReadOnly'}")
          .ok();
      client.unmap(id, Rig.GUID_A).ok();
      client.unmap(id, Rig.GUID_B).ok();
      client.remove(id).ok();
      assertThat(diary.read())
          .containsExactly(
              "mapped " + id + " 8388608 rw",
              "resized " + id + " 16777216",
              "mapped " + id + " 16777216 ro",
              "unmapped " + id,
              "removed " + id);
    }
    assertThat(diary.read()).containsExactly("closed");
  }

  @Test
  void whatWasMappedIsToldAgainAfterARestart() {
    var first = new Rig(state, "3.6", ONE_HOST, new Diary());
    String id = first.client().volume("v");
    first.client().map(id, Rig.GUID_A).ok();
    first.kill();
    var diary = new Diary();
    try (var rig = new Rig(state, "3.6", ONE_HOST, diary)) {
      assertThat(rig.url()).isNotEmpty();
      assertThat(diary.read())
          .containsExactly(
              "open " + Rig.GUID_A + " of " + Rig.SYSTEM,
              "behave 0 NONE",
              "connected true",
              "mapped " + id + " 8388608 rw",
              "restored");
    }
  }

  @Test
  void mappingToAllReachesEveryHost() {
    var diary = new Diary();
    try (var rig = new Rig(state, "3.6", ONE_HOST, diary)) {
      Client client = rig.client();
      String id = client.volume("v");
      diary.read();
      client.act(id, "addMappedSdc", "{'allSdcs':''}").ok();
      client.act(id, "removeMappedSdc", "{'allSdcs':'FALSE'}").ok();
      assertThat(diary.read()).containsExactly("mapped " + id + " 8388608 rw", "unmapped " + id);
    }
  }

  @Test
  void leversReachTheHost() {
    var diary = new Diary();
    try (var rig = new Rig(state, "3.6", ONE_HOST, diary)) {
      Client client = rig.client();
      diary.read();
      client
          .post(
              "/emulator/sdcs/" + Rig.GUID_A,
              "{'connected':false,'linkDelayMillis':10000,'linkFault':'wrongDevice'}")
          .ok();
      assertThat(diary.read()).containsExactly("behave 10000 WRONG_DEVICE", "connected false");
      assertThat(client.post("/emulator/sdcs/" + Rig.GUID_A, "{'linkFault':'odd'}").status())
          .isEqualTo(400);
    }
  }

  @Test
  void snapshotsCopyAndRestoresCopyBack() {
    var diary = new Diary();
    try (var rig = new Rig(state, "3.6", ONE_HOST, diary)) {
      Client client = rig.client();
      String id = client.volume("v");
      diary.read();
      String snap =
          client
              .post(
                  "/api/instances/System/action/snapshotVolumes",
                  "{'snapshotDefs':[{'volumeId':'" + id + "'}]}")
              .ok()
              .json()
              .required("volumeIdList")
              .get(0)
              .asString();
      client.act(id, "overwriteVolumeContent", "{'srcVolumeId':'" + snap + "'}").ok();
      assertThat(diary.read())
          .containsExactly(
              "copy of " + id + " for " + snap,
              "it is that of " + snap,
              "copied " + snap + " to " + id);
    }
  }
}
