package org.csiscaleio.model;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.csiscaleio.rig.Cluster;

/**
 * A random walk through all calls that an orchestrator may make of a controller and of the nodes of
 * two hosts, with faults and sudden deaths. Each answer is judged by the model; now and then, and
 * at the end, what the array holds and the hosts show is compared with it.
 */
public final class Walk {
  private static final int COMPARED_EVERY = 50;
  private static final int LAST = 40;

  private final Cluster cluster;
  private final long seed;
  private final Choice choice;
  private final World world = new World();
  private final Reality reality;
  private final Troubles troubles;
  private final List<Kind> kinds = new ArrayList<>();
  private final List<String> journal = new ArrayList<>();
  private final TreeMap<String, Integer> outcomes = new TreeMap<>();
  private int number;

  /** A kind of step, so often among the others. */
  private record Kind(int weight, Supplier<Optional<Step<?>>> step) {}

  /**
   * Prepares a walk.
   *
   * @param cluster with two hosts, each with a plugin, and nothing else in it
   * @param seed what all choices depend on
   */
  public Walk(Cluster cluster, long seed) {
    this.cluster = cluster;
    this.seed = seed;
    this.choice = new Choice(seed);
    this.reality = new Reality(cluster, world);
    this.troubles = new Troubles(cluster, choice);
    var creates = new CreateSteps(cluster, world, choice);
    var volumes = new VolumeSteps(cluster, world, choice);
    var mappings = new MappingSteps(cluster, world, choice);
    var nodes = new NodeSteps(cluster, world, choice);
    var inUse = new InUseSteps(cluster, world, choice);
    var snapshots = new SnapshotSteps(cluster, world, choice);
    var groups = new GroupSteps(cluster, world, choice, snapshots);
    var questions = new Questions(cluster, world, choice);
    always(14, creates::create);
    always(6, volumes::delete);
    always(4, volumes::expand);
    always(5, volumes::modify);
    always(14, mappings::publish);
    always(10, mappings::unpublish);
    sometimes(9, nodes::stage);
    sometimes(5, nodes::unstage);
    sometimes(11, nodes::publish);
    sometimes(7, nodes::unpublish);
    always(1, nodes::takeBackNothing);
    sometimes(4, inUse::expand);
    sometimes(3, inUse::stats);
    sometimes(2, inUse::health);
    sometimes(4, inUse::write);
    sometimes(4, inUse::read);
    always(7, snapshots::take);
    always(6, snapshots::delete);
    always(2, snapshots::get);
    always(3, snapshots::list);
    always(3, groups::take);
    always(2, groups::get);
    always(3, groups::delete);
    always(4, questions::list);
    always(2, questions::get);
    always(2, questions::validate);
    always(1, questions::capacity);
  }

  private void always(int weight, Supplier<Step<?>> step) {
    kinds.add(new Kind(weight, () -> Optional.of(step.get())));
  }

  private void sometimes(int weight, Supplier<Optional<Step<?>>> step) {
    kinds.add(new Kind(weight, step));
  }

  /**
   * Walks so many steps, then takes everything away by calls.
   *
   * @return what came of the calls, by their first word and outcome
   * @throws AssertionError with the seed and the last steps, when the model does not permit an
   *     answer, or when array and hosts differ from it
   */
  public String run(int steps) {
    try {
      for (number = 1; number <= steps; number++) {
        troubles.next();
        take(any());
        if (number % COMPARED_EVERY == 0) {
          compare();
        }
      }
      troubles.end();
      compare();
      new Ending(cluster, world).steps().forEach(step -> take(step.get()));
      return "%d steps, %s; %s".formatted(steps, troubles, outcomes);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(told(e), e);
    }
  }

  private String told(Throwable why) {
    String more;
    try {
      more = "all of them in " + Files.write(cluster.logs().resolve("journal"), journal);
    } catch (IOException e) {
      more = e.toString();
    }
    return "walk with -Dcsiscaleio.model.seed=%d failed at step %d: %s%nlast steps (%s):%n%s%nknown:%n%s"
        .formatted(
            seed,
            number,
            why.getMessage(),
            more,
            String.join("\n", journal.subList(Math.max(0, journal.size() - LAST), journal.size())),
            world);
  }

  private Step<?> any() {
    int all = kinds.stream().mapToInt(Kind::weight).sum();
    while (true) {
      int at = choice.below(all);
      for (Kind kind : kinds) {
        at -= kind.weight();
        if (at < 0) {
          Optional<Step<?>> step = kind.step().get();
          if (step.isPresent()) {
            return step.get();
          }
          break;
        }
      }
    }
  }

  private void compare() {
    troubles.pause();
    reality.isAsTheModelSays();
    List<NodeSteps.Here> mapped = NodeSteps.mapped(world);
    // Which compared sizes of devices, too.
    mapped.forEach(here -> {
      KnownVolume volume = world.volume(here.volume().name()).orElseThrow();
      world.put(volume.used(here.host(), here.use().seen(volume.gib())));
    });
    if (!mapped.isEmpty()) {
      reality.isLimitedAsTheModelSays(choice.of(mapped).volume());
    }
  }

  private <T> void take(Step<T> step) {
    remember("%d %s".formatted(number, step.what()));
    String outcome;
    try {
      outcome = step.judge(troubles.untilDone(step));
    } catch (StatusRuntimeException e) {
      outcome = step.judge(e.getStatus());
    }
    remember("    " + outcome);
    outcomes.merge(step.what().split(" ", 2)[0] + " " + outcome, 1, Integer::sum);
  }

  private void remember(String line) {
    journal.add(line);
  }
}
