package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked, there is an answer as the release gives it: never a failure of our own. */
class AnyRequestTest {
  private static final int REQUESTS = 600;
  private static final List<String> TYPES =
      List.of(
          "System",
          "ProtectionDomain",
          "StoragePool",
          "Sds",
          "Device",
          "Sdc",
          "Volume",
          "VTree",
          "User",
          "Alert",
          "FaultSet",
          "Pool",
          "Domain",
          "Client",
          "Nonsense",
          "");
  private static final List<String> ACTIONS =
      List.of(
          "queryIdByKey",
          "queryBySelectedIds",
          "querySelectedStatistics",
          "queryAllApprovedSdc",
          "querySystemLimits",
          "snapshotVolumes",
          "removeConsistencyGroupSnapshots",
          "approveSdc",
          "setRestrictedSdcMode",
          "setApprovedSdcIps",
          "setVolumeName",
          "setVolumeSize",
          "removeVolume",
          "addMappedSdc",
          "removeMappedSdc",
          "setMappedSdcLimits",
          "setVolumeMappingAccessMode",
          "setVolumeAccessModeLimit",
          "overwriteVolumeContent",
          "migrateVTree",
          "pauseVTreeMigration",
          "addMappedHost",
          "setSdcName",
          "removeSdc",
          "setZeroPaddingPolicy",
          "setSparePercentage",
          "inactivateProtectionDomain",
          "nonsense");
  private static final List<String> RELATIONS =
      List.of("Statistics", "Volume", "Sdc", "StoragePool", "Device", "VTree", "User", "Nonsense");
  private static final List<String> KEYS =
      List.of(
          "name",
          "ids",
          "allIds",
          "properties",
          "storagePoolId",
          "volumeSizeInKb",
          "volumeSizeInGb",
          "volumeType",
          "sdcId",
          "guid",
          "allSdcs",
          "allowMultipleMappings",
          "accessMode",
          "iopsLimit",
          "bandwidthLimitInKbps",
          "sizeInGB",
          "newName",
          "removeMode",
          "snapshotDefs",
          "volumeId",
          "snapGroupId",
          "destSPId",
          "hostId",
          "sdcGuid",
          "sdcIps",
          "selectedStatisticsList",
          "type",
          "restrictedSdcMode",
          "sparePercentage",
          "zeroPadEnabled",
          "srcVolumeId",
          "accessModeLimit",
          "protectionDomainId",
          "ip");
  private static final List<String> WORDS =
      List.of(
          "",
          "v",
          "sp1",
          "TRUE",
          "ReadOnly",
          "ThinProvisioned",
          "ONLY_ME",
          "WHOLE_VTREE",
          "-1",
          "0",
          "8",
          "8388608",
          "99999999999999999999",
          "9223372036854775807",
          "ffffffffffffffff",
          "xyz",
          "a name with spaces",
          "x".repeat(40),
          "192.0.2.21",
          Rig.GUID_A,
          Rig.SYSTEM);

  @TempDir Path state;

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "3.6", "4.5"})
  void isAnswered(String version) {
    var random = new Random(version.hashCode());
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      List<String> ids =
          List.of(
              client.volume("a"),
              client.volume("b"),
              client.pool("sp1"),
              client.sdc(Rig.GUID_A),
              Rig.SYSTEM,
              "0000000000000000",
              "zz",
              "");
      for (int i = 0; i < REQUESTS; i++) {
        String path = path(random, ids);
        String body = random.nextInt(20) == 0 ? any(random, WORDS) : object(random, ids, 2);
        Client.Response answer =
            random.nextBoolean() ? client.get(path) : client.post(path, body, "application/json");
        assertThat(answer.text())
            .as("%s %s (request %d)", path, body, i)
            .doesNotContain("500 Internal Server Error");
      }
      client.get("/api/instances").ok();
    }
  }

  private static String path(Random random, List<String> ids) {
    String type = any(random, TYPES);
    String object = type + "::" + any(random, ids);
    return switch (random.nextInt(7)) {
      case 0 -> "/api/types/" + type + "/instances";
      case 1 -> "/api/types/" + type + "/instances/action/" + any(random, ACTIONS);
      case 2 -> "/api/instances/" + object;
      case 3 -> "/api/instances/" + object + "/relationships/" + any(random, RELATIONS);
      case 4 -> "/api/instances/querySelectedStatistics";
      case 5 -> "/api/types/" + type + "/instances/getByName::%2525zz%2C";
      default -> "/api/instances/" + object + "/action/" + any(random, ACTIONS);
    };
  }

  private static String object(Random random, List<String> ids, int depth) {
    var json = new StringBuilder("{");
    for (int i = random.nextInt(5); i > 0; i--) {
      json.append('"').append(any(random, KEYS)).append("\":").append(value(random, ids, depth));
      json.append(i == 1 ? "" : ",");
    }
    return json.append('}').toString();
  }

  private static String value(Random random, List<String> ids, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> "null";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2 -> Long.toString(random.nextLong());
      case 3 -> '"' + any(random, ids) + '"';
      case 4 -> '"' + any(random, WORDS) + '"';
      case 5 -> "[" + value(random, ids, depth - 1) + "]";
      default -> object(random, ids, depth - 1);
    };
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
