package org.csiscaleio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ScaleIoSystem} does, be it the fake or the real client with an array behind it.
 * Whoever trusts the fake in a test trusts what is proven here of both.
 */
public abstract class ScaleIoSystemContract {
  protected static final long BLOCK_KIB = 8L << 20;
  private static final String NO_SUCH_ID = "0123456789abcdef";

  private ContractArray array = new NoArray();

  /** A fresh array, or one that has no volumes. */
  protected abstract ContractArray open();

  /** The array of the test at hand. */
  protected final ContractArray array() {
    return array;
  }

  protected final ScaleIoSystem system() {
    return array.system();
  }

  @BeforeEach
  void openArray() {
    array = open();
  }

  @AfterEach
  void closeArray() {
    array.close();
  }

  // What there is.

  @Test
  void theSystemHasAnIdAndAVersion() {
    assertThat(VolumeId.isId(system().info(soon()).id())).isTrue();
    assertThat(system().info(soon())).isEqualTo(system().info(soon()));
    assertThat(system().version(soon())).isEqualTo(array().version());
  }

  @Test
  void domainsPoolsAndHostsAreListed() {
    List<ProtectionDomain> domains = system().protectionDomains(soon());
    assertThat(domains).singleElement().matches(ProtectionDomain::active);

    assertThat(system().storagePools(soon()))
        .hasSize(2)
        .allMatch(pool -> pool.protectionDomainId().equals(domains.get(0).id()))
        .extracting(StoragePool::zeroPadding)
        .containsExactly(true, false);

    assertThat(system().sdcs(soon()))
        .allMatch(Sdc::approved)
        .allMatch(Sdc::connected)
        .extracting(Sdc::guid)
        .containsExactlyElementsOf(
            array().sdcGuids().stream().map(g -> g.toUpperCase(Locale.ROOT)).toList());
  }

  @Test
  void limitsAreKnownByTheArraysOwnKeys() {
    assertThat(system().limits(soon())).containsEntry("volumeSizeGb", 1048576L);
  }

  // Volumes.

  @Test
  void aVolumeIsThereAsSoonAsItIsMade() {
    for (VolumeType type : List.of(VolumeType.THIN, VolumeType.THICK)) {
      String id = system().createVolume(volume("vol-" + type, 2 * BLOCK_KIB, type), soon());

      Volume volume = system().volume(id, soon()).orElseThrow();
      assertThat(volume.id()).isEqualTo(id);
      assertThat(volume.name()).isEqualTo("vol-" + type);
      assertThat(volume.sizeKib()).isEqualTo(2 * BLOCK_KIB);
      assertThat(volume.type()).isEqualTo(type);
      assertThat(volume.storagePoolId()).isEqualTo(pool());
      assertThat(volume.ancestorVolumeId()).isEmpty();
      assertThat(volume.mappings()).isEmpty();
      assertThat(volume.mappedToAll()).isFalse();
      assertThat(volume.creationTime())
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
      assertThat(system().volumeIdByName("vol-" + type, soon())).contains(id);
      assertThat(listed()).contains(volume);
    }
  }

  @Test
  void sizesAreRoundedUpToEightGib() {
    String id = system().createVolume(volume("vol", BLOCK_KIB + 1, VolumeType.THIN), soon());

    assertThat(system().volume(id, soon()).orElseThrow().sizeKib()).isEqualTo(2 * BLOCK_KIB);
  }

  @Test
  void aNameIsTakenOnce() {
    create("vol");

    assertKind(() -> create("vol"), Kind.NAME_IN_USE);

    assertThat(listed()).hasSize(1);
  }

