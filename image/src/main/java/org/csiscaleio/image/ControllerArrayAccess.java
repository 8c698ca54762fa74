package org.csiscaleio.image;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.csiscaleio.controller.service.AccessMode;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.CreateRequest;
import org.csiscaleio.controller.service.PublishRequest;
import org.csiscaleio.controller.service.QosLimits;
import org.csiscaleio.controller.service.SizeRange;
import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeParameters;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.ArrayAccess;
import org.csiscaleio.node.service.ArrayWish;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;

/**
 * Lends a node the Controller's use cases: a node that maps a volume itself does so by the same
 * rules, fencing among them, as a Controller that is asked to.
 */
final class ControllerArrayAccess implements ArrayAccess {
  private static final long GIB = 1L << 30;
  private static final int LONGEST_NAME = 31;

  private final ControllerService controller;
  private final ScaleIoSystem system;

  /**
   * @param system the one the Controller works on
   */
  ControllerArrayAccess(ControllerService controller, ScaleIoSystem system) {
    this.controller = requireNonNull(controller, "controller is null");
    this.system = requireNonNull(system, "system is null");
  }

  @Override
  public VolumeId resolve(String handle, ArrayWish wish, Deadline deadline) {
    requireThisSystem(wish, deadline);
    return controller.resolve(handle, deadline);
  }

  private void requireThisSystem(ArrayWish wish, Deadline deadline) {
    SystemInfo here = system.info(deadline);
    wish.system()
        .filter(wanted -> !wanted.equalsIgnoreCase(here.id()) && !wanted.equals(here.name()))
        .ifPresent(wanted -> {
          throw Failure.precondition(
              "this plugin serves system "
                  + here.id()
                  + " '"
                  + here.name()
                  + "', not '"
                  + wanted
                  + "'; correct systemId in the volume_context, or leave it out");
        });
  }

  @Override
  public VolumeId create(
      String name, Capability capability, VolumeContext context, Deadline deadline) {
    if (name.length() > LONGEST_NAME) {
      throw Failure.invalid(
          "there is no volume '"
              + name
              + "', and none can be made: the array's names have at most "
              + LONGEST_NAME
              + " characters. Shorten it");
    }
    ArrayWish wish = context.array();
    var parameters = new LinkedHashMap<String, String>();
    wish.storagePool().ifPresent(pool -> parameters.put("storagepool", pool));
    wish.protectionDomain().ifPresent(domain -> parameters.put("protectiondomain", domain));
    wish.thick().ifPresent(thick -> parameters.put("provisioning", thick ? "thick" : "thin"));
    OptionalLong gib = wish.sizeGib();
    var request =
        new CreateRequest(
            name,
            gib.isPresent() ? new SizeRange(gib.getAsLong() * GIB, 0) : SizeRange.ANY,
            List.of(theirs(capability)),
            VolumeParameters.parse(parameters));
    try {
      var _ = controller.create(request, deadline);
    } catch (Failure failure) {
      // Another node was quicker, and wanted it otherwise: there is one now.
      if (failure.code() != Code.ALREADY_EXISTS) {
        throw failure;
      }
    }
    return controller.resolve("name:" + name, deadline);
  }

  @Override
  public OptionalInt volumesPerNode(Deadline deadline) {
    return controller.volumesPerNode(deadline);
  }

  @Override
  public boolean mapped(VolumeId volume, String nodeId, Deadline deadline) {
    return controller.get(volume.toString(), deadline).publishedNodeIds().stream()
        .anyMatch(nodeId::equalsIgnoreCase);
  }

  @Override
  public Mapping map(VolumeId volume, Use use, Deadline deadline) {
    Map<String, String> context =
        controller.publish(
            PublishRequest.of(
                volume.toString(),
                use.nodeId(),
                theirs(use.capability()),
                // What is published read-only at one target may be written at another.
                false,
                volumeContext(use.wish())),
            deadline);
    long sizeKib = Long.parseLong(context.getOrDefault("sizeKib", "0"));
    return new Mapping(true, sizeKib > 0 ? OptionalLong.of(sizeKib * 1024) : OptionalLong.empty());
  }

  private static Map<String, String> volumeContext(ArrayWish wish) {
    return Map.of(
        "preempt",
        Boolean.toString(wish.preempt()),
        QosLimits.IOPS_KEY,
        Long.toString(wish.iopsLimit()),
        QosLimits.BANDWIDTH_KEY,
        Long.toString(wish.bandwidthLimitKbps()));
  }

  @Override
  public void unmap(VolumeId volume, String nodeId, Deadline deadline) {
    controller.unpublish(volume.toString(), nodeId, deadline);
  }

  /** The same in the Controller's words; mount flags are none of its business. */
  private static VolumeCapability theirs(Capability capability) {
    return new VolumeCapability(
        AccessMode.valueOf(capability.mode().name()),
        switch (capability.access()) {
          case Capability.Block block -> new VolumeCapability.Access.Block();
          case Capability.Mount mount ->
              new VolumeCapability.Access.Mount(
                  mount.fileSystem().map(FileSystemType::word).orElse("").toLowerCase(Locale.ROOT),
                  List.of(),
                  "");
        });
  }
}
