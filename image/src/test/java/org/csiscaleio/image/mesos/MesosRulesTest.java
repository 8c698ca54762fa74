package org.csiscaleio.image.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule is shown to hold for what is made here, and to be seen broken in a spoiled copy. */
class MesosRulesTest {
  private static final String MADE_FOR_1_11 = "--mesos 1.11 --plugin node17";
  private static final Map<String, Map<String, String>> MADE = new ConcurrentHashMap<>();
  private static final String ISOLATOR_TASK =
      """
      {"name": "redis", "task_id": {"value": "redis"}, "agent_id": {"value": ""}, "resources": [],
       "container": {"type": "MESOS", "volumes": [{"mode": "RW", "container_path": "data",
         "source": {"type": "CSI_VOLUME", "csi_volume": {"plugin_name": "org.csiscaleio",
           "static_provisioning": {"volume_id": "name:redis",
             "volume_capability": {"mount": {"fs_type": "xfs"},
                                   "access_mode": {"mode": "SINGLE_NODE_WRITER"}},
             "volume_context": {"create": "true"}}}}}]}}
      """;

  /** The files a command line makes, by the ends of their names. */
  private static Map<String, String> made(String options) {
    return new TreeMap<>(
        MADE.computeIfAbsent(
            options,
            words -> {
              var given = new ArrayList<>(List.of(words.split(" ", -1)));
              given.addAll(List.of("--gateway", "https://gateway.example", "--pool", "pd1/sp1"));
              return MesosConfigCommandTest.files(given);
            }));
  }

