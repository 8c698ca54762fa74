package org.csiscaleio.model;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.FAILED_PRECONDITION;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerPublishVolumeResponse;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.rig.Cluster;

/** Volumes that are mapped to hosts, and are so no longer. */
final class MappingSteps {
  private static final List<Mode> MOUNTED =
      List.of(
          Mode.SINGLE_NODE_WRITER,
          Mode.SINGLE_NODE_WRITER,
          Mode.SINGLE_NODE_WRITER,
          Mode.SINGLE_NODE_SINGLE_WRITER,
          Mode.SINGLE_NODE_MULTI_WRITER,
          Mode.SINGLE_NODE_READER_ONLY,
          Mode.MULTI_NODE_READER_ONLY);
  private static final List<Mode> RAW =
      List.of(
          Mode.SINGLE_NODE_WRITER,
          Mode.SINGLE_NODE_SINGLE_WRITER,
          Mode.SINGLE_NODE_MULTI_WRITER,
          Mode.SINGLE_NODE_READER_ONLY,
          Mode.MULTI_NODE_READER_ONLY,
          Mode.MULTI_NODE_SINGLE_WRITER,
          Mode.MULTI_NODE_MULTI_WRITER,
          Mode.MULTI_NODE_MULTI_WRITER);

  private final Cluster cluster;
  private final World world;
  private final Choice choice;

