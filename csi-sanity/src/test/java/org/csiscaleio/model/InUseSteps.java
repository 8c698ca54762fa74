package org.csiscaleio.model;

import static io.grpc.Status.Code.FAILED_PRECONDITION;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.csi.v1.NodeExpandVolumeRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeHealthRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsRequest;
import org.csiscaleio.csi.v1.NodeGrpc.NodeBlockingStub;
import org.csiscaleio.csi.v1.VolumeUsage;
import org.csiscaleio.rig.Cluster;

/** What happens to volumes while they are staged or published: growth, questions, reads, writes. */
final class InUseSteps {
  private final Cluster cluster;
  private final World world;
  private final Choice choice;
  private final Places places;

  InUseSteps(Cluster cluster, World world, Choice choice) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
    this.places = new Places(cluster);
  }

  /**
   * A path where a volume may be shown.
   *
   * @param isShown whether it is
   * @param readOnly whether it takes no writes there
   */
  private record Shown(
      KnownVolume volume, int host, Use use, Path path, boolean isShown, boolean readOnly) {
    boolean isFileSystem() {
      return !volume.ask().isBlock();
    }

    @Override
    public String toString() {
      return volume.name() + " on host " + host + " at " + path.getFileName();
    }
  }

  private Optional<Shown> any() {
    List<NodeSteps.Here> all = NodeSteps.mapped(world);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    NodeSteps.Here here = choice.of(all);
    KnownVolume volume = here.volume();
    Use use = here.use();
    if (choice.percent(25)) {
      Path path = places.staging(here.host(), volume.name());
      boolean mounted = use.staged() && !volume.ask().isBlock();
      return Optional.of(new Shown(volume, here.host(), use, path, mounted, Use.reads(use.mode())));
    }
    int target =
        use.targets().isEmpty() || choice.percent(10)
            ? choice.below(Places.TARGETS)
            : choice.of(use.targets().keySet().stream().sorted().toList());
    return Optional.of(
        new Shown(
            volume,
            here.host(),
            use,
            places.target(here.host(), volume.name(), target),
            use.targets().containsKey(target),
            use.targets().getOrDefault(target, true)));
  }

  private NodeBlockingStub node(int host) {
    return cluster.plugins().get(host).client().node();
  }

  Optional<Step<?>> expand() {
    return any()
        .map(shown -> {
          KnownVolume volume = shown.volume();
          var request =
              NodeExpandVolumeRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .setVolumePath(shown.path().toString());
          request.getCapacityRangeBuilder().setRequiredBytes(volume.gib() << 30);
          String what = "node-expand " + shown;
          if (!shown.isShown()) {
            return Step.refused(
                what, () -> node(shown.host()).nodeExpandVolume(request.build()), NOT_FOUND);
          }
          if (shown.isFileSystem() && shown.readOnly()) {
            return Step.refused(
                what,
                () -> node(shown.host()).nodeExpandVolume(request.build()),
                FAILED_PRECONDITION);
          }
          if (shown.isFileSystem() && volume.mustStaySmaller()) {
            return Step.refused(
                what,
                () -> node(shown.host()).nodeExpandVolume(request.build()),
                FAILED_PRECONDITION);
          }
          Status.Code[] refusals =
              shown.isFileSystem() && volume.mayHaveToStaySmaller()
                  ? new Status.Code[] {FAILED_PRECONDITION}
                  : new Status.Code[0];
          return Step.either(
              what,
              () -> node(shown.host()).nodeExpandVolume(request.build()),
              answer -> {
                assertThat(answer.getCapacityBytes()).isEqualTo(volume.gib() << 30);
                KnownVolume seen = volume.used(shown.host(), shown.use().seen(volume.gib()));
                world.put(
                    shown.isFileSystem()
                        ? seen.holding(seen.content().mounted(volume.gib(), volume.gib()))
                        : seen);
              },
              refusals);
        });
  }

  Optional<Step<?>> stats() {
    return any()
        .map(shown -> {
          KnownVolume volume = shown.volume();
          var request =
              NodeGetVolumeStatsRequest.newBuilder()
                  .setVolumeId(volume.id())
                  .setVolumePath(shown.path().toString())
                  .build();
          String what = "stats of " + shown;
          if (!shown.isShown()) {
            return Step.refused(
                what, () -> node(shown.host()).nodeGetVolumeStats(request), NOT_FOUND);
          }
          return Step.succeeds(
              what,
              () -> node(shown.host()).nodeGetVolumeStats(request),
              answer -> {
                assertThat(answer.getUsageList()).isNotEmpty();
                VolumeUsage bytes = answer.getUsage(0);
                assertThat(bytes.getUnit()).isEqualTo(VolumeUsage.Unit.BYTES);
                if (shown.isFileSystem()) {
                  // It needs a part of it for itself.
                  assertThat(bytes.getTotal())
                      .isBetween(
                          (volume.content().leastGib() << 30) / 10 * 9,
                          volume.content().mostGib() << 30);
                } else {
                  assertThat(bytes.getTotal())
                      .isBetween(shown.use().seenGib() << 30, volume.gib() << 30);
                }
              });
        });
  }

  Optional<Step<?>> health() {
    return any()
        .filter(Shown::isShown)
        .map(shown -> {
          var request =
              NodeGetVolumeHealthRequest.newBuilder()
                  .setVolumeId(shown.volume().id())
                  .setVolumePublishPath(shown.path().toString())
                  .build();
          boolean mayGrow =
              shown.isFileSystem() && shown.volume().content().leastGib() < shown.volume().gib();
          return Step.succeeds(
              "health of " + shown,
              () -> node(shown.host()).nodeGetVolumeHealth(request),
              answer ->
                  assertThat(answer.getVolumeHealth().getHealthStatusesList())
                      .allMatch(
                          status -> mayGrow && status.getReason().equals("FileSystemNotGrown")));
        });
  }

  /** A task writes. */
  Optional<Step<?>> write() {
    return any()
        .filter(shown -> isTarget(shown) && !shown.readOnly())
        .map(shown -> {
          long token = world.nextToken();
          return Step.succeeds(
              "write %d to %s".formatted(token, shown),
              () -> {
                Token.write(shown.path(), shown.isFileSystem(), token);
                return token;
              },
              written ->
                  world.put(shown.volume().holding(shown.volume().content().written(written))));
        });
  }

  /** A task reads. */
  Optional<Step<?>> read() {
    return any()
        .filter(InUseSteps::isTarget)
        .map(shown ->
            Step.succeeds(
                "read " + shown,
                () -> Token.read(shown.path(), shown.isFileSystem()),
                token -> assertThat(token).isEqualTo(shown.volume().content().token())));
  }

  private static boolean isTarget(Shown shown) {
    return shown.isShown() && shown.path().getFileName().toString().startsWith("target-");
  }
}
