package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The snapshot classes against external-snapshotter's own definitions: the oldest release that
 * knows them as they are here, and the newest.
 */
class SnapshotClassesTest {
  private static final List<Map<?, ?>> DEFINITIONS =
      Repository.files("target/crds", ".yaml").stream()
          .flatMap(file -> Yaml.documents(Repository.text(file)).stream())
          .filter(document -> Yaml.text(document, "kind").equals("CustomResourceDefinition"))
          .toList();

  private static final Path FILE = Repository.DEPLOY.resolve("kubernetes/classes/snapshots.yaml");

  static Stream<Map<?, ?>> classes() {
    return Yaml.documents(Repository.text(FILE)).stream();
  }

  /** What every release says against an object. */
  private static List<String> complaints(Map<?, ?> object) {
    List<Map<?, ?>> definitions =
        DEFINITIONS.stream()
            .filter(definition ->
                Yaml.text(Yaml.map(definition, "spec", "names"), "kind")
                    .equals(Yaml.text(object, "kind")))
            .toList();
    assertThat(definitions).as("releases that define %s", object).hasSize(2);
    return definitions.stream()
        .flatMap(definition -> complaints(object, definition).stream())
        .toList();
  }

  private static List<String> complaints(Map<?, ?> object, Map<?, ?> definition) {
    String group = Yaml.text(Yaml.map(definition, "spec"), "group");
    return Yaml.maps(Yaml.map(definition, "spec"), "versions").stream()
        .filter(version -> Boolean.TRUE.equals(version.get("served")))
        .filter(version ->
            Yaml.text(object, "apiVersion").equals(group + "/" + Yaml.text(version, "name")))
        .findFirst()
        .map(version -> complaintsOfSchema(object, Yaml.map(version, "schema", "openAPIV3Schema")))
        .orElse(List.of("the version is not served"));
  }

  /** A field that is not in the schema the API server would drop, or refuse. */
  private static List<String> complaintsOfSchema(Map<?, ?> object, Map<?, ?> schema) {
    JsonObject strict = new Gson().toJsonTree(schema).getAsJsonObject();
    strict.addProperty("additionalProperties", false);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(strict.toString())
        .validate(new Gson().toJson(object), InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void everyClassIsOneThatEveryReleaseTakes(Map<?, ?> object) {
    assertThat(complaints(object)).isEmpty();
  }

  @Test
  void bothKindsAreThere() {
    assertThat(classes().map(object -> Yaml.text(object, "kind")))
        .containsExactlyInAnyOrder("VolumeSnapshotClass", "VolumeGroupSnapshotClass");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          storage.k8s.io/v1beta1 | storage.k8s.io/v1alpha1
          deletionPolicy: Delete | deletionPolicy: Remove
          deletionPolicy: Delete | deletionPolicy: {}
          driver: org.csiscaleio | drivr: org.csiscaleio
          driver: org.csiscaleio | driver: 17
          driver: org.csiscaleio | parameters: {a: 1}
          """)
  void aClassThatIsSpoiledIsSeen(String was, String spoiled) {
    String good = Repository.text(FILE);
    assertThat(good).contains(was);

    assertThat(Yaml.documents(good.replace(was, spoiled)))
        .anySatisfy(object -> assertThat(complaints(object)).isNotEmpty());
  }
}
