package org.csiscaleio.csi;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Optional;
import org.csiscaleio.csi.v01.GetSupportedVersionsRequest;
import org.csiscaleio.csi.v01.Version;

/**
 * The version that requests of CSI 0.1 have in them; later generations have it in their package.
 */
public final class Version01 {
  /** The only one there is. */
  public static final Version SERVED =
      Version.newBuilder().setMajor(0).setMinor(1).setPatch(0).build();

  private Version01() {}

  /** Why a request of CSI 0.1 is not to be served for its version; empty when it is. */
  public static Optional<String> objectionTo(Message request) {
    if (request instanceof GetSupportedVersionsRequest) {
      return Optional.empty();
    }
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("version");
    if (field == null || !request.hasField(field)) {
      return Optional.of("version is missing; 0.1.0 is served");
    }
    return request.getField(field) instanceof Version version && !version.equals(SERVED)
        ? Optional.of("version " + words(version) + " is not served, 0.1.0 is")
        : Optional.empty();
  }

  private static String words(Version version) {
    return Integer.toUnsignedString(version.getMajor())
        + "."
        + Integer.toUnsignedString(version.getMinor())
        + "."
        + Integer.toUnsignedString(version.getPatch());
  }
}
