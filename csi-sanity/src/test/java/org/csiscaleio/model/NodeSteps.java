package org.csiscaleio.model;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.FAILED_PRECONDITION;
import static io.grpc.Status.Code.NOT_FOUND;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.csiscaleio.csi.v1.NodeGrpc.NodeBlockingStub;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.rig.Cluster;

/** Volumes that are staged and published on the hosts they are mapped to, and are so no longer. */
final class NodeSteps {
  private final Cluster cluster;
  private final World world;
  private final Choice choice;
  private final Places places;

  NodeSteps(Cluster cluster, World world, Choice choice) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
    this.places = new Places(cluster);
  }

  /** A volume on a host it is mapped to. */
  record Here(KnownVolume volume, int host, Use use) {
    String what() {
      return volume.name() + " on host " + host;
    }
  }

  static List<Here> mapped(World world) {
    var all = new ArrayList<Here>();
    for (KnownVolume volume : world.volumes()) {
      new TreeMap<>(volume.uses()).forEach((host, use) -> all.add(new Here(volume, host, use)));
    }
    return all;
  }

  private Optional<Here> any() {
    List<Here> all = mapped(world);
    return all.isEmpty() ? Optional.empty() : Optional.of(choice.of(all));
  }

  private NodeBlockingStub node(int host) {
    return cluster.plugins().get(host).client().node();
  }

  Optional<Step<?>> stage() {
    return any().map(this::stage);
  }

  private Step<?> stage(Here here) {
    KnownVolume volume = here.volume();
    Use use = here.use();
    var request =
        NodeStageVolumeRequest.newBuilder()
            .setVolumeId(volume.id())
            .putAllPublishContext(use.context())
            .setStagingTargetPath(places.staging(here.host(), volume.name()).toString())
            .setVolumeCapability(volume.capability(use.mode()))
            .putAllVolumeContext(volume.ask().limits().parameters())
            .build();
    String what = "stage " + here.what();
    boolean mounts = !volume.ask().isBlock();
    boolean reads = Use.reads(use.mode());
    Content content = volume.content();
    if (mounts && reads && !content.formatted()) {
      return Step.refused(
          what, () -> node(here.host()).nodeStageVolume(request), FAILED_PRECONDITION);
    }
    Content then = mounts && !reads ? volume.mounted(use.seenGib()) : content;
    KnownVolume staged = volume.holding(then).used(here.host(), use.staged(true));
    // A journal cannot be replayed without writing.
    return mounts && reads && !content.clean()
        ? Step.either(
            what,
            () -> node(here.host()).nodeStageVolume(request),
            answer -> world.put(staged),
            FAILED_PRECONDITION)
        : Step.succeeds(
            what, () -> node(here.host()).nodeStageVolume(request), answer -> world.put(staged));
  }

  /** Where nothing is published, staged or not. */
  Optional<Step<?>> unstage() {
    return any()
        .filter(here -> here.use().targets().isEmpty())
        .map(here -> {
          KnownVolume volume = here.volume();
          boolean wrote = here.use().staged() && !Use.reads(here.use().mode());
          var request =
              NodeUnstageVolumeRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .setStagingTargetPath(places.staging(here.host(), volume.name()).toString())
                  .build();
          return Step.succeeds(
              "unstage " + here.what(),
              () -> node(here.host()).nodeUnstageVolume(request),
              answer ->
                  world.put(
                      volume
                          .holding(wrote ? volume.content().unmounted() : volume.content())
                          .used(here.host(), here.use().staged(false))));
        });
  }

  Optional<Step<?>> publish() {
    return any()
        .filter(here -> here.use().staged() || !here.volume().ask().isBlock())
        .map(this::publish);
  }

  private Step<?> publish(Here here) {
    KnownVolume volume = here.volume();
    Use use = here.use();
    int target = choice.below(Places.TARGETS);
    boolean readOnly = use.readOnly() || choice.percent(25);
    var request =
        NodePublishVolumeRequest.newBuilder()
            .setVolumeId(volume.id())
            .putAllPublishContext(use.context())
            .setStagingTargetPath(places.staging(here.host(), volume.name()).toString())
            .setTargetPath(places.target(here.host(), volume.name(), target).toString())
            .setVolumeCapability(volume.capability(use.mode()))
            .setReadonly(readOnly)
            .putAllVolumeContext(volume.ask().limits().parameters());
    String what =
        "publish %s at target %d%s".formatted(here.what(), target, readOnly ? " read-only" : "");
    if (!use.staged()) {
      return refusedPublish(what + ", not staged", here, request.build());
    }
    if (choice.percent(3)) {
      return refusedPublish(
          what + ", without a staging path", here, request.clearStagingTargetPath().build());
    }
    return publish(what, here, request.build(), target, readOnly);
  }

  private Step<?> refusedPublish(String what, Here here, NodePublishVolumeRequest request) {
    return Step.refused(
        what, () -> node(here.host()).nodePublishVolume(request), FAILED_PRECONDITION);
  }

  private Step<?> publish(
      String what, Here here, NodePublishVolumeRequest request, int target, boolean readOnly) {
    KnownVolume volume = here.volume();
    Use use = here.use();
    Optional<Boolean> there = Optional.ofNullable(use.targets().get(target));
    boolean writes = !there.orElse(false) && !readOnly;
    // Each stage and each publish for writing makes a file system fill its device.
    Content then =
        !volume.ask().isBlock() && writes ? volume.mounted(use.seenGib()) : volume.content();
    KnownVolume published =
        volume.holding(then).used(here.host(), use.published(target, there.orElse(readOnly)));
    if (there.isPresent() && there.get() != readOnly) {
      // A reader is content with what can be written; the specification would have it refused.
      return there.get()
          ? Step.refused(
              what,
              () -> node(here.host()).nodePublishVolume(request),
              FAILED_PRECONDITION,
              ALREADY_EXISTS)
          : Step.either(
              what,
              () -> node(here.host()).nodePublishVolume(request),
              answer -> world.put(published),
              ALREADY_EXISTS);
    }
    boolean elsewhere = use.targets().keySet().stream().anyMatch(other -> other != target);
    // Whether a raw device takes writes is the device's state.
    boolean otherwise =
        volume.ask().isBlock() && use.targets().values().stream().anyMatch(ro -> ro != readOnly);
    if (there.isEmpty() && elsewhere && (Use.isOfOneTarget(use.mode()) || otherwise)) {
      return refusedPublish(what, here, request);
    }
    return Step.succeeds(
        what, () -> node(here.host()).nodePublishVolume(request), answer -> world.put(published));
  }

  /** At any target, published there or not. */
  Optional<Step<?>> unpublish() {
    return any()
        .map(here -> {
          KnownVolume volume = here.volume();
          int target =
              here.use().targets().isEmpty() || choice.percent(20)
                  ? choice.below(Places.TARGETS)
                  : choice.of(here.use().targets().keySet().stream().sorted().toList());
          Path path = places.target(here.host(), volume.name(), target);
          return Step.succeeds(
              "unpublish %s at target %d".formatted(here.what(), target),
              () -> node(here.host()).nodeUnpublishVolume(unpublish(volume.id(), path)),
              answer -> {
                if (Files.exists(path)) {
                  throw new AssertionError(path + " is still there");
                }
                world.put(volume.used(here.host(), here.use().unpublished(target)));
              });
        });
  }

  private static NodeUnpublishVolumeRequest unpublish(String id, Path path) {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId(id)
        .setTargetPath(path.toString())
        .build();
  }

  /** An unpublish or an unstage of what no host knows. */
  Step<?> takeBackNothing() {
    String id = Names.unknownId(cluster, world, choice, List.of("nothing-known"));
    int host = choice.below(cluster.hosts().size());
    Path nowhere = cluster.hosts().get(host).directory().resolve("nowhere");
    return choice.percent(50)
        ? Step.<Object>either(
            "unpublish %s on host %d".formatted(id, host),
            () -> node(host).nodeUnpublishVolume(unpublish(id, nowhere)),
            answer -> {},
            NOT_FOUND)
        : Step.<Object>either(
            "unstage %s on host %d".formatted(id, host),
            () ->
                node(host)
                    .nodeUnstageVolume(
                        NodeUnstageVolumeRequest.newBuilder()
                            .setVolumeId(id)
                            .setStagingTargetPath(nowhere.toString())
                            .build()),
            answer -> {},
            NOT_FOUND);
  }
}
