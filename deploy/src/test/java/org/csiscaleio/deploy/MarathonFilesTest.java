package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Marathon's apps against a schema that was written from its documentation. */
class MarathonFilesTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              Repository.text(
                  Repository.DEPLOY.resolve("src/test/resources/marathon-app.schema.json")));

  static Stream<Path> apps() {
    return Repository.files("marathon", ".json").stream();
  }

  private static List<String> complaints(String app) {
    return SCHEMA.validate(app, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  @ParameterizedTest
  @MethodSource("apps")
  void everyAppIsOneThatMarathonTakes(Path app) {
    assertThat(complaints(Repository.text(app))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis-profile.json | "mount", "profileName"  | "block", "profileName"
          redis-profile.json | "containerPath": "data" | "containerPath": "var/data"
          redis-profile.json | "profileName"           | "profile"
          redis-profile.json | "size": 16384           | "size": "16G"
          redis-profile.json | "mode": "RW",           | "mode": "RW", "external": {"provider": "dvdi", "name": "x", "options": {"dvdi/driver": "rexray"}},
          redis-csi.json     | "pluginName": "org.csiscaleio", | ''
          redis-csi.json     | "accessType": "mount"   | "accessType": "xfs"
          redis-csi.json     | SINGLE_NODE_WRITER      | SINGLE_WRITER
          redis-csi.json     | "size": "16"            | "size": 16
          redis-csi.json     | "name": "name:redis",   | "name": "name:redis", "size": 16,
          redis-csi.json     | "instances": 1          | "instances": 2
          redis-csi.json     | "type": "MESOS"         | "type": "DOCKER"
          redis-csi.json     | SINGLE_NODE_WRITER      | SINGLE_NODE_READER_ONLY
          redis-dvdi-before.json | "dvdi/driver": "rexray", | ''
          """)
  void anAppThatIsSpoiledIsSeen(String file, String was, String spoiled) {
    String good = Repository.text(Repository.DEPLOY.resolve("marathon").resolve(file));
    assertThat(good).contains(was);

    assertThat(complaints(good.replace(was, spoiled))).isNotEmpty();
  }
}