  @Test
  void namesHaveUpTo31VisibleCharactersAndAnyCase() {
    String longest = "A+/=_-.~".repeat(4).substring(1);
    String id = create(longest);
    assertThat(system().volumeIdByName(longest, soon())).contains(id);

    String lower = create(longest.toLowerCase(Locale.ROOT));
    assertThat(lower).isNotEqualTo(id);
    assertThat(system().volumeIdByName(longest.substring(1), soon())).isEmpty();

    assertKind(() -> create(longest + "x"), Kind.INVALID_NAME);
    assertKind(() -> create("two words"), Kind.INVALID_NAME);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(system().volume(NO_SUCH_ID, soon())).isEmpty();
    assertThat(system().volume("no id", soon())).isEmpty();
    assertThat(system().volumeIdByName("nobody", soon())).isEmpty();
    assertKind(() -> system().removeVolume(NO_SUCH_ID, soon()), Kind.VOLUME_NOT_FOUND);
    assertKind(() -> system().unmap(NO_SUCH_ID, sdc(0), soon()), Kind.VOLUME_NOT_FOUND);
    assertKind(() -> map(NO_SUCH_ID, sdc(0)), Kind.VOLUME_NOT_FOUND);
    String id = create("vol");
    assertKind(() -> map(id, NO_SUCH_ID), Kind.SDC_NOT_FOUND);
    assertKind(() -> system().unmap(id, NO_SUCH_ID, soon()), Kind.SDC_NOT_FOUND);
    assertKind(
        () ->
            system()
                .createVolume(
                    new NewVolume("other", NO_SUCH_ID, BLOCK_KIB, VolumeType.THIN), soon()),
        Kind.POOL_NOT_FOUND);
    assertKind(() -> system().poolStatistics(NO_SUCH_ID, soon()), Kind.POOL_NOT_FOUND);
    assertKind(() -> system().volumesOfSdc(NO_SUCH_ID, soon()), Kind.SDC_NOT_FOUND);
  }

  @Test
  void aVolumeThatIsRemovedIsGone() {
    String id = create("vol");

    system().removeVolume(id, soon());

    assertThat(system().volume(id, soon())).isEmpty();
    assertThat(system().volumeIdByName("vol", soon())).isEmpty();
    assertKind(() -> system().removeVolume(id, soon()), Kind.VOLUME_NOT_FOUND);
    assertThat(create("vol")).isNotEqualTo(id);
  }

  @Test
  void removingAVolumeLeavesItsSnapshot() {
    String id = create("vol");
    String snapshotId = array().snapshot(id, "snap");
    Volume snapshot = system().volume(snapshotId, soon()).orElseThrow();
    assertThat(snapshot.isSnapshot()).isTrue();
    assertThat(snapshot.ancestorVolumeId()).isEqualTo(id);
    assertThat(system().volumeIdByName("snap", soon())).contains(snapshotId);
    assertKind(() -> create("snap"), Kind.NAME_IN_USE);

    system().removeVolume(id, soon());

    assertThat(system().volume(snapshotId, soon())).isPresent();
  }

