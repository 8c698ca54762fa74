package org.csiscaleio.rig;

import static org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.CapacityRange;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.VolumeCapability;

/**
 * What an orchestrator wants of a volume.
 *
 * @param bytes required size; 0 leaves it to the plugin
 * @param fsType a file system, empty for the plugin's default; {@link #BLOCK} for a raw device
 * @param mode of access
 * @param parameters of CreateVolume
 */
public record VolumeWish(
    String name,
    long bytes,
    String fsType,
    VolumeCapability.AccessMode.Mode mode,
    List<String> mountFlags,
    Map<String, String> parameters) {
  /** Says "no file system" where a file system's name is wanted. */
  public static final String BLOCK = "block";

  private static final long GIB = 1L << 30;

  public VolumeWish {
    mountFlags = List.copyOf(mountFlags);
    parameters = Map.copyOf(parameters);
  }

  /** A volume of {@code gib} GiB for one writer. */
  public static VolumeWish of(String name, long gib, String fsType) {
    return new VolumeWish(name, gib * GIB, fsType, SINGLE_NODE_WRITER, List.of(), Map.of());
  }

  /** The same wish for a volume of another name and size. */
  public VolumeWish named(String otherName, long gib) {
    return new VolumeWish(otherName, gib * GIB, fsType, mode, mountFlags, parameters);
  }

  public VolumeWish withMode(VolumeCapability.AccessMode.Mode mode) {
    return new VolumeWish(name, bytes, fsType, mode, mountFlags, parameters);
  }

  public VolumeWish withFsType(String fsType) {
    return new VolumeWish(name, bytes, fsType, mode, mountFlags, parameters);
  }

  public VolumeWish withParameter(String key, String value) {
    var more = new LinkedHashMap<>(parameters);
    more.put(key, value);
    return new VolumeWish(name, bytes, fsType, mode, mountFlags, more);
  }

  public VolumeWish withMountFlag(String flag) {
    return new VolumeWish(name, bytes, fsType, mode, List.of(flag), parameters);
  }

  public boolean isBlock() {
    return fsType.equals(BLOCK);
  }

  public VolumeCapability capability() {
    var capability = VolumeCapability.newBuilder();
    capability.getAccessModeBuilder().setMode(mode);
    if (isBlock()) {
      capability.getBlockBuilder();
    } else {
      capability
          .getMountBuilder()
          .setFsTypeBytes(ByteString.copyFromUtf8(fsType))
          .addAllMountFlags(mountFlags);
    }
    return capability.build();
  }

  /** The request; without a capacity range when no size is wanted. */
  public CreateVolumeRequest createRequest() {
    var request =
        CreateVolumeRequest.newBuilder()
            .setName(name)
            .addVolumeCapabilities(capability())
            .putAllParameters(parameters);
    if (bytes > 0) {
      request.setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(bytes));
    }
    return request.build();
  }
}