  private static String file(Map<String, String> files, String end) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(end))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining());
  }

  private static List<String> check(String text, String release) {
    return MesosRules.check(text, MesosRelease.parse(release));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundle", "uris", "relay", "image", "isolator", "endpoint"})
  void whatIsMadeKeepsEveryRule(String way) {
    Map<String, String> files = made(MADE_FOR_1_11 + " --way " + way);
    files.keySet().removeIf(name -> name.endsWith(".yaml"));

    assertThat(new FileChecks(MesosRelease.parse("1.11")).complaints(files)).isEmpty();
    assertThat(check(ISOLATOR_TASK, "1.11")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "org.apache.mesos.rp.local.storage" | "org.apache.mesos.rp.storage" | it has to be org.apache.mesos.rp.local.storage
          "name": "scaleio"                   | "name": "scale-io"            | without dashes
          "name": "node17"                    | "name": "node-17"             | without dashes
          "type": "org.csiscaleio"            | "type": "org.csi-scaleio"     | without dashes
          "type": "org.csiscaleio"            | "type": "org..csiscaleio"     | words of letters
          "name": "node17"                    | "nam": "node17"               | did you mean 'name'
          "CONTROLLER_SERVICE", "NODE_SERVICE" | "CONTROLLER_SERVICE"         | no container has NODE_SERVICE
          "CONTROLLER_SERVICE", "NODE_SERVICE" | "NODE_SERVICE"               | no container has CONTROLLER_SERVICE
          "CONTROLLER_SERVICE", "NODE_SERVICE" | "NODE_SERVICE", "NODE_SERVICE" | named twice
          "CONTROLLER_SERVICE", "NODE_SERVICE" | "CONTROLER_SERVICE", "NODE_SERVICE" | is no service
          "containers": [                     | "endpoints": [], "containers": [ | endpoints end the agent
          "shell": false,                     | "shell": true,                | arguments would be ignored
          "shell": false,                     | "shell": true,                | begin it with exec
          "arguments": ["csi-scaleio", "serve", "--config", "/etc/csi-scaleio/config.yaml"] | "arguments": [] | the first of them is what the program is called
          "value": "/opt/csi-scaleio/bin/csi-scaleio" | "value": "csi-scaleio" | an absolute path
          "name": "mem"                       | "name": "memory"              | mem is missing
          {"value": 256}                      | {"value": 0}                  | has to be more than 0
          {"value": 256}                      | {"value": "256"}              | has to be a number
          "reconciliation_interval_seconds": 60 | "reconciliation_interval_seconds": -1 | or more
          "reconciliation_interval_seconds": 60 | "reconcilation_interval_seconds": 60 | would be ignored
          "resources": [                      | "container": {"type": "MESOS", "mesos": {"image": {}}}, "resources": [ | use an image volume
          "resources": [                      | "container": {"type": "DOCKER"}, "resources": [ | as MESOS only
          "command": {                        | "command": {"environment": {"variables": [{"name": "X_CSI_SCALEIO_PASSWORD", "value": "x"}]}, | would be told to everybody
          "storage": {                        | "default_reservations": [{"type": "STATIC", "role": "storage"}], "storage": { | has to be DYNAMIC
          "storage": {                        | "storage": {"plugin": 1,      | is no JSON
          """)
  void aProviderThatIsSpoiledIsSeen(String was, String spoiled, String complaint) {
    String good = file(made(MADE_FOR_1_11), "/resource-providers/scaleio.json");
    assertThat(good).contains(was);

    assertThat(check(good.replace(was, spoiled), "1.11"))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "csi_plugin_type_selector": {       | "resource_provider_selector": {"resource_providers": []}, "csi_plugin_type_selector": { | exactly one of
          "csi_plugin_type_selector"          | "csi_plugin_type_select"      | exactly one of
          "org.csiscaleio"                    | "org.csi-scaleio"             | without dashes
          "csi_plugin_type_selector": {"plugin_type": "org.csiscaleio"} | "resource_provider_selector": {"resource_providers": []} | selects no resource provider
          "csi_plugin_type_selector": {"plugin_type": "org.csiscaleio"} | "resource_provider_selector": {"resource_providers": [{"type": "x", "name": "a-b"}]} | without dashes
          "volume_capabilities": {            | "volume_capabilities": [{}], "x": { | a single object
          "mount": {"fs_type": "xfs"}         | "mount": {"fs_type": "xfs"}, "block": {} | one of mount and block
          "mount": {"fs_type": "xfs"}         | "mount": {"fs_type": "zfs"}   | is no file system
          "mount": {"fs_type": "xfs"}         | "mount": {"fstype": "xfs"}    | would be ignored
          "SINGLE_NODE_WRITER"                | "SINGLE_WRITER"               | is none
          {"mode": "SINGLE_NODE_WRITER"}      | {}                            | mode is missing
          "provisioning": "thin"              | "provisioning": "fat"         | thick or thin
          "provisioning": "thin"              | "provisioning": true          | in quotation marks
          "storagePool"                       | "storagePol"                  | is unknown
          "provisioning": "thin"              | "iopsLimit": "5"              | at least 11
          "provisioning": "thin"              | "mkfsFormatOption": "-K"      | is not kept
          "provisioning": "thin"              | "fsType": "xfs"               | say the file system as fs_type
          """)
  void aMatrixThatIsSpoiledIsSeen(String was, String spoiled, String complaint) {
    String good =
        file(made(MADE_FOR_1_11), "/disk-profiles.json").replaceAll("(?s)\n.*libraries.*", "\n");
    String matrix = file(made(MADE_FOR_1_11), "mesos/disk-profiles.json");
    assertThat(good).isNotEmpty();
    assertThat(matrix).contains(was);

    assertThat(check(matrix.replace(was, spoiled), "1.11"))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @Test
  void mountFlagsOfMoreThanFourKibAreSeen() {
    String matrix = file(made(MADE_FOR_1_11), "mesos/disk-profiles.json");
    String flags = "\"fs_type\": \"xfs\", \"mount_flags\": [\"" + "x".repeat(4097) + "\"]";

    assertThat(check(matrix.replace("\"fs_type\": \"xfs\"", flags), "1.11"))
        .anySatisfy(found -> assertThat(found).contains("at most 4096"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.11 | liburi_disk_profile_adaptor.so | liburi_disk_profile.so        | of Mesos 1.11 it is called liburi_disk_profile_adaptor.so
          1.5  | liburi_disk_profile.so | liburi_disk_profile_adaptor.so        | of Mesos 1.5 it is called liburi_disk_profile.so
          1.11 | org_apache_mesos_UriDiskProfileAdaptor | org_apache_mesos_DiskProfileAdaptor | has to be org_apache_mesos_UriDiskProfileAdaptor
          1.11 | "value": "/etc/mesos   | "value": "etc/mesos                  | has to be an absolute path, file:///
          1.11 | 30secs                 | 30s                                   | a time such as 30secs
          1.11 | poll_interval          | pollInterval                          | no parameter of this module
          1.11 | "uri"                  | "url"                                 | the parameter uri is missing
          """)
  void modulesThatAreSpoiledAreSeen(String release, String was, String spoiled, String complaint) {
    String good = file(made("--plugin node17 --mesos " + release), "/modules/disk-profiles.json");
    assertThat(good).contains(was);

    assertThat(check(good.replace(was, spoiled), release))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.11 | "unix:///run/csi-scaleio/csi.sock" | "/run/csi-scaleio/csi.sock" | has to be unix:// and an absolute path
          1.11 | "unix:///run/csi-scaleio/csi.sock" | "unix://run/csi.sock"       | has to be unix:// and an absolute path
          1.11 | "unix:///run/csi-scaleio/csi.sock" | "tcp://127.0.0.1:1"         | has to be unix:// and an absolute path
          1.11 | "NODE_SERVICE"         | "CONTROLLER_SERVICE"                  | NODE_SERVICE is missing
          1.11 | "endpoints": [         | "containers": [], "endpoints": [      | exactly one of containers and endpoints
          1.11 | "target_path_root": "/var | "target_path_root": "var           | has to be an absolute path
          1.11 | "name": "isolator"     | "name": "iso-lator"                   | without dashes
          1.11 | "target_path_root"     | "target_root"                         | would be ignored
          1.10 | "isolator"             | "isolator"                            | from Mesos 1.11 on
          """)
  void aPluginOfTheIsolatorThatIsSpoiledIsSeen(
      String release, String was, String spoiled, String complaint) {
    String good = file(made(MADE_FOR_1_11 + " --way endpoint"), "/csi-plugins/scaleio.json");
    assertThat(good).contains(was);

    assertThat(check(good.replace(was, spoiled), release))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @Test
  void aRootOfTargetsIsNotForAPluginThatTheAgentStarts() {
    String good = file(made(MADE_FOR_1_11 + " --way isolator"), "/csi-plugins/scaleio.json");

    assertThat(
            check(
                good.replace("\"containers\"", "\"target_path_root\": \"/x\", \"containers\""),
                "1.11"))
        .singleElement()
        .asString()
        .contains("is for endpoints only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.11 | "volume_id": "name:redis", | | volume_id is missing
          1.11 | "volume_id"                | "readonly": true, "volume_id"      | say it by the volume's mode
          1.11 | "volume_id"                | "node_stage_secrets": {}, "volume_id" | secrets never reach the plugin
          1.11 | SINGLE_NODE_WRITER         | MULTI_NODE_READER_ONLY             | is for readers
          1.11 | "create": "true"           | "create": true                     | in quotation marks
          1.11 | "org.csiscaleio"           | "org/csiscaleio"                   | without dashes
          1.11 | "type": "MESOS"            | "type": "DOCKER"                   | only containers of type MESOS
          1.10 | "redis"                    | "redis"                            | from Mesos 1.11 on
          """)
  void aTaskThatIsSpoiledIsSeen(String release, String was, String spoiled, String complaint) {
    assertThat(ISOLATOR_TASK).contains(was);

    assertThat(check(ISOLATOR_TASK.replace(was, spoiled == null ? "" : spoiled), release))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bundle   | 1.11 | filesystem/linux,  | | lacks filesystem/linux
          bundle   | 1.11 | MESOS_LAUNCHER=linux | MESOS_LAUNCHER=posix           | has to be linux
          bundle   | 1.11 | cgroups/mem        | cgroups/mem,cgroups/devices     | run the plugin as a service
          bundle   | 1.11 | cgroups/cpu        | cgroups/all                     | run the plugin as a service
          bundle   | 1.11 | cgroups/mem        | cgroups/mem,volume/csi          | have to be there together
          endpoint | 1.11 | ,volume/csi        | | have to be there together
          endpoint | 1.10 | linux              | linux                           | from Mesos 1.11 on
          bundle   | 1.11 | MESOS_DISK_PROFILE_ADAPTOR= | MESOS_X=               | there are no disk profiles
          bundle   | 1.5  | MESOS_AGENT_FEATURES= | MESOS_X=                     | wants RESOURCE_PROVIDER
          """)
  void anAgentThatIsStartedWronglyIsSeen(
      String way, String release, String was, String spoiled, String complaint) {
    String made = release.equals("1.5") ? "1.5" : "1.11";
    String good = file(made("--plugin node17 --mesos " + made + " --way " + way), ".env");
    assertThat(good).contains(was);
    String bad = good.replace(was, spoiled == null ? "" : spoiled);

    assertThat(new FileChecks(MesosRelease.parse(release)).complaints(Map.of("agent.env", bad)))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @Test
  void withARelayTheDevicesCgroupIsFine() {
    Map<String, String> files = made(MADE_FOR_1_11 + " --way relay");
    files.keySet().removeIf(name -> name.endsWith(".yaml"));
    files.replaceAll((name, text) -> text.replace("cgroups/mem", "cgroups/mem,cgroups/devices"));

    assertThat(new FileChecks(MesosRelease.parse("1.11")).complaints(files)).isEmpty();
  }

  @Test
  void aProviderAndTheIsolatorOnOneAgentMayNotHaveOneName() {
    String provider = file(made(MADE_FOR_1_11), "/resource-providers/scaleio.json");
    String isolator = file(made(MADE_FOR_1_11 + " --way endpoint"), "/csi-plugins/scaleio.json");
    var checks = new FileChecks(MesosRelease.parse("1.11"));

    assertThat(checks.complaints(Map.of("a.json", provider, "b.json", isolator))).isEmpty();
    assertThat(
            checks.complaints(
                Map.of(
                    "a.json", provider, "b.json", isolator.replace("\"isolator\"", "\"node17\""))))
        .singleElement()
        .asString()
        .contains("the same plugin type and name");
  }

  @ParameterizedTest
  @CsvSource({"1.8,true", "1.9,false"})
  void anIntervalThatIsIgnoredIsRemarkedOnAndNotWrong(String release, boolean ignored) {
    String good = file(made(MADE_FOR_1_11), "/resource-providers/scaleio.json");
    var checks = new FileChecks(MesosRelease.parse(release));

    assertThat(checks.complaints(Map.of("a.json", good))).isEmpty();
    assertThat(checks.remarks(Map.of("a.json", good)).toString().contains("ignored by 1.8"))
        .isEqualTo(ignored);
  }

  @Test
  void anImageVolumeWantsTheNewestMesos() {
    String good = file(made(MADE_FOR_1_11 + " --way image"), "/resource-providers/scaleio.json");

    assertThat(check(good, "1.10").toString()).contains("want Mesos 1.11");
  }

  @Test
  void profilesOfOnePoolAreRemarkedOn() {
    Map<String, String> files = made(MADE_FOR_1_11 + " --profile thin-xfs --profile thin-ext4");
    files.keySet().removeIf(name -> name.endsWith(".yaml"));

    assertThat(new FileChecks(MesosRelease.parse("1.11")).remarks(files))
        .singleElement()
        .asString()
        .isEqualTo(
            "profiles thin-xfs, thin-ext4 are of one pool, pd1/sp1: each offers its room as if the"
                + " others did not");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "x"                | is no JSON
          {"type": "x", "type": "x"}  | is no JSON
          {"storage": {}} x           | is no JSON
          {"what": 1}                 | is none of the files known here
          """)
  void whatIsNoSuchFileIsSaid(String text, String complaint) {
    assertThat(check(text, "1.11")).singleElement().asString().contains(complaint);
  }
}
