package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.mesos.provider.Resource.Type.MOUNT;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.csiscaleio.mesos.provider.Offer;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Operation.Status;
import org.csiscaleio.mesos.provider.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frameworks take what they like of a pool, and Mesos holds the plugin to it to the MiB. */
@Tag("side-by-side")
class SizeTest extends MesosTest {
  private static final long[] MIBS = {
    1, 2, 7, 1000, 8191, 8192, 8193, 12_345, 16_384, 33_333, 65_537, 100 * 1024
  };

  @ParameterizedTest
  @EnumSource
  void anyWholeNumberOfMibIsADiskOfThatSizeForEver(Line line) {
    Agent agent = start(line);
    long free = QUOTA;
    assertThat(agent.offer().poolBytes("thin")).isEqualTo(free);
    var disks = new ArrayList<Resource>();

    for (long mib : MIBS) {
      Resource disk = disk(agent, mib * MIB);
      disks.add(disk);
      free -= mib * MIB;
      Offer before = agent.offer();
      agent.provider().reconcileNow();
      assertThat(agent.offer()).as("a reconciliation after %s MiB", mib).isEqualTo(before);
      assertThat(before.poolBytes("thin")).isEqualTo(free);
    }
    Offer before = agent.offer();
    agent = restart(agent);

    assertThat(agent.offer().resources().isSameAs(before.resources())).isTrue();
    assertThat(agent.provider().warnings()).isEmpty();
    for (Resource disk : disks) {
      done(agent.apply(Operation.destroyDisk(disk)));
    }
    agent = restart(agent);
    assertThat(agent.offer().poolBytes("thin")).isEqualTo(QUOTA);
    assertNothingLeft(host(line));
  }

  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void allThatIsOfferedCanBeTaken(Line line) {
    Agent agent = start(line);
    Resource first = disk(agent, ODD);

    Resource rest = disk(agent, agent.offer().poolBytes("thin"));

    assertThat(agent.offer().pool("thin")).isEmpty();
    done(agent.apply(Operation.destroyDisk(first)));
    done(agent.apply(Operation.destroyDisk(rest)));
    assertThat(agent.offer().poolBytes("thin")).isEqualTo(QUOTA);
  }

  /** Creates are not put in a row: several are in flight on one offer. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_6", "MESOS_1_11"})
  void disksOfOneOfferAreMadeAndUnmadeAtOnce(Line line) {
    Agent agent = start(line);
    Offer offer = agent.offer();
    Resource pool = offer.pool("thin").orElseThrow();

    List<Resource> disks =
        atOnce(agent, offer, 6, i -> Operation.createDisk(pool.ofBytes(ODD + i * MIB), MOUNT));

    assertThat(disks).extracting(Resource::id).doesNotHaveDuplicates();
    assertThat(agent.offer().poolBytes("thin")).isEqualTo(QUOTA - 6 * ODD - 15 * MIB);
    atOnce(agent, agent.offer(), 6, i -> Operation.destroyDisk(disks.get(i)));
    assertThat(agent.offer().poolBytes("thin")).isEqualTo(QUOTA);
    assertNothingLeft(host(line));
  }

  private static List<Resource> atOnce(
      Agent agent, Offer offer, int count, IntFunction<Operation> operation) {
    List<CompletableFuture<Operation>> running =
        IntStream.range(0, count)
            .mapToObj(i -> agent.provider().applyLater(offer, operation.apply(i)))
            .toList();
    return running.stream().map(it -> done(Async.join(it))).toList();
  }

  /** Mesos has sizes to a thousandth of a MiB; there is no name for them on the array. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_11"})
  void aPartOfAMibIsRefusedAtOnce(Line line) {
    Agent agent = start(line);
    Resource part = agent.offer().pool("thin").orElseThrow().ofBytes(ODD + MIB / 2);

    Operation created = agent.apply(Operation.createDisk(part, MOUNT));

    assertThat(created.status()).isEqualTo(Status.FAILED);
    assertThat(created.message()).contains("OUT_OF_RANGE");
    assertNothingLeft(host(line));
  }

  /** The abort of contract 5.3 needs a pool that shrinks by itself; ours does not. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_7_3", "MESOS_1_8_0"})
  void aSplitPoolDoesNotShrinkByItself(Line line) {
    Agent neighbour = start(Line.MESOS_1_11);
    Agent agent = start(line);
    done(
        agent.apply(
            Operation.reserve(
                agent.offer().pool("thin").orElseThrow().ofBytes(QUOTA / 2), "role")));
    List<Resource> theirs = List.of(disk(neighbour, 300 * GIB), disk(neighbour, 99 * GIB));

    agent = restart(agent);
    agent
        .flags()
        .adaptor()
        .set(List.of(THIN, new DiskProfile("more", THIN.capability(), java.util.Map.of())));
    agent.provider().profilesChanged();

    assertThat(agent.offer().poolBytes("thin")).isEqualTo(QUOTA);
    assertThat(theirs).hasSize(2);
  }
}
