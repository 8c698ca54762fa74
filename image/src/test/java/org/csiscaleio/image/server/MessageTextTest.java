package org.csiscaleio.image.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.csiscaleio.csi.v0.CsiV0;
import org.csiscaleio.csi.v01.CreateVolumeRequest;
import org.csiscaleio.csi.v01.CsiV01;
import org.csiscaleio.csi.v1.CsiV1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of messages, in all generations. */
class MessageTextTest {
  static Stream<Arguments> generations() {
    return Stream.of(
        Arguments.of(CsiV01.getDescriptor(), 6),
        Arguments.of(CsiV0.getDescriptor(), 8),
        Arguments.of(CsiV1.getDescriptor(), 22));
  }

  /** Counted, so that a field which is no longer taken for one is missed. */
  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("generations")
  void everyMapOfSecretsIsStarredOutAndRemembered(FileDescriptor generation, int howMany) {
    List<FieldDescriptor> fields =
        generation.getMessageTypes().stream()
            .flatMap(message -> message.getFields().stream())
            .filter(MessageTextTest::holdsSecrets)
            .toList();

    assertThat(fields).hasSize(howMany);
    for (FieldDescriptor field : fields) {
      DynamicMessage message = planted(field);
      assertThat(MessageText.of(message))
          .as(field.getFullName())
          .isEqualTo("{" + field.getName() + ": ***}");
      assertThat(MessageText.secrets(message)).as(field.getFullName()).contains("planted");
    }
  }

  private static boolean holdsSecrets(FieldDescriptor field) {
    return field.isMapField()
        && (field.getName().contains("secret") || field.getName().contains("credential"));
  }

  private static DynamicMessage planted(FieldDescriptor field) {
    Descriptor entry = field.getMessageType();
    return DynamicMessage.newBuilder(field.getContainingType())
        .addRepeatedField(
            field,
            DynamicMessage.newBuilder(entry)
                .setField(entry.findFieldByNumber(1), "harmless")
                .setField(entry.findFieldByNumber(2), "planted")
                .build())
        .build();
  }

  @Test
  void aRequestOfCsi01IsToldWithoutItsCredentials() {
    var request =
        CreateVolumeRequest.newBuilder().setName("data").putUserCredentials("user", "planted");

    assertThat(MessageText.of(request.build())).isEqualTo("{name: data, user_credentials: ***}");
    assertThat(MessageText.secrets(request.build())).contains("planted");
  }

  @Test
  void theVolumeOfAnAnswerIsItsSubjectInAllGenerations() {
    var v1 = org.csiscaleio.csi.v1.CreateVolumeResponse.newBuilder();
    v1.getVolumeBuilder().setVolumeId("7");
    var v0 = org.csiscaleio.csi.v0.CreateVolumeResponse.newBuilder();
    v0.getVolumeBuilder().setId("7");
    var v01 = org.csiscaleio.csi.v01.CreateVolumeResponse.newBuilder();
    v01.getVolumeInfoBuilder().setId("7");

    assertThat(MessageText.subject(v1.build())).isEqualTo(Map.of("volume", "7"));
    assertThat(MessageText.subject(v0.build())).isEqualTo(Map.of("volume", "7"));
    assertThat(MessageText.subject(v01.build())).isEqualTo(Map.of("volume", "7"));
  }
}