  MappingSteps(Cluster cluster, World world, Choice choice) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
  }

  /** Maps a volume to a host, where that may be and where it may not. */
  Step<?> publish() {
    if (world.volumes().isEmpty() || choice.percent(3)) {
      return toNowhere();
    }
    KnownVolume volume = choice.of(world.volumes());
    int host = choice.below(cluster.hosts().size());
    if (choice.percent(2)) {
      return invalid(volume, host);
    }
    Optional<Use> here = Optional.ofNullable(volume.uses().get(host));
    if (here.isPresent() && choice.percent(60)) {
      return publish(volume, host, here.get().mode(), here.get().readOnly());
    }
    Mode mode = choice.of(volume.ask().isBlock() ? RAW : MOUNTED);
    boolean readOnly = Use.reads(mode) || (volume.ask().isBlock() && choice.percent(25));
    return publish(volume, host, mode, readOnly);
  }

  private Step<?> toNowhere() {
    String known = world.volumes().isEmpty() ? "" : choice.of(world.volumes()).id();
    boolean node = known.isEmpty() || choice.percent(50);
    var request =
        ControllerPublishVolumeRequest.newBuilder()
            .setVolumeId(node ? Names.unknownId(cluster, world, choice, List.of()) : known)
            .setNodeId(
                node ? cluster.hosts().getFirst().guid() : "00000000-0000-0000-0000-00000000DEAD");
    request.getVolumeCapabilityBuilder().getBlockBuilder();
    request
        .getVolumeCapabilityBuilder()
        .getAccessModeBuilder()
        .setMode(Mode.MULTI_NODE_MULTI_WRITER);
    return Step.refused(
        "publish %s to %s".formatted(request.getVolumeId(), request.getNodeId()),
        () -> published(request.build()),
        NOT_FOUND);
  }

  private Step<?> invalid(KnownVolume volume, int host) {
    var request = request(volume, host, Mode.SINGLE_NODE_WRITER, false).toBuilder();
    request
        .getVolumeCapabilityBuilder()
        .getAccessModeBuilder()
        .setMode(Mode.MULTI_NODE_SINGLE_WRITER);
    request.getVolumeCapabilityBuilder().getMountBuilder().setFsType("ext4");
    return Step.refused(
        "publish %s mounted for a writer beside readers".formatted(volume.name()),
        () -> published(request.build()),
        INVALID_ARGUMENT);
  }

  private ControllerPublishVolumeRequest request(
      KnownVolume volume, int host, Mode mode, boolean readOnly) {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(volume.id())
        .setNodeId(cluster.hosts().get(host).guid())
        .setVolumeCapability(volume.capability(mode))
        .setReadonly(readOnly)
        .putAllVolumeContext(volume.ask().limits().parameters())
        .build();
  }

  private ControllerPublishVolumeResponse published(ControllerPublishVolumeRequest request) {
    return cluster.a().client().controller().controllerPublishVolume(request);
  }

  private Step<?> publish(KnownVolume volume, int host, Mode mode, boolean readOnly) {
    ControllerPublishVolumeRequest request = request(volume, host, mode, readOnly);
    String what =
        "publish %s to host %d as %s%s"
            .formatted(volume.name(), host, mode, readOnly ? " read-only" : "");
    Optional<Use> here = Optional.ofNullable(volume.uses().get(host));
    Set<Status.Code> refusals = new TreeSet<>();
    boolean refused = false;
    if (here.isPresent() && here.get().readOnly() != readOnly) {
      refusals.add(ALREADY_EXISTS);
      refused = true;
    }
    if (isInTheWay(volume, host, mode, readOnly)) {
      refusals.add(FAILED_PRECONDITION);
      refused = true;
    }
    // The array does not remember what a mapping was made for, only whether it can be written.
    if (here.isPresent() && here.get().mode() != mode) {
      refusals.add(ALREADY_EXISTS);
    }
    if (others(volume, host).anyMatch(use -> Use.isOfOneNode(use.mode()))) {
      refusals.add(FAILED_PRECONDITION);
    }
    Consumer<ControllerPublishVolumeResponse> done =
        answer -> {
          assertThat(answer.getPublishContextMap())
              .containsEntry("mappedBy", "controller")
              .containsEntry("sizeKib", Long.toString(volume.gib() << 20));
          // A repetition does not change what the mapping is used for.
          Use use =
              here.orElseGet(
                  () -> Use.mapped(mode, readOnly, volume.gib(), answer.getPublishContextMap()));
          world.put(volume.used(host, use));
        };
    return new Step<>(
        what, () -> published(request), refused ? Optional.empty() : Optional.of(done), refusals);
  }

  private static Stream<Use> others(KnownVolume volume, int host) {
    return volume.uses().entrySet().stream()
        .filter(use -> use.getKey() != host)
        .map(Map.Entry::getValue);
  }

  /** Whether another host's mapping excludes this one. */
  private static boolean isInTheWay(KnownVolume volume, int host, Mode mode, boolean readOnly) {
    boolean besideWriters =
        mode == Mode.MULTI_NODE_MULTI_WRITER || (mode == Mode.MULTI_NODE_SINGLE_WRITER && readOnly);
    return others(volume, host)
        .anyMatch(use -> Use.isOfOneNode(mode) || (!use.readOnly() && !besideWriters));
  }

  /** Takes a mapping away that is no longer used, or none. */
  Step<?> unpublish() {
    if (world.volumes().isEmpty() || choice.percent(4)) {
      String id = Names.unknownId(cluster, world, choice, List.of("nothing-known"));
      return unpublish(
          id, choice.of(cluster.hosts().getFirst().guid(), "", "no-such-node"), answer -> {});
    }
    KnownVolume volume = choice.of(world.volumes());
    if (choice.percent(10)) {
      boolean idle = volume.uses().values().stream().allMatch(Use::isIdle);
      return idle
          ? unpublish(
              volume.id(),
              "",
              answer -> {
                KnownVolume now = volume;
                for (int host : volume.uses().keySet()) {
                  now = now.notOn(host);
                }
                world.put(now);
              })
          : unpublish(volume.id(), "00000000-0000-0000-0000-00000000DEAD", answer -> {});
    }
    // While it is mounted there an orchestrator must not.
    List<Integer> free =
        Stream.of(0, 1)
            .filter(host ->
                Optional.ofNullable(volume.uses().get(host)).filter(use -> !use.isIdle()).isEmpty())
            .toList();
    if (free.isEmpty()) {
      return unpublish("nothing-known", "", answer -> {});
    }
    int host = choice.of(free);
    return unpublish(
        volume.id(), cluster.hosts().get(host).guid(), answer -> world.put(volume.notOn(host)));
  }

  private Step<?> unpublish(String id, String node, Consumer<Object> done) {
    var request =
        ControllerUnpublishVolumeRequest.newBuilder().setVolumeId(id).setNodeId(node).build();
    return Step.<Object>succeeds(
        "unpublish %s from '%s'".formatted(id, node),
        () -> cluster.a().client().controller().controllerUnpublishVolume(request),
        done);
  }
}
