package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.csiscaleio.controller.service.VolumeParameters;
import org.csiscaleio.image.config.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests are what the API server takes, and fit each other and this program. */
class KubernetesFilesTest {
  private static final String PLUGIN = Catalogue.NAME.defaultText();
  private static final Manifests MANIFESTS = Manifests.read();

  /** Whose definitions {@link SnapshotClassesTest} holds them against. */
  private static final Set<String> OF_SNAPSHOTS =
      Set.of("VolumeSnapshotClass", "VolumeGroupSnapshotClass");

  static Stream<Map<?, ?>> objects() {
    return MANIFESTS.objects().stream();
  }

  /** What the API server's own description of the kind says against an object. */
  private static String complaint(Map<?, ?> object) throws ReflectiveOperationException {
    String kind = Yaml.text(object, "kind");
    JsonElement json = new Gson().toJsonTree(object);
    Class<?> model = Class.forName("io.kubernetes.client.openapi.models.V1" + kind);
    try {
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
      Object read = model.getMethod("fromJson", String.class).invoke(null, json.toString());
      // A value of another type than the field's does not come back as it was.
      JsonElement back = JsonParser.parseString((String) model.getMethod("toJson").invoke(read));
      return withoutEmpty(back).equals(withoutEmpty(json)) ? "" : "is read as " + back;
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause());
    }
  }

  /** The models say an empty list where nothing was said. */
  private static JsonElement withoutEmpty(JsonElement json) {
    if (json.isJsonObject()) {
      var kept = new JsonObject();
      json.getAsJsonObject().entrySet().stream()
          .filter(member -> !isEmpty(member.getValue()))
          .forEach(member -> kept.add(member.getKey(), withoutEmpty(member.getValue())));
      return kept;
    }
    if (json.isJsonArray()) {
      var kept = new JsonArray();
      json.getAsJsonArray().forEach(entry -> kept.add(withoutEmpty(entry)));
      return kept;
    }
    return json;
  }

  private static boolean isEmpty(JsonElement json) {
    if (json.isJsonArray()) {
      return json.getAsJsonArray().isEmpty();
    }
    return json.isJsonObject()
        && json.getAsJsonObject().entrySet().stream()
            .allMatch(member -> isEmpty(member.getValue()));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void everyObjectIsOfItsKind(Map<?, ?> object) throws Exception {
    if (!OF_SNAPSHOTS.contains(Yaml.text(object, "kind"))) {
      assertThat(complaint(object)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          attachRequired: true  | attachRequird: true
          attachRequired: true  | attachRequired: maybe
          kind: CSIDriver       | kind: Secret
          """)
  void anObjectThatIsSpoiledIsSeen(String was, String spoiled) throws Exception {
    String good = Repository.text(Repository.DEPLOY.resolve("kubernetes/base/csidriver.yaml"));
    assertThat(good).contains(was);

    assertThat(complaint(Yaml.documents(good.replace(was, spoiled)).getFirst())).isNotEmpty();
  }

  @Test
  void aFieldDeepInAPodThatIsSpoiledIsSeen() throws Exception {
    String good = Repository.text(Repository.DEPLOY.resolve("kubernetes/base/node.yaml"));

    String bad = good.replace("mountPropagation: Bidirectional", "mountPropagtion: Bidirectional");

    assertThat(complaint(Yaml.documents(bad).getFirst())).contains("mountPropagtion");
  }

  @ParameterizedTest
  @CsvSource({"base", "classes", "redis"})
  void aKustomizationNamesEveryFileBesideIt(String directory) {
    Path folder = Repository.DEPLOY.resolve("kubernetes").resolve(directory);
    List<String> files =
        Repository.filesBelow(folder, ".yaml").stream()
            .map(file -> folder.relativize(file).toString())
            .filter(file -> !file.equals("kustomization.yaml"))
            .toList();
    Map<?, ?> kustomization =
        Yaml.documents(Repository.text(folder.resolve("kustomization.yaml"))).getFirst();

    assertThat(Yaml.texts(kustomization, "resources")).containsExactlyInAnyOrderElementsOf(files);
    assertThat(kustomization.keySet().stream().map(String::valueOf))
        .isSubsetOf("apiVersion", "kind", "namespace", "resources", "images");
  }

  @Test
  void whatIsReferredToIsThere() {
    for (Map<?, ?> workload : MANIFESTS.workloads()) {
      Map<?, ?> pod = Manifests.pod(workload);
      if (pod.containsKey("serviceAccountName")) {
        assertThat(MANIFESTS.names("ServiceAccount"))
            .contains(Yaml.text(pod, "serviceAccountName"));
      }
      assertThat(Yaml.map(workload, "spec", "template", "metadata", "labels"))
          .isEqualTo(Yaml.map(workload, "spec", "selector", "matchLabels"));
      volumesAreThere(pod);
      for (Map<?, ?> container : Manifests.containers(workload)) {
        assertThat(volumeNames(pod))
            .containsAll(
                Yaml.maps(container, "volumeMounts").stream()
                    .map(m -> Yaml.text(m, "name"))
                    .toList());
      }
    }
    for (String kind : List.of("ClusterRole", "Role")) {
      for (Map<?, ?> binding : MANIFESTS.of(kind + "Binding")) {
        assertThat(MANIFESTS.names(kind)).contains(Yaml.text(Yaml.map(binding, "roleRef"), "name"));
        for (Map<?, ?> subject : Yaml.maps(binding, "subjects")) {
          assertThat(MANIFESTS.names("ServiceAccount")).contains(Yaml.text(subject, "name"));
          assertThat(MANIFESTS.names("Namespace")).contains(Yaml.text(subject, "namespace"));
        }
      }
    }
    for (Map<?, ?> claim : MANIFESTS.of("PersistentVolumeClaim")) {
      assertThat(MANIFESTS.names("StorageClass"))
          .contains(Yaml.text(Yaml.map(claim, "spec"), "storageClassName"));
    }
  }

  private static List<String> volumeNames(Map<?, ?> pod) {
    return Yaml.maps(pod, "volumes").stream().map(volume -> Yaml.text(volume, "name")).toList();
  }

  private static void volumesAreThere(Map<?, ?> pod) {
    for (Map<?, ?> volume : Yaml.maps(pod, "volumes")) {
      if (volume.containsKey("configMap")) {
        assertThat(MANIFESTS.names("ConfigMap"))
            .contains(Yaml.text(Yaml.map(volume, "configMap"), "name"));
      }
      if (volume.containsKey("secret")) {
        assertThat(MANIFESTS.names("Secret"))
            .contains(Yaml.text(Yaml.map(volume, "secret"), "secretName"));
      }
      if (volume.containsKey("persistentVolumeClaim")) {
        assertThat(MANIFESTS.names("PersistentVolumeClaim"))
            .contains(Yaml.text(Yaml.map(volume, "persistentVolumeClaim"), "claimName"));
      }
    }
  }

  @Test
  void everybodyMeansTheSamePluginAndTheSameSocket() {
    assertThat(MANIFESTS.names("CSIDriver")).containsExactly(PLUGIN);
    MANIFESTS.of("StorageClass").forEach(c -> assertThat(c.get("provisioner")).isEqualTo(PLUGIN));
    MANIFESTS
        .of("VolumeAttributesClass")
        .forEach(c -> assertThat(c.get("driverName")).isEqualTo(PLUGIN));
    OF_SNAPSHOTS.forEach(
        kind -> MANIFESTS.of(kind).forEach(c -> assertThat(c.get("driver")).isEqualTo(PLUGIN)));
    for (Map<?, ?> workload : MANIFESTS.workloads()) {
      List<Map<?, ?>> containers = Manifests.containers(workload);
      for (Map<?, ?> ours : containers.stream().filter(Manifests::isOurs).toList()) {
        String socket = Manifests.variable(ours, "CSI_ENDPOINT").replace("unix://", "");
        for (Map<?, ?> sidecar : containers.stream().filter(c -> !Manifests.isOurs(c)).toList()) {
          assertThat(Yaml.texts(sidecar, "args")).contains("--csi-address=" + socket);
          assertThat(mountOf(sidecar, "socket")).isEqualTo(mountOf(ours, "socket"));
        }
        assertThat(socket).startsWith(mountOf(ours, "socket") + "/");
      }
    }
    Map<?, ?> node = MANIFESTS.of("DaemonSet").getFirst();
    String directory = "/var/lib/kubelet/plugins/" + PLUGIN;
    assertThat(Manifests.pod(node).toString()).contains("{path=" + directory + ", ");
    assertThat(node.toString()).contains("--kubelet-registration-path=" + directory + "/csi.sock");
  }

  private static String mountOf(Map<?, ?> container, String volume) {
    return Yaml.maps(container, "volumeMounts").stream()
        .filter(mount -> Yaml.text(mount, "name").equals(volume))
        .map(mount -> Yaml.text(mount, "mountPath"))
        .findFirst()
        .orElse("");
  }

  @Test
  void theProgramKnowsWhatItIsTold() {
    var seen = new ArrayList<String>();
    for (Map<?, ?> workload : MANIFESTS.workloads()) {
      for (Map<?, ?> ours :
          Manifests.containers(workload).stream().filter(Manifests::isOurs).toList()) {
        seen.add(Manifests.name(workload));
        assertThat(Yaml.texts(ours, "args").getFirst()).isEqualTo("serve");
        assertThat(OurSettings.wrongFlags(Yaml.texts(ours, "args"))).isEmpty();
        assertThat(Yaml.maps(ours, "env"))
            .allSatisfy(
                v -> assertThat(OurSettings.isVariable(Yaml.text(v, "name"))).as("%s", v).isTrue());
      }
    }
    assertThat(seen).hasSize(2);
    String file =
        Yaml.text(Yaml.map(MANIFESTS.of("ConfigMap").getFirst(), "data"), "csi-scaleio.yaml");
    assertThat(OurSettings.wrongEntries(Yaml.documents(file).getFirst())).isEmpty();
  }

  @Test
  void everyParameterIsOneOfTheControllers() {
    assertThat(MANIFESTS.of("StorageClass"))
        .isNotEmpty()
        .allSatisfy(
            c -> assertThat(VolumeParameters.parse(parameters(c)).storagePool()).contains("sp1"));
    assertThat(MANIFESTS.of("VolumeAttributesClass"))
        .isNotEmpty()
        .allSatisfy(c ->
            assertThat(VolumeParameters.NONE.changedBy(parameters(c)).iopsLimit()).isPresent());
  }

  /**
   * Sidecars before these ask for v1beta1 of the classes, which an API server of 1.34 does not
   * have, and with their gate set fail every claim that names one; these switch themselves off
   * where v1 is not there, unless they are told.
   */
  @ParameterizedTest
  @CsvSource({"provisioner, 6", "resizer, 2"})
  void theSidecarsAskForTheVersionThatTheVolumeAttributesClassesHave(String sidecar, int since) {
    assertThat(MANIFESTS.of("VolumeAttributesClass"))
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.get("apiVersion")).isEqualTo("storage.k8s.io/v1"));
    assertThat(
            MANIFESTS.workloads().stream()
                .flatMap(workload -> Manifests.containers(workload).stream())
                .filter(container -> sidecar.equals(container.get("name"))))
        .singleElement()
        .satisfies(container -> {
          String image = Yaml.text(container, "image");
          String major = image.replaceFirst(".*:v([0-9]+)\\..*", "$1");
          assertThat(Integer.parseInt(major)).as(image).isGreaterThanOrEqualTo(since);
          assertThat(Yaml.texts(container, "args"))
              .noneSatisfy(arg -> assertThat(arg).contains("VolumeAttributesClass"));
        });
  }

  private static Map<String, String> parameters(Map<?, ?> object) {
    var parameters = new java.util.TreeMap<String, String>();
    Yaml.map(object, "parameters")
        .forEach((name, value) -> parameters.put((String) name, (String) value));
    return parameters;
  }

  /** What each sidecar does at the API server, as its own documentation grants it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          provisioner |                              | persistentvolumes            | get list watch create patch delete
          provisioner |                              | persistentvolumeclaims       | get list watch update
          provisioner |                              | events                       | list watch create update patch
          provisioner |                              | nodes                        | get list watch
          provisioner | storage.k8s.io               | storageclasses               | get list watch
          provisioner | storage.k8s.io               | csinodes                     | get list watch
          provisioner | storage.k8s.io               | volumeattachments            | get list watch
          provisioner | storage.k8s.io               | volumeattributesclasses      | get
          provisioner | storage.k8s.io               | csistoragecapacities         | get list watch create update patch delete
          provisioner |                              | pods                         | get
          provisioner | apps                         | replicasets                  | get
          provisioner | snapshot.storage.k8s.io      | volumesnapshots              | get list
          provisioner | snapshot.storage.k8s.io      | volumesnapshotcontents       | get list
          attacher    |                              | persistentvolumes            | get list watch patch
          attacher    | storage.k8s.io               | csinodes                     | get list watch
          attacher    | storage.k8s.io               | volumeattachments            | get list watch patch
          attacher    | storage.k8s.io               | volumeattachments/status     | patch
          resizer     |                              | persistentvolumes            | get list watch patch
          resizer     |                              | persistentvolumeclaims       | get list watch
          resizer     |                              | persistentvolumeclaims/status | patch
          resizer     |                              | pods                         | get list watch
          resizer     | storage.k8s.io               | volumeattributesclasses      | get list watch
          snapshotter | snapshot.storage.k8s.io      | volumesnapshotclasses        | get list watch
          snapshotter | snapshot.storage.k8s.io      | volumesnapshotcontents       | get list watch update patch
          snapshotter | snapshot.storage.k8s.io      | volumesnapshotcontents/status | update patch
          snapshotter | groupsnapshot.storage.k8s.io | volumegroupsnapshotclasses   | get list watch
          snapshotter | groupsnapshot.storage.k8s.io | volumegroupsnapshotcontents  | get list watch update patch
          snapshotter | groupsnapshot.storage.k8s.io | volumegroupsnapshotcontents/status | update patch
          """)
  void eachSidecarMayDoWhatItDoes(String sidecar, String group, String resource, String verbs) {
    Map<?, ?> controller =
        MANIFESTS.of("Deployment").stream()
            .filter(d -> Manifests.name(d).equals("csi-scaleio-controller"))
            .findFirst()
            .orElseThrow();
    assertThat(Manifests.containers(controller))
        .anySatisfy(c -> assertThat(c.get("name")).isEqualTo(sidecar));
    var rules = new ArrayList<Map<?, ?>>();
    Stream.of("ClusterRole", "Role")
        .forEach(
            kind -> MANIFESTS.of(kind).forEach(role -> rules.addAll(Yaml.maps(role, "rules"))));

    for (String verb : verbs.split(" ", -1)) {
      assertThat(rules)
          .as("%s %s", verb, resource)
          .anySatisfy(rule -> {
            assertThat(Yaml.texts(rule, "apiGroups")).contains(group == null ? "" : group);
            assertThat(Yaml.texts(rule, "resources")).contains(resource);
            assertThat(Yaml.texts(rule, "verbs")).contains(verb);
          });
    }
  }

  /** None of them may read secrets: the password is mounted where it is needed. */
  @Test
  void nobodyMayDoEverythingNorReadSecrets() {
    Stream.of("ClusterRole", "Role")
        .flatMap(kind -> MANIFESTS.of(kind).stream())
        .flatMap(role -> Yaml.maps(role, "rules").stream())
        .forEach(rule -> {
          assertThat(Yaml.texts(rule, "verbs")).doesNotContain("*");
          assertThat(Yaml.texts(rule, "resources")).doesNotContain("*", "secrets");
        });
  }
}
