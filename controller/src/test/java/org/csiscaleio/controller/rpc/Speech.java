package org.csiscaleio.controller.rpc;

import static org.csiscaleio.controller.rpc.Rig.GUID;
import static org.csiscaleio.controller.rpc.Rig.call;

import java.util.List;
import java.util.Map;

/** One story told in the messages of each generation. */
enum Speech {
  V1 {
    @Override
    Made create(Rig rig, String name, long bytes, Map<String, String> parameters) {
      var request = Rig.create(name).putAllParameters(parameters);
      request.getCapacityRangeBuilder().setRequiredBytes(bytes).setLimitBytes(bytes);
      return made(call(rig.binding::createVolume, request.build()).getVolume());
    }

    private static Made made(org.csiscaleio.csi.v1.Volume volume) {
      return new Made(
          volume.getVolumeId(), volume.getCapacityBytes(), volume.getVolumeContextMap());
    }

    @Override
    List<Made> list(Rig rig) {
      return call(
              rig.binding::listVolumes,
              org.csiscaleio.csi.v1.ListVolumesRequest.getDefaultInstance())
          .getEntriesList()
          .stream()
          .map(entry -> made(entry.getVolume()))
          .toList();
    }

    @Override
    Map<String, String> publish(Rig rig, Made volume) {
      return call(
              rig.binding::controllerPublishVolume,
              Rig.publish(volume.id()).putAllVolumeContext(volume.context()).build())
          .getPublishContextMap();
    }

    @Override
    void unpublish(Rig rig, Made volume) {
      call(
          rig.binding::controllerUnpublishVolume,
          org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest.newBuilder()
              .setVolumeId(volume.id())
              .setNodeId(GUID)
              .build());
    }

    @Override
    void delete(Rig rig, Made volume) {
      call(
          rig.binding::deleteVolume,
          org.csiscaleio.csi.v1.DeleteVolumeRequest.newBuilder().setVolumeId(volume.id()).build());
    }

    @Override
    boolean isSupported(Rig rig, Made volume) {
      return call(
              rig.binding::validateVolumeCapabilities,
              org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .putAllVolumeContext(volume.context())
                  .addVolumeCapabilities(Rig.create("x").getVolumeCapabilities(0))
                  .build())
          .hasConfirmed();
    }

    @Override
    long capacity(Rig rig, Map<String, String> parameters) {
      return call(
              rig.binding::getCapacity,
              org.csiscaleio.csi.v1.GetCapacityRequest.newBuilder()
                  .putAllParameters(parameters)
                  .build())
          .getAvailableCapacity();
    }
  },
  V0 {
    @Override
    Made create(Rig rig, String name, long bytes, Map<String, String> parameters) {
      var request = createV0(name).putAllParameters(parameters);
      request.getCapacityRangeBuilder().setRequiredBytes(bytes).setLimitBytes(bytes);
      return made(call(rig.v0::createVolume, request.build()).getVolume());
    }

    private static Made made(org.csiscaleio.csi.v0.Volume volume) {
      return new Made(volume.getId(), volume.getCapacityBytes(), volume.getAttributesMap());
    }

    @Override
    List<Made> list(Rig rig) {
      return call(
              rig.v0::listVolumes, org.csiscaleio.csi.v0.ListVolumesRequest.getDefaultInstance())
          .getEntriesList()
          .stream()
          .map(entry -> made(entry.getVolume()))
          .toList();
    }

    @Override
    Map<String, String> publish(Rig rig, Made volume) {
      return call(
              rig.v0::controllerPublishVolume,
              org.csiscaleio.csi.v0.ControllerPublishVolumeRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .setNodeId(GUID)
                  .setVolumeCapability(createV0("x").getVolumeCapabilities(0))
                  .putAllVolumeAttributes(volume.context())
                  .build())
          .getPublishInfoMap();
    }

    @Override
    void unpublish(Rig rig, Made volume) {
      call(
          rig.v0::controllerUnpublishVolume,
          org.csiscaleio.csi.v0.ControllerUnpublishVolumeRequest.newBuilder()
              .setVolumeId(volume.id())
              .setNodeId(GUID)
              .build());
    }

    @Override
    void delete(Rig rig, Made volume) {
      call(
          rig.v0::deleteVolume,
          org.csiscaleio.csi.v0.DeleteVolumeRequest.newBuilder().setVolumeId(volume.id()).build());
    }

    @Override
    boolean isSupported(Rig rig, Made volume) {
      return call(
              rig.v0::validateVolumeCapabilities,
              org.csiscaleio.csi.v0.ValidateVolumeCapabilitiesRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .putAllVolumeAttributes(volume.context())
                  .addVolumeCapabilities(createV0("x").getVolumeCapabilities(0))
                  .build())
          .getSupported();
    }

    @Override
    long capacity(Rig rig, Map<String, String> parameters) {
      return call(
              rig.v0::getCapacity,
              org.csiscaleio.csi.v0.GetCapacityRequest.newBuilder()
                  .putAllParameters(parameters)
                  .build())
          .getAvailableCapacity();
    }
  },
  V01 {
    @Override
    Made create(Rig rig, String name, long bytes, Map<String, String> parameters) {
      var request = createV01(name).putAllParameters(parameters);
      request.getCapacityRangeBuilder().setRequiredBytes(bytes).setLimitBytes(bytes);
      return made(call(rig.v01::createVolume, request.build()).getVolumeInfo());
    }

    private static Made made(org.csiscaleio.csi.v01.VolumeInfo volume) {
      return new Made(volume.getId(), volume.getCapacityBytes(), volume.getAttributesMap());
    }

    @Override
    List<Made> list(Rig rig) {
      return call(
              rig.v01::listVolumes, org.csiscaleio.csi.v01.ListVolumesRequest.getDefaultInstance())
          .getEntriesList()
          .stream()
          .map(entry -> made(entry.getVolumeInfo()))
          .toList();
    }

    @Override
    Map<String, String> publish(Rig rig, Made volume) {
      return call(
              rig.v01::controllerPublishVolume,
              org.csiscaleio.csi.v01.ControllerPublishVolumeRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .setNodeId(GUID)
                  .setVolumeCapability(createV01("x").getVolumeCapabilities(0))
                  .putAllVolumeAttributes(volume.context())
                  .build())
          .getPublishVolumeInfoMap();
    }

    @Override
    void unpublish(Rig rig, Made volume) {
      call(
          rig.v01::controllerUnpublishVolume,
          org.csiscaleio.csi.v01.ControllerUnpublishVolumeRequest.newBuilder()
              .setVolumeId(volume.id())
              .setNodeId(GUID)
              .build());
    }

    @Override
    void delete(Rig rig, Made volume) {
      call(
          rig.v01::deleteVolume,
          org.csiscaleio.csi.v01.DeleteVolumeRequest.newBuilder().setVolumeId(volume.id()).build());
    }

    @Override
    boolean isSupported(Rig rig, Made volume) {
      return call(
              rig.v01::validateVolumeCapabilities,
              org.csiscaleio.csi.v01.ValidateVolumeCapabilitiesRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .putAllVolumeAttributes(volume.context())
                  .addVolumeCapabilities(createV01("x").getVolumeCapabilities(0))
                  .build())
          .getSupported();
    }

    @Override
    long capacity(Rig rig, Map<String, String> parameters) {
      return call(
              rig.v01::getCapacity,
              org.csiscaleio.csi.v01.GetCapacityRequest.newBuilder()
                  .putAllParameters(parameters)
                  .build())
          .getAvailableCapacity();
    }
  };

