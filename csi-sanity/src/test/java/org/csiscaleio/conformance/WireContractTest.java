package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.csiscaleio.csi.v1.CsiV1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison sees a planted difference of every kind, and nothing where there is none. */
class WireContractTest {
  private static final WireContract PUBLISHED = WireContract.of(CsiV1.getDescriptor());

  @ParameterizedTest(name = "{0}")
  @MethodSource("plantedDifferences")
  void aPlantedDifferenceIsNamed(String line, Consumer<FileDescriptorProto.Builder> plant)
      throws DescriptorValidationException {
    assertThat(changed(plant).differencesFrom(PUBLISHED)).containsExactly(line.split("\n"));
  }

  static Stream<Arguments> plantedDifferences() {
    return Stream.of(
        planted(
            "field csi.v1.CapacityRange #2: published 'int64 limit_bytes, JSON limitBytes', "
                + "ours 'int64 most_bytes, JSON mostBytes'",
            file -> field(file, "CapacityRange", 1).setName("most_bytes")),
        planted(
            "field csi.v1.CapacityRange #2: published 'int64 limit_bytes, JSON limitBytes', "
                + "ours 'uint64 limit_bytes, JSON limitBytes'",
            file -> field(file, "CapacityRange", 1).setType(FieldDescriptorProto.Type.TYPE_UINT64)),
        planted(
            "field csi.v1.CapacityRange #2: published 'int64 limit_bytes, JSON limitBytes', "
                + "ours 'repeated packed int64 limit_bytes, JSON limitBytes'",
            file ->
                field(file, "CapacityRange", 1)
                    .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)),
        planted(
            """
            field csi.v1.CapacityRange #2: published 'int64 limit_bytes, JSON limitBytes', ours 'absent'
            field csi.v1.CapacityRange #3: published 'absent', ours 'int64 limit_bytes, JSON limitBytes'\
            """,
            file -> field(file, "CapacityRange", 1).setNumber(3)),
        planted(
            "field csi.v1.DeleteVolumeRequest #2: published "
                + "'map<string, string> secrets, JSON secrets, options {1059: 1}', "
                + "ours 'map<string, string> secrets, JSON secrets'",
            file -> field(file, "DeleteVolumeRequest", 1).clearOptions()),
        planted(
            "field csi.v1.VolumeContentSource #2: published "
                + "'csi.v1.VolumeContentSource.VolumeSource volume, JSON volume, oneof type', "
                + "ours 'csi.v1.VolumeContentSource.VolumeSource volume, JSON volume'",
            file -> field(file, "VolumeContentSource", 1).clearOneofIndex()),
        planted(
            "message csi.v1.GetSnapshotRequest: published 'message, options {1060: 1}', "
                + "ours 'message'",
            file -> message(file, "GetSnapshotRequest").clearOptions()),
        planted(
            "message csi.v1.Surplus: published 'absent', ours 'message'",
            file -> file.addMessageTypeBuilder().setName("Surplus")),
        planted(
            """
            value csi.v1.VolumeHealthErrorType #1 DEGRADED: published 'value', ours 'absent'
            value csi.v1.VolumeHealthErrorType #1 SLOW: published 'absent', ours 'value'\
            """,
            file -> enumeration(file, "VolumeHealthErrorType").getValueBuilder(1).setName("SLOW")),
        planted(
            "rpc csi.v1.SnapshotMetadata.GetMetadataDelta: published "
                + "'csi.v1.GetMetadataDeltaRequest -> stream csi.v1.GetMetadataDeltaResponse', "
                + "ours 'csi.v1.GetMetadataDeltaRequest -> csi.v1.GetMetadataDeltaResponse'",
            file -> method(file, "SnapshotMetadata", 1).clearServerStreaming()),
        planted(
            "rpc csi.v1.Identity.Probe: published "
                + "'csi.v1.ProbeRequest -> csi.v1.ProbeResponse', ours 'absent'",
            file -> service(file, "Identity").removeMethod(2)),
        planted(
            "extension google.protobuf.FieldOptions #1059: published "
                + "'csi.v1.csi_secret: bool csi_secret, JSON csiSecret, optional', "
                + "ours 'csi.v1.hidden: bool hidden, JSON hidden, optional'",
            file ->
                file.getExtensionBuilderList().stream()
                    .filter(it -> it.getName().equals("csi_secret"))
                    .forEach(it -> it.setName("hidden"))));
  }

  @Test
  void nothingIsNamedWhereNothingDiffers() throws DescriptorValidationException {
    assertThat(changed(file -> {}).differencesFrom(PUBLISHED)).isEmpty();
  }

  @Test
  void aUnionOfReleasesThatContradictEachOtherIsRefused() throws DescriptorValidationException {
    WireContract other =
        changed(
            file -> field(file, "CapacityRange", 1).setType(FieldDescriptorProto.Type.TYPE_UINT64));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PUBLISHED.unionWith(other))
        .withMessageContaining("field csi.v1.CapacityRange #2");
  }

  @Test
  void aRenamingThatNoLongerAppliesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            PUBLISHED.withFieldsRenamed(
                Map.of("field csi.v1.CapacityRange #2", "most_bytes"), "mutable_parameters"));
  }

  private static WireContract changed(Consumer<FileDescriptorProto.Builder> change)
      throws DescriptorValidationException {
    FileDescriptorProto.Builder file = CsiV1.getDescriptor().toProto().toBuilder();
    change.accept(file);
    List<FileDescriptor> imports = CsiV1.getDescriptor().getDependencies();
    return WireContract.of(
        FileDescriptor.buildFrom(file.build(), imports.toArray(FileDescriptor[]::new)));
  }

  private static Arguments planted(String line, Consumer<FileDescriptorProto.Builder> plant) {
    return Arguments.of(line, plant);
  }

  private static DescriptorProto.Builder message(FileDescriptorProto.Builder file, String name) {
    return file.getMessageTypeBuilderList().stream()
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static FieldDescriptorProto.Builder field(
      FileDescriptorProto.Builder file, String message, int index) {
    return message(file, message).getFieldBuilder(index);
  }

  private static EnumDescriptorProto.Builder enumeration(
      FileDescriptorProto.Builder file, String name) {
    return file.getEnumTypeBuilderList().stream()
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ServiceDescriptorProto.Builder service(
      FileDescriptorProto.Builder file, String name) {
    return file.getServiceBuilderList().stream()
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static MethodDescriptorProto.Builder method(
      FileDescriptorProto.Builder file, String service, int index) {
    return service(file, service).getMethodBuilder(index);
  }
}
