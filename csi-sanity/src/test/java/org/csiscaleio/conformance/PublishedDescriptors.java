package org.csiscaleio.conformance;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** csi.proto as the specification's own Go module carries it, dumped by {@code go/build}. */
final class PublishedDescriptors {
  private PublishedDescriptors() {}

  /**
   * @param release of the specification, like {@code 1.13}
   * @throws IOException when {@code go/build} has not been run, or wrote something else
   */
  static FileDescriptor ofRelease(String release) throws IOException {
    Path dump = Path.of("target/go/spec-" + release + ".descriptors");
    if (!Files.exists(dump)) {
      throw new IOException(dump.toAbsolutePath() + " is missing: run csi-sanity/go/build");
    }
    try {
      return link(FileDescriptorSet.parseFrom(Files.readAllBytes(dump)));
    } catch (DescriptorValidationException e) {
      throw new IOException(dump + " does not hold linkable descriptors", e);
    }
  }

  /** The last file of the set; the ones it imports come before it. */
  private static FileDescriptor link(FileDescriptorSet set) throws DescriptorValidationException {
    Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    FileDescriptor last = null;
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream()
              .map(name -> Objects.requireNonNull(linked.get(name), name))
              .toArray(FileDescriptor[]::new);
      last = FileDescriptor.buildFrom(file, imports);
      linked.put(file.getName(), last);
    }
    return Objects.requireNonNull(last, "an empty set of descriptors");
  }
}