  /** A volume as its maker was told about it. */
  record Made(String id, long bytes, Map<String, String> context) {}

  static org.csiscaleio.csi.v0.CreateVolumeRequest.Builder createV0(String name) {
    var request = org.csiscaleio.csi.v0.CreateVolumeRequest.newBuilder().setName(name);
    request
        .addVolumeCapabilitiesBuilder()
        .setMount(org.csiscaleio.csi.v0.VolumeCapability.MountVolume.getDefaultInstance())
        .getAccessModeBuilder()
        .setMode(org.csiscaleio.csi.v0.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER);
    return request;
  }

  static org.csiscaleio.csi.v01.CreateVolumeRequest.Builder createV01(String name) {
    var request = org.csiscaleio.csi.v01.CreateVolumeRequest.newBuilder().setName(name);
    request
        .addVolumeCapabilitiesBuilder()
        .setMount(org.csiscaleio.csi.v01.VolumeCapability.MountVolume.getDefaultInstance())
        .getAccessModeBuilder()
        .setMode(org.csiscaleio.csi.v01.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER);
    return request;
  }

  abstract Made create(Rig rig, String name, long bytes, Map<String, String> parameters);

  abstract List<Made> list(Rig rig);

  abstract Map<String, String> publish(Rig rig, Made volume);

  abstract void unpublish(Rig rig, Made volume);

  abstract void delete(Rig rig, Made volume);

  abstract boolean isSupported(Rig rig, Made volume);

  abstract long capacity(Rig rig, Map<String, String> parameters);
}