  @Test
  void allVolumesAreListedOnce() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ids.add(create("vol-" + i));
    }
    assertThat(listed()).extracting(Volume::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  // Snapshots.

  @Test
  void aSnapshotIsAVolumeOfItsSourcesTree() {
    String id = create("vol");
    create("stranger");

    TakenSnapshots taken = system().snapshot(one(id, "snap", MappingAccess.READ_ONLY), soon());

    Volume source = system().volume(id, soon()).orElseThrow();
    assertThat(taken.volumeIds()).hasSize(1);
    Volume snapshot = system().volume(taken.volumeIds().getFirst(), soon()).orElseThrow();
    assertThat(snapshot.isSnapshot()).isTrue();
    assertThat(snapshot.name()).isEqualTo("snap");
    assertThat(snapshot.ancestorVolumeId()).isEqualTo(id);
    assertThat(snapshot.vtreeId()).isEqualTo(source.vtreeId());
    assertThat(snapshot.sizeKib()).isEqualTo(source.sizeKib());
    assertThat(snapshot.storagePoolId()).isEqualTo(source.storagePoolId());
    assertThat(snapshot.groupId()).isEqualTo(taken.groupId());
    assertThat(snapshot.ofPolicy()).isFalse();
    assertThat(snapshot.creationTime())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(source.groupId()).isEmpty();
    assertThat(system().volumesOfTree(source.vtreeId(), soon()))
        .containsExactlyInAnyOrder(source, snapshot);
    assertThat(system().volumesOfTree(NO_SUCH_ID, soon())).isEmpty();
  }

  @Test
  void snapshotsCannotBeWrittenWhereTheArrayCanSeeToIt() {
    String id = create("vol");
    boolean canSee = array().version().isAtLeast(3, 0);

    String fixed = snapshot(id, "fixed", MappingAccess.READ_ONLY);
    String open = snapshot(id, "open", MappingAccess.READ_WRITE);

    assertThat(system().volume(fixed, soon()).orElseThrow().accessLimit())
        .isEqualTo(canSee ? MappingAccess.READ_ONLY : MappingAccess.READ_WRITE);
    assertThat(system().volume(open, soon()).orElseThrow().accessLimit())
        .isEqualTo(MappingAccess.READ_WRITE);
    map(open, sdc(0));
    if (canSee) {
      assertThatThrownBy(() -> map(fixed, sdc(0))).isInstanceOf(GatewayException.class);
      system().map(fixed, sdc(0), false, MappingAccess.READ_ONLY, soon());
    } else {
      map(fixed, sdc(0));
    }
    String copy = snapshot(fixed, "copy", MappingAccess.READ_WRITE);
    assertThat(system().volume(copy, soon()).orElseThrow().ancestorVolumeId()).isEqualTo(fixed);
    map(copy, sdc(1));
  }

  @Test
  void severalSnapshotsAreTakenTogetherOrNoneIs() {
    String a = create("a");
    String b = create("b");
    var wanted =
        new NewSnapshots(
            List.of(new NewSnapshots.Source(a, "snap-a"), new NewSnapshots.Source(b, "snap-b")),
            MappingAccess.READ_ONLY);

    TakenSnapshots taken = system().snapshot(wanted, soon());

    List<Volume> snapshots = system().volumes(taken.volumeIds(), soon());
    assertThat(snapshots)
        .extracting(Volume::ancestorVolumeId, Volume::name)
        .containsExactlyInAnyOrder(tuple(a, "snap-a"), tuple(b, "snap-b"));
    assertThat(snapshots).allMatch(s -> s.groupId().equals(taken.groupId()));
    var half =
        new NewSnapshots(
            List.of(new NewSnapshots.Source(a, "new"), new NewSnapshots.Source(b, "snap-b")),
            MappingAccess.READ_ONLY);
    assertKind(() -> system().snapshot(half, soon()), Kind.NAME_IN_USE);
    assertThat(listed()).hasSize(4);
  }

  @Test
  void aSnapshotsNameIsTakenOnceAmongVolumesToo() {
    String id = create("vol");

    assertKind(
        () -> system().snapshot(one(id, "vol", MappingAccess.READ_ONLY), soon()), Kind.NAME_IN_USE);
    assertKind(
        () -> system().snapshot(one(NO_SUCH_ID, "snap", MappingAccess.READ_ONLY), soon()),
        Kind.VOLUME_NOT_FOUND);
    assertKind(
        () -> system().snapshot(one("no id", "snap", MappingAccess.READ_ONLY), soon()),
        Kind.VOLUME_NOT_FOUND);
    assertKind(() -> system().volumes(List.of(id, NO_SUCH_ID), soon()), Kind.VOLUME_NOT_FOUND);
    assertThat(listed()).hasSize(1);
  }

  @Test
  void aTreeHoldsSoManySnapshotsAndNoMore() {
    String id = create("vol");
    int most = array().version().isAtLeast(2, 5) ? 126 : 31;
    for (int i = 0; i < most; i++) {
      snapshot(id, "snap-" + i, MappingAccess.READ_ONLY);
    }

    assertKind(
        () -> system().snapshot(one(id, "more", MappingAccess.READ_ONLY), soon()),
        Kind.LIMIT_REACHED);
    assertThat(listed()).hasSize(most + 1);
  }

  @Test
  void aGroupIsRemovedAtOnce() {
    String a = create("a");
    String b = create("b");
    TakenSnapshots taken =
        system()
            .snapshot(
                new NewSnapshots(
                    List.of(
                        new NewSnapshots.Source(a, "snap-a"), new NewSnapshots.Source(b, "snap-b")),
                    MappingAccess.READ_WRITE),
                soon());
    map(taken.volumeIds().getFirst(), sdc(0));

    assertKind(() -> system().removeSnapshotGroup(taken.groupId(), soon()), Kind.VOLUME_MAPPED);
    assertThat(listed()).hasSize(4);
    system().unmapAll(taken.volumeIds().getFirst(), soon());
    system().removeSnapshotGroup(taken.groupId(), soon());

    assertThat(listed()).extracting(Volume::id).containsExactlyInAnyOrder(a, b);
    assertKind(() -> system().removeSnapshotGroup(taken.groupId(), soon()), Kind.VOLUME_NOT_FOUND);
    assertKind(() -> system().removeSnapshotGroup("no id", soon()), Kind.VOLUME_NOT_FOUND);
  }

  @Test
  void whoseVolumeIsRemovedBelongsToTheNextAncestor() {
    String id = create("vol");
    String middle = snapshot(id, "middle", MappingAccess.READ_WRITE);
    String last = snapshot(middle, "last", MappingAccess.READ_ONLY);

    system().removeVolume(middle, soon());
    assertThat(system().volume(last, soon()).orElseThrow().ancestorVolumeId()).isEqualTo(id);
    system().removeVolume(id, soon());

    Volume left = system().volume(last, soon()).orElseThrow();
    assertThat(left.ancestorVolumeId()).isEmpty();
    assertThat(left.isSnapshot()).isTrue();
  }

  // Growing.

  @Test
  void aVolumeGrowsMappedOrNotAndNeverShrinks() {
    String id = create("vol");
    String snap = snapshot(id, "snap", MappingAccess.READ_WRITE);
    map(id, sdc(0));

    system().growVolume(id, 2 * BLOCK_KIB, soon());
    system().growVolume(id, 2 * BLOCK_KIB, soon());
    system().growVolume(snap, 3 * BLOCK_KIB, soon());

    assertThat(system().volume(id, soon()).orElseThrow().sizeKib()).isEqualTo(2 * BLOCK_KIB);
    assertThat(system().volume(snap, soon()).orElseThrow().sizeKib()).isEqualTo(3 * BLOCK_KIB);
    assertKind(() -> system().growVolume(id, BLOCK_KIB, soon()), Kind.ILLEGAL_SIZE);
    assertKind(() -> system().growVolume(NO_SUCH_ID, BLOCK_KIB, soon()), Kind.VOLUME_NOT_FOUND);
    assertKind(() -> system().growVolume(id, 2L << 40, soon()), Kind.ILLEGAL_SIZE);
  }

  // Capacity.

  @Test
  void capacityIsCountedInBlocksAndUsedUp() {
    PoolStatistics before = statistics();
    assertThat(before.availableForVolumeKib()).isPositive();
    assertThat(before.availableForVolumeKib() % BLOCK_KIB).isZero();
    assertThat(before.volumeAllocationLimitKib().isPresent())
        .isEqualTo(array().version().isAtLeast(3, 0));

    system().createVolume(volume("thick", 4 * BLOCK_KIB, VolumeType.THICK), soon());
    system().createVolume(volume("thin", 2 * BLOCK_KIB, VolumeType.THIN), soon());

    PoolStatistics after = statistics();
    assertThat(after.availableForVolumeKib())
        .isEqualTo(before.availableForVolumeKib() - 4 * BLOCK_KIB);
    assertThat(after.thickInUseKib()).isEqualTo(before.thickInUseKib() + 8 * BLOCK_KIB);
    assertThat(after.thinAllocatedKib()).isEqualTo(before.thinAllocatedKib() + 4 * BLOCK_KIB);
    assertThat(after.capacityLimitKib()).isEqualTo(before.capacityLimitKib());
  }

  @Test
  void theLargestThickVolumeFitsAndOneBlockMoreDoesNot() {
    long largest = statistics().availableForVolumeKib();

    assertKind(
        () -> system().createVolume(volume("vol", largest + BLOCK_KIB, VolumeType.THICK), soon()),
        Kind.NO_CAPACITY);
    system().createVolume(volume("vol", largest, VolumeType.THICK), soon());

    assertThat(statistics().availableForVolumeKib()).isZero();
  }

  @Test
  void thinVolumesMayBePromisedMoreThanThereIsButNotAnyAmount() {
    PoolStatistics pool = statistics();
    long usableKib = (pool.capacityLimitKib() - pool.spareKib()) / 2;

    system().createVolume(volume("vol", 5 * usableKib, VolumeType.THIN), soon());

    assertKind(
        () -> system().createVolume(volume("more", 6 * usableKib, VolumeType.THIN), soon()),
        Kind.NO_CAPACITY);
  }

  // Mapping.

  @Test
  void aVolumeIsMappedToOneHostAndOnlyThatOne() {
    String id = create("vol");

    map(id, sdc(0));

    assertThat(mappings(id)).extracting(SdcMapping::sdcId).containsExactly(sdc(0));
    assertThat(mappings(id).get(0).access()).isEqualTo(MappingAccess.READ_WRITE);
    assertThat(system().volumesOfSdc(sdc(0), soon())).extracting(Volume::id).containsExactly(id);
    assertThat(system().volumesOfSdc(sdc(1), soon())).isEmpty();
    assertKind(() -> map(id, sdc(0)), Kind.ALREADY_MAPPED);
    assertKind(() -> map(id, sdc(1)), Kind.MAPPED_ELSEWHERE);
    assertThat(mappings(id)).hasSize(1);
  }

  @Test
  void severalHostsMustBeAllowedInEachCall() {
    String id = create("vol");
    map(id, sdc(0));

    system().map(id, sdc(1), true, MappingAccess.READ_WRITE, soon());

    assertThat(mappings(id))
        .extracting(SdcMapping::sdcId)
        .containsExactlyInAnyOrder(sdc(0), sdc(1));
    assertKind(() -> map(id, sdc(2)), Kind.MAPPED_ELSEWHERE);
  }

  @Test
  void readOnlyMappingsExistSinceThree() {
    String id = create("vol");

    system().map(id, sdc(0), false, MappingAccess.READ_ONLY, soon());

    assertThat(mappings(id).get(0).access())
        .isEqualTo(
            array().version().isAtLeast(3, 0) ? MappingAccess.READ_ONLY : MappingAccess.READ_WRITE);
  }

  @Test
  void unmappingOneHostLeavesTheOthers() {
    String id = create("vol");
    map(id, sdc(0));
    system().map(id, sdc(1), true, MappingAccess.READ_WRITE, soon());

    system().unmap(id, sdc(0), soon());

    assertThat(mappings(id)).extracting(SdcMapping::sdcId).containsExactly(sdc(1));
    assertKind(() -> system().unmap(id, sdc(0), soon()), Kind.NOT_MAPPED);
  }

  @Test
  void unmappingAllLeavesNone() {
    String id = create("vol");
    map(id, sdc(0));
    system().map(id, sdc(1), true, MappingAccess.READ_WRITE, soon());

    system().unmapAll(id, soon());

    assertThat(mappings(id)).isEmpty();
    assertKind(() -> system().unmapAll(id, soon()), Kind.NOT_MAPPED);
  }

  @Test
  void aMappedVolumeIsNotRemoved() {
    String id = create("vol");
    map(id, sdc(0));

    assertKind(() -> system().removeVolume(id, soon()), Kind.VOLUME_MAPPED);
    system().unmap(id, sdc(0), soon());
    system().removeVolume(id, soon());

    assertThat(listed()).isEmpty();
  }

  @Test
  void aMappingIsLimitedAndSetFreeAgain() {
    String id = create("vol");
    map(id, sdc(0));

    system().limitMapping(id, sdc(0), 200, 10240, soon());
    assertThat(mappings(id).get(0).limitIops()).isEqualTo(200);
    assertThat(mappings(id).get(0).limitBandwidthMbps()).isEqualTo(10);

    assertKind(() -> system().limitMapping(id, sdc(0), 5, 0, soon()), Kind.INVALID_REQUEST);
    assertKind(() -> system().limitMapping(id, sdc(0), 0, 1000, soon()), Kind.INVALID_REQUEST);
    assertKind(() -> system().limitMapping(id, sdc(1), 200, 0, soon()), Kind.NOT_MAPPED);
  }

  @Test
  void anSdcIsGivenAName() {
    system().renameSdc(sdc(0), "node17", soon());
    assertThat(system().sdcs(soon()))
        .filteredOn(sdc -> sdc.id().equals(sdc(0)))
        .extracting(Sdc::name)
        .containsExactly("node17");
    assertKind(() -> system().renameSdc("00000000000000aa", "other", soon()), Kind.SDC_NOT_FOUND);
  }

  @Test
  void aVolumeIsGivenAnotherNameThatNobodyElseHas() {
    String id = create("vol");
    create("taken");

    system().rename(id, "renamed", soon());
    system().rename(id, "renamed", soon());

    assertThat(system().volume(id, soon()).orElseThrow().name()).isEqualTo("renamed");
    assertThat(system().volumeIdByName("renamed", soon())).contains(id);
    assertThat(system().volumeIdByName("vol", soon())).isEmpty();
    assertKind(() -> system().rename(id, "taken", soon()), Kind.NAME_IN_USE);
    assertKind(() -> system().rename(id, "two words", soon()), Kind.INVALID_NAME);
    assertKind(() -> system().rename(NO_SUCH_ID, "free", soon()), Kind.VOLUME_NOT_FOUND);
  }

  @Test
  void callsWithoutTimeLeftChangeNothing() {
    var expired = Deadline.after(Duration.ZERO);

    assertKind(
        () -> system().createVolume(volume("vol", BLOCK_KIB, VolumeType.THIN), expired),
        Kind.TIMED_OUT);

    assertThat(listed()).isEmpty();
  }

  // Words for the above.

  protected static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  protected final String create(String name) {
    return system().createVolume(volume(name, BLOCK_KIB, VolumeType.THIN), soon());
  }

  protected final NewVolume volume(String name, long sizeKib, VolumeType type) {
    return new NewVolume(name, pool(), sizeKib, type);
  }

  protected static NewSnapshots one(String volumeId, String name, MappingAccess access) {
    return NewSnapshots.of(volumeId, name, access);
  }

  protected final String snapshot(String volumeId, String name, MappingAccess access) {
    return system().snapshot(one(volumeId, name, access), soon()).volumeIds().getFirst();
  }

  /** The zero-padded pool's id. */
  protected final String pool() {
    return system().storagePools(soon()).get(0).id();
  }

  /** The id of one of the three SDCs. */
  protected final String sdc(int index) {
    return system().sdcs(soon()).get(index).id();
  }

  protected final void map(String volumeId, String sdcId) {
    system().map(volumeId, sdcId, false, MappingAccess.READ_WRITE, soon());
  }

  protected final List<Volume> listed() {
    List<Volume> all = new ArrayList<>();
    system().forEachVolume(all::add, soon());
    return all;
  }

  protected final List<SdcMapping> mappings(String volumeId) {
    return system().volume(volumeId, soon()).orElseThrow().mappings();
  }

  private PoolStatistics statistics() {
    return system().poolStatistics(pool(), soon());
  }

  protected static AbstractThrowableAssert<?, ?> assertKind(ThrowingCallable call, Kind kind) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.kind()).as(e.message()).isEqualTo(kind));
  }

  /** Before a test has opened one. */
  private static final class NoArray implements ContractArray {
    @Override
    public ScaleIoSystem system() {
      throw new IllegalStateException("no array is open");
    }

    @Override
    public GatewayVersion version() {
      throw new IllegalStateException("no array is open");
    }

    @Override
    public List<String> sdcGuids() {
      return List.of();
    }

    @Override
    public String snapshot(String volumeId, String name) {
      throw new IllegalStateException("no array is open");
    }

    @Override
    public void close() {}
  }
}
