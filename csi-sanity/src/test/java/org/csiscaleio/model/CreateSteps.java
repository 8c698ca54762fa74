package org.csiscaleio.model;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static io.grpc.Status.Code.OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeResponse;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.VolumeWish;

/** Volumes that are made, empty or with the content of others, once or again. */
final class CreateSteps {
  private final Cluster cluster;
  private final World world;
  private final Choice choice;

  CreateSteps(Cluster cluster, World world, Choice choice) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
  }

  /** A new volume, or the same again, or another of the same name. */
  Step<?> create() {
    String name = choice.of(Names.ALL);
    Ask ask = world.volume(name).map(this::again).orElseGet(() -> anew(name));
    return choice.percent(4) ? invalid(ask) : create(ask);
  }

  private Ask anew(String name) {
    String fsType = choice.percent(75) ? VolumeWish.BLOCK : choice.of("ext4", "xfs");
    var empty =
        new Ask(
            name,
            fsType,
            choice.of(0L, 1L, 8L, 8L, 8L, 12L, 16L, 20L),
            choice.percent(70) ? 0 : choice.of(8L, 15L, 16L, 24L),
            choice.percent(20),
            choice.percent(60) ? Limits.NOTHING : Limits.any(choice),
            Optional.empty());
    // Empty ranges are another step's.
    Ask sound =
        empty.limitGib() < empty.requiredGib() ? empty.sized(empty.requiredGib(), 0) : empty;
    return choice.percent(45) ? copying(sound) : sound;
  }

  private Ask copying(Ask ask) {
    var sources = new ArrayList<Ask>();
    for (KnownVolume volume : world.volumes()) {
      sources.add(ofKind(ask, volume.ask()).from(Optional.of(new Ask.Source(volume.id(), false))));
    }
    for (KnownSnapshot snapshot : world.snapshots()) {
      sources.add(
          ofKind(ask, snapshot.ask()).from(Optional.of(new Ask.Source(snapshot.id(), true))));
    }
    if (choice.percent(5)) {
      return ask.from(
          Optional.of(
              new Ask.Source(
                  Names.unknownId(cluster, world, choice, List.of()), choice.percent(50))));
    }
    return sources.isEmpty() ? ask : choice.of(sources);
  }

  /** A copy of a file system is used as one, of the same type. */
  private static Ask ofKind(Ask ask, Ask source) {
    return new Ask(
        ask.name(),
        source.fsType(),
        ask.requiredGib(),
        ask.limitGib(),
        false,
        ask.limits(),
        Optional.empty());
  }

  private Ask again(KnownVolume volume) {
    Ask same = volume.ask();
    return switch (choice.below(6)) {
      case 0 -> same.sized(choice.of(8L, 16L, 24L, 32L), 0);
      case 1 -> same.sized(0, choice.of(8L, 16L, 24L));
      case 2 -> same.source().isEmpty() ? same.thick(!same.thick()) : same.from(Optional.empty());
      case 3 -> copying(same);
      default -> same;
    };
  }

  private Step<?> invalid(Ask ask) {
    CreateVolumeRequest.Builder request = ask.message().toBuilder();
    String why =
        switch (choice.below(5)) {
          case 0 -> {
            request.getCapacityRangeBuilder().setRequiredBytes(16L << 30).setLimitBytes(8L << 30);
            yield "an empty range";
          }
          case 1 -> {
            request.putParameters("colour", "blue");
            yield "an unknown parameter";
          }
          case 2 -> {
            request.putParameters("iopsLimit", "5");
            yield "too low a limit";
          }
          case 3 -> {
            request.clearVolumeCapabilities();
            yield "no capability";
          }
          default -> {
            request
                .clearVolumeCapabilities()
                .addVolumeCapabilities(
                    VolumeWish.of("", 0, "ext4")
                        .withMode(Mode.MULTI_NODE_MULTI_WRITER)
                        .capability());
            yield "a file system for many writers";
          }
        };
    return Step.refused(
        "create " + ask + " with " + why, () -> made(request.build()), INVALID_ARGUMENT);
  }

  private CreateVolumeResponse made(CreateVolumeRequest request) {
    return cluster.a().client().controller().createVolume(request);
  }

  private Step<CreateVolumeResponse> create(Ask ask) {
    CreateVolumeRequest request = ask.message();
    String what = "create " + ask;
    Optional<KnownVolume> there = world.volume(ask.name());
    if (there.isPresent()) {
      return again(what, request, ask, there.get());
    }
    if (ask.source().isPresent() && world.gib(ask.source().get()).isEmpty()) {
      return Step.refused(what, () -> made(request), NOT_FOUND);
    }
    OptionalLong gib = size(ask);
    if (gib.isEmpty()) {
      return Step.refused(what, () -> made(request), OUT_OF_RANGE);
    }
    return Step.succeeds(
        what,
        () -> made(request),
        answer -> {
          String id = answer.getVolume().getVolumeId();
          assertThat(world.isNew(id)).as("%s is a new id", id).isTrue();
          told(ask, gib.getAsLong(), answer);
          world.put(
              new KnownVolume(
                  ask,
                  id,
                  gib.getAsLong(),
                  Limits.NOTHING,
                  ask.source().map(Ask.Source::id),
                  ask.source().map(world::copyOf).orElse(Content.BLANK),
                  Map.of()));
        });
  }

  /** The size a new volume would get. */
  private OptionalLong size(Ask ask) {
    return ask.source().isEmpty()
        ? ask.size()
        : ask.sizeFrom(world.gib(ask.source().get()).orElse(0));
  }

  private static void told(Ask ask, long gib, CreateVolumeResponse answer) {
    assertThat(answer.getVolume().getCapacityBytes()).isEqualTo(gib << 30);
    assertThat(answer.getVolume().getVolumeContextMap()).isEqualTo(ask.limits().parameters());
    assertThat(answer.getVolume().hasContentSource()).isEqualTo(ask.source().isPresent());
    ask.source()
        .ifPresent(source ->
            assertThat(answer.getVolume().getContentSource()).isEqualTo(source.message()));
  }

  private Step<CreateVolumeResponse> again(
      String what, CreateVolumeRequest request, Ask ask, KnownVolume there) {
    Consumer<CreateVolumeResponse> same =
        answer -> {
          assertThat(answer.getVolume().getVolumeId()).isEqualTo(there.id());
          told(ask, there.gib(), answer);
        };
    var refusals = EnumSet.of(ALREADY_EXISTS);
    boolean sourceGone = ask.source().isPresent() && world.gib(ask.source().get()).isEmpty();
    if (sourceGone) {
      refusals.add(NOT_FOUND);
    } else if (size(ask).isEmpty()) {
      // No new volume could be made so either.
      refusals.add(OUT_OF_RANGE);
    }
    Optional<String> source = ask.source().map(Ask.Source::id);
    Optional<String> madeFrom = there.ask().source().map(Ask.Source::id);
    if (source.isPresent() && there.ancestor().equals(source) && !ask.allows(there.gib())) {
      // The array cannot tell it from one whose making was cut short before it had its size.
      boolean grows = !there.isMapped() && size(ask).orElse(0) > there.gib();
      return grows
          ? new Step<>(what, () -> made(request), Optional.of(growing(ask, there)), refusals)
          : new Step<>(what, () -> made(request), Optional.empty(), refusals);
    }
    boolean compatible =
        ask.allows(there.gib())
            && (source.isPresent() || madeFrom.isPresent() || ask.thick() == there.ask().thick());
    if (!compatible || source.isPresent() != madeFrom.isPresent()) {
      return new Step<>(what, () -> made(request), Optional.empty(), refusals);
    }
    if (source.equals(madeFrom) && !sourceGone) {
      return new Step<>(what, () -> made(request), Optional.of(same), Set.of());
    }
    // What it was made from is gone, and the array calls the next ancestor its source.
    boolean cannotTell = source.equals(madeFrom) || there.ancestor().equals(source);
    return new Step<>(
        what, () -> made(request), cannotTell ? Optional.of(same) : Optional.empty(), refusals);
  }

  private Consumer<CreateVolumeResponse> growing(Ask ask, KnownVolume there) {
    return answer -> {
      assertThat(answer.getVolume().getVolumeId()).isEqualTo(there.id());
      long gib = size(ask).orElseThrow();
      told(ask, gib, answer);
      world.put(there.grown(gib));
    };
  }
}
