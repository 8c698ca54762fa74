package org.csiscaleio.image.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.deploy.master.Disks.disk;
import static org.csiscaleio.deploy.master.Disks.persistent;
import static org.csiscaleio.deploy.master.Disks.pool;
import static org.csiscaleio.deploy.master.Disks.reserved;
import static org.csiscaleio.deploy.master.Disks.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.csiscaleio.deploy.master.AgentDouble;
import org.csiscaleio.deploy.master.Fate;
import org.csiscaleio.deploy.master.MasterDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole command, before a master that is as exact as a real one. */
class DiskCommandTest {
  private static final String ID = "1a2b3c4d5e6f7081-5f8a2c0100000001";
  private static final String OLD_ID = "1a2b3c4d5e6f7081-5f8a2c0000000007";
  private static final Resource POOL = pool("rp-1", "thin-xfs", 65536);

  @TempDir Path directory;

  private final List<MasterDouble> masters = new ArrayList<>();

  private MasterDouble master(int minor) throws IOException {
    MasterDouble master = MasterDouble.start(minor);
    masters.add(master);
    return master;
  }

  private MasterDouble master() throws IOException {
    return master(11);
  }

  @AfterEach
  void closeMasters() {
    masters.forEach(MasterDouble::close);
  }

  private static DiskRun create(MasterDouble master, String... more) {
    var arguments = new ArrayList<>(List.of("create", "--profile", "thin-xfs", "--size", "16GiB"));
    if (!List.of(more).contains("--role")) {
      arguments.addAll(List.of("--role", "db"));
    }
    arguments.addAll(List.of(more));
    return DiskRun.of(master, arguments.toArray(String[]::new));
  }

  /** Whatever happened: nothing is held, no update is repeated for ever. */
  private static void assertThatNothingIsLeftBehind(MasterDouble master) {
    assertThat(master.allocation().tornDown()).isEqualTo(1);
    assertThat(master.allocation().offersOut()).isZero();
    assertThat(master.allocation().shortlyRefused()).isEmpty();
    assertThat(master.allocation().unacknowledged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 9, 10, 11})
  void aDiskIsMadeOfAPoolAndReservedInEveryRelease(int minor) throws Exception {
    MasterDouble master = master(minor);
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);

    DiskRun run = create(master);

    assertThat(run.err()).doesNotContain("csi-scaleio:");
    assertThat(run.out())
        .isEqualTo(
            "disk "
                + ID
                + " is made: MOUNT, 16 GiB of thin-xfs on node17.example, reserved for"
                + " db\n");
    assertThat(run.status()).isZero();
    assertThat(master.allocation().holds(agent))
        .containsExactly("MOUNT 16384 db " + ID, "RAW 49152 *");
    assertThatNothingIsLeftBehind(master);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 11})
  void aDiskIsDestroyedAndItsRoomIsEverybodysAgain(int minor) throws Exception {
    MasterDouble master = master(minor);
    Resource made = diskOfDb("thin-xfs", 16384);
    AgentDouble agent =
        master.allocation().agent("node17.example").has(pool("rp-1", "thin-xfs", 49152)).has(made);

    DiskRun run = DiskRun.of(master, "destroy", OLD_ID, "--yes");

    assertThat(run.err()).doesNotContain("csi-scaleio:");
    assertThat(run.out()).contains("disk " + OLD_ID + " is destroyed").doesNotContain("stay");
    assertThat(master.allocation().holds(agent)).containsExactly("RAW 65536 *");
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void aBlockDiskIsMadeOnTheAgentThatWasSaidAndShownToPrograms() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node16.example").has(POOL);
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);

    DiskRun run = create(master, "--agent", "node17.example", "--type", "block", "--json");

    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.get("outcome").asString()).isEqualTo("made");
    assertThat(json.get("disk").get("state").asString()).isEqualTo("BLOCK");
    assertThat(json.get("disk").get("sizeMib").asInt()).isEqualTo(16384);
    assertThat(json.get("disk").get("id").asString()).isEqualTo(ID);
    assertThat(master.allocation().holds(agent)).contains("BLOCK 16384 db " + ID);
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void aBlockDiskOf15IsMadeAndDestroyedUnderItsOldNames() throws Exception {
    MasterDouble master = master(5);
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);

    assertThat(create(master, "--type", "block").status()).isZero();
    assertThat(DiskRun.of(master, "destroy", ID, "--yes").status()).isZero();

    assertThat(master.allocation().holds(agent)).containsExactly("RAW 65536 *");
  }

  @Test
  void nothingIsReservedForNobody() throws Exception {
    MasterDouble master = master();
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);

    DiskRun run = create(master, "--role", "*");

    assertThat(run.out()).contains("reserved for nobody");
    assertThat(master.allocation().holds(agent)).contains("MOUNT 16384 * " + ID);
  }

  @Test
  void whatAgentsReserveIsUsedByItsRoleAndRefinedByThoseBelow() throws Exception {
    MasterDouble master = master();
    AgentDouble agent =
        master.allocation().agent("node17.example").reserves(reserved(POOL, "storage", ""));

    assertThat(create(master, "--role", "storage").status()).isZero();
    assertThat(create(master, "--role", "storage/db").status()).isZero();
    assertThat(DiskRun.of(master, "destroy", ID, "--yes").status()).isZero();

    assertThat(master.allocation().holds(agent))
        .containsExactly("MOUNT 16384 storage/db " + ID.replaceAll("1$", "2"), "RAW 49152 storage");
  }

  @Test
  void aVolumeThatIsThereBecomesADiskWithAProfile() throws Exception {
    MasterDouble master = master();
    AgentDouble agent =
        master.allocation().agent("node17.example").has(POOL).has(volume("rp-1", OLD_ID, 24576));

    DiskRun run =
        DiskRun.of(master, "create", "--volume", OLD_ID, "--profile", "thin-xfs", "--role", "db");

    assertThat(run.out())
        .contains("disk " + OLD_ID + " is made: MOUNT, 24 GiB of thin-xfs on node17.example");
    assertThat(master.allocation().holds(agent)).contains("MOUNT 24576 db " + OLD_ID);
  }

  @Test
  void aPluginsRefusalIsShownAndTheReservationTakenBack() throws Exception {
    MasterDouble master = master();
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);
    master
        .allocation()
        .fate(new Fate.Failed("16 GiB are more than is left of this plugin's quota"));

    DiskRun run = create(master);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("the disk was not made", "more than is left of this plugin's quota")
        .doesNotContain("stay reserved");
    assertThat(master.allocation().holds(agent)).containsExactly("RAW 65536 *");
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void inMesos15AFailureIsSeenThoughNobodyTells() throws Exception {
    MasterDouble master = master(5);
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Failed("no room"));

    DiskRun run = create(master);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("this release of Mesos does not tell why");
    assertThat(master.allocation().holds(agent)).containsExactly("RAW 65536 *");
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void whatTheMastersAclsForbidIsSaidInItsWords() throws Exception {
    MasterDouble master = master();
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);
    master.allocation().forbidReservations();

    DiskRun run = create(master);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "reserve was refused by the master",
            "no authorized to perform action RESERVE_RESOURCES");
    assertThat(master.allocation().holds(agent)).containsExactly("RAW 65536 *");
  }

  @Test
  void whatAnAgentDropsIsTriedAgain() throws Exception {
    MasterDouble master = master();
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);
    master
        .allocation()
        .fate(new Fate.Dropped("Cannot apply operation when reconciling storage pools"));
    master.allocation().fate(new Fate.Dropped("Mismatched resource version"));

    DiskRun run = create(master);

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("reconciling storage pools", "trying again");
    assertThat(master.allocation().holds(agent))
        .containsExactly("MOUNT 16384 db " + ID, "RAW 49152 *");
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void anOfferThatIsTakenBackIsForgottenAndTheNextOneUsed() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(POOL);
    master.allocation().rescindNext();

    DiskRun run = create(master);

    assertThat(run.status()).isZero();
    assertThatNothingIsLeftBehind(master);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8, 11})
  void anUpdateThatIsLostIsAskedFor(int minor) throws Exception {
    MasterDouble master = master(minor);
    master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Untold());

    DiskRun run = create(master);

    assertThat(run.out()).contains("disk " + ID + " is made");
    assertThat(master.requests()).contains("RECONCILE_OPERATIONS");
  }

  @Test
  void whatTheMasterHasForgottenIsLookedUpOnTheAgents() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Forgotten());

    assertThat(create(master).out()).contains("disk " + ID + " is made");
  }

  @Test
  void anUpdateThatComesTwiceIsAcknowledgedAndCountsOnce() throws Exception {
    MasterDouble master = master();
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Twice());

    assertThat(create(master).status()).isZero();

    assertThat(master.allocation().holds(agent)).hasSize(2);
    assertThatNothingIsLeftBehind(master);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPERATION_UNREACHABLE", "OPERATION_RECOVERING"})
  void anAgentThatIsAwayIsWaitedForAndNamed(String state) throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Late(state));

    DiskRun run = create(master);

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("the operation is with an agent that");
  }

  @Test
  void anAgentThatWasDeclaredGoneLeavesItOpenAndSaysWhereToLook() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Told("OPERATION_GONE_BY_OPERATOR", ""));

    DiskRun run = create(master);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("declared gone", "csi-scaleio disk list");
  }

  @Test
  void anOperationThatGoesOnLongerThanAllowedIsNotCalledFailed() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Pending());

    DiskRun run = create(master, "--timeout", "1s");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("it is not known whether it was done", "is being carried out");
    assertThat(master.allocation().tornDown()).isEqualTo(1);
  }

  @Test
  void aConnectionThatBreaksMeanwhileIsMadeAnew() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(POOL);
    master.allocation().fate(new Fate.Broken());

    DiskRun run = create(master);

    assertThat(run.out()).contains("disk " + ID + " is made");
    assertThat(run.err()).contains("subscribing again").doesNotContain("null");
    assertThat(master.allocation().frameworks()).hasSize(2);
    assertThat(master.allocation().frameworks().get(1).getId())
        .isEqualTo(master.allocation().frameworks().getFirst().getId());
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void theLeaderIsFoundAndFollowedWhenAnotherTakesOver() throws Exception {
    MasterDouble first = master();
    MasterDouble second = first.another();
    masters.add(second);
    first.allocation().agent("node17.example").has(POOL);
    first.handOverAfter("SUPPRESS", second);

    DiskRun run =
        DiskRun.of(
            List.of(second),
            Optional.empty(),
            "create",
            "--profile",
            "thin-xfs",
            "--size",
            "16GiB",
            "--role",
            "db");

    assertThat(second.requests()).startsWith("not leading").contains("SUBSCRIBE", "TEARDOWN");
    assertThat(run.err()).contains("subscribing again");
    assertThat(run.out()).contains("disk " + ID + " is made");
    assertThatNothingIsLeftBehind(first);
  }

  @Test
  void withoutALeaderItIsSaidOfEveryMasterWhy() throws Exception {
    MasterDouble one = master();
    MasterDouble other = one.another();
    masters.add(other);
    one.leadless();
    other.leadless();

    DiskRun run = DiskRun.of(List.of(one, other), Optional.empty(), "list");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "no master that leads was found", one.address(), other.address(), "503 No leader");
  }

  @Test
  void whatDoesNotFitIsNamedOneByOne() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node16.example").has(pool("rp-0", "thick-ext4", 65536));
    master.allocation().agent("node17.example").has(pool("rp-1", "thin-xfs", 8192));
    master
        .allocation()
        .agent("node18.example")
        .has(reserved(pool("rp-2", "thin-xfs", 65536), "web", ""));

    DiskRun run = create(master, "--wait", "1s");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains(
            "no offer fitted: 16 GiB of thin-xfs",
            "node16.example: pool of thick-ext4, 64 GiB: has the profile thick-ext4",
            "node17.example: pool of thin-xfs, 8 GiB: is too small for 16 GiB",
            "node18.example: pool of thin-xfs, 64 GiB: is reserved for the role web; say --role web");
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void aMasterThatHidesItsAgentsLeavesWhatWasOffered() throws Exception {
    MasterDouble master = master();
    master.hideAgents();
    master.allocation().agent("node17.example").has(pool("rp-1", "thin-xfs", 8192));

    DiskRun run = create(master, "--wait", "1s");

    assertThat(run.err()).contains("node17.example: pool of thin-xfs, 8 GiB: is too small");
    assertThat(DiskRun.of(master, "destroy", ID, "--yes").err()).contains("say --role ROLE");
    assertThat(DiskRun.of(master, "list").err())
        .contains("forbids it to anybody who says no name (403)");
  }

  @Test
  void aDryRunSaysWhatWouldBeAndTakesNothing() throws Exception {
    MasterDouble master = master();
    AgentDouble agent =
        master
            .allocation()
            .agent("node17.example")
            .has(POOL)
            .has(disk(pool("rp-1", "thin-xfs", 8192), Source.Type.MOUNT, OLD_ID));

    assertThat(create(master, "--dry-run").out()).startsWith("a disk would be made: MOUNT, 16 GiB");
    assertThat(DiskRun.of(master, "destroy", OLD_ID, "--dry-run").out())
        .startsWith("disk " + OLD_ID + " would be destroyed: MOUNT, 8 GiB");

    assertThat(master.requests()).doesNotContain("ACCEPT");
    assertThat(master.allocation().holds(agent)).hasSize(2);
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void nobodyDestroysWithoutHavingSaidYes() throws Exception {
    MasterDouble master = master();
    AgentDouble agent =
        master
            .allocation()
            .agent("node17.example")
            .has(disk(pool("rp-1", "thin-xfs", 8192), Source.Type.MOUNT, OLD_ID));

    DiskRun unasked = DiskRun.of(master, "destroy", OLD_ID);
    DiskRun unsure = DiskRun.of(List.of(master), Optional.of("y"), "destroy", OLD_ID);

    assertThat(unasked.status()).isEqualTo(1);
    assertThat(unasked.err()).contains("nothing was done", "--yes");
    assertThat(unsure.err())
        .contains("Destroy disk " + OLD_ID + " (MOUNT, 8 GiB of thin-xfs on node17.example,");
    assertThat(unsure.status()).isEqualTo(1);
    assertThat(master.requests()).doesNotContain("SUBSCRIBE");
    assertThat(DiskRun.of(List.of(master), Optional.of("yes"), "destroy", OLD_ID).status())
        .isZero();
    assertThat(master.allocation().holds(agent)).containsExactly("RAW 8192 *");
  }

  @Test
  void aDiskInUseStaysAndAPersistentVolumeGoesOnlyWhenItWasSaid() throws Exception {
    MasterDouble master = master();
    Resource made = diskOfDb("thin-xfs", 8192);
    AgentDouble agent =
        master
            .allocation()
            .agent("node17.example")
            .has(pool("rp-1", "thin-xfs", 8192))
            .uses(disk(pool("rp-1", "thin-xfs", 8192), Source.Type.MOUNT, ID))
            .has(persistent(made, "redis-data"));

    assertThat(DiskRun.of(master, "destroy", ID, "--yes").err()).contains("is in use by a task");
    assertThat(DiskRun.of(master, "destroy", OLD_ID, "--yes").err())
        .contains("holds the persistent volume redis-data", "--with-volume");
    assertThat(master.requests()).doesNotContain("SUBSCRIBE");
    assertThat(DiskRun.of(master, "destroy", OLD_ID, "--yes", "--with-volume").status()).isZero();
    assertThat(master.allocation().holds(agent))
        .containsExactly("MOUNT 8192 * " + ID, "RAW 16384 *");
  }

  @Test
  void aDiskThatCannotBeDestroyedStaysReserved() throws Exception {
    MasterDouble master = master();
    Resource made = diskOfDb("thin-xfs", 8192);
    AgentDouble agent = master.allocation().agent("node17.example").has(made);
    master.allocation().fate(new Fate.Failed("volume " + OLD_ID + " is mapped to another host"));

    DiskRun run = DiskRun.of(master, "destroy", OLD_ID, "--yes");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("is not destroyed", "is mapped to another host", "are to be taken for lost")
        .doesNotContain("nothing has changed");
    assertThat(master.allocation().holds(agent)).containsExactly("MOUNT 8192 db " + OLD_ID);
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void whatIsLostWithAVolumeThatStaysIsSaid() throws Exception {
    MasterDouble master = master();
    Resource made = diskOfDb("thin-xfs", 8192);
    AgentDouble agent =
        master.allocation().agent("node17.example").has(persistent(made, "redis-data"));
    master.allocation().fate(new Fate.Failed("it was imported, not made here, and is retained"));

    DiskRun run = DiskRun.of(master, "destroy", OLD_ID, "--yes", "--with-volume");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "is retained",
            "the persistent volume redis-data that was on it is destroyed, with its files")
        .doesNotContain("nothing has changed");
    assertThat(master.allocation().holds(agent)).containsExactly("MOUNT 8192 db " + OLD_ID);
  }

  @Test
  void nothingIsCalledLostOfAVolumeThatNoDiskWasMadeOf() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(volume("rp-1", OLD_ID, 24576));
    master.allocation().fate(new Fate.Failed("volume " + OLD_ID + " is mapped to another host"));

    DiskRun run = DiskRun.of(master, "destroy", OLD_ID, "--yes");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is mapped to another host").doesNotContain("lost");
  }

  @Test
  void theRoomIsGivenBackThoughItsOfferWasTakenBackFirst() throws Exception {
    MasterDouble master = master();
    Resource made = diskOfDb("thin-xfs", 16384);
    AgentDouble agent =
        master.allocation().agent("node17.example").has(pool("rp-1", "thin-xfs", 49152)).has(made);
    master.allocation().rescindAfter(1);

    DiskRun run = DiskRun.of(master, "destroy", OLD_ID, "--yes");

    assertThat(run.out()).contains("is destroyed").doesNotContain("stay reserved");
    assertThat(master.allocation().holds(agent)).containsExactly("RAW 65536 *");
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void nothingIsGivenBackOfADiskWhoseProfileIsGone() throws Exception {
    MasterDouble master = master();
    Resource made = diskOfDb("thin-ext4", 16384);
    master.allocation().agent("node17.example").has(POOL).has(made);
    master.allocation().fate(new Fate.Vanished());

    DiskRun run = DiskRun.of(master, "destroy", OLD_ID, "--yes");

    assertThat(run.out()).contains("is destroyed").doesNotContain("stay reserved");
    assertThatNothingIsLeftBehind(master);
  }

  @Test
  void disksOfAgentsThatAreNotBackSinceTheMastersStartAreNotCalledGone() throws Exception {
    MasterDouble master = master();
    master.allocation().agent("node17.example").has(POOL).isAwaited();
    String awaited = "node17.example has not come back since the master began to lead";

    DiskRun list = DiskRun.of(master, "list");
    DiskRun json = DiskRun.of(master, "list", "--json");

    assertThat(list.out())
        .isEqualTo("No agent that is back has a disk or a pool of a resource provider.\n");
    assertThat(list.err()).contains(awaited);
    assertThat(JsonMapper.shared().readTree(json.out()).get("awaited").get(0).asString())
        .isEqualTo("node17.example");
    assertThat(DiskRun.of(master, "destroy", ID, "--yes").err())
        .contains("no agent that is back has a disk " + ID, awaited);
    assertThat(create(master, "--wait", "1s").err()).contains("no offer fitted", awaited);
  }

  @Test
  void anAgentThatIsAwayIsTheReasonWhyItsDiskIsNotOffered() throws Exception {
    MasterDouble master = master();
    Resource made = diskOfDb("thin-xfs", 16384);
    master.allocation().agent("node17.example").has(made).isAway();

    DiskRun run = DiskRun.of(master, "destroy", OLD_ID, "--yes", "--wait", "1s");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains("node17.example: the agent is away")
        .doesNotContain("say --role");
    assertThat(DiskRun.of(master, "list").out()).contains("node17.example (away)");
  }

  @Test
  void aDiskThatTwoAgentsHaveIsDestroyedOnlyWhereItWasSaid() throws Exception {
    MasterDouble master = master();
    Resource made = disk(pool("rp-1", "thin-xfs", 8192), Source.Type.MOUNT, OLD_ID);
    AgentDouble one = master.allocation().agent("node16.example").has(made);
    AgentDouble other = master.allocation().agent("node17.example").has(made);

    assertThat(DiskRun.of(master, "destroy", OLD_ID, "--yes").err())
        .contains("several agents have a disk", "node16.example, node17.example; say --agent");
    assertThat(DiskRun.of(master, "destroy", OLD_ID, "--yes", "--agent", "node17.example").status())
        .isZero();

    assertThat(master.allocation().holds(one)).containsExactly("MOUNT 8192 * " + OLD_ID);
    assertThat(master.allocation().holds(other)).containsExactly("RAW 8192 *");
  }

  @Test
  void allDisksAreListedAlsoThoseInUse() throws Exception {
    MasterDouble master = master();
    master
        .allocation()
        .agent("node17.example")
        .has(pool("node17", "thin-xfs", 65536))
        .has(reserved(pool("node17", "thin-xfs", 8192), "web", ""))
        .uses(
            persistent(
                disk(reserved(pool("node17", "thin-xfs", 16384), "db", ""), Source.Type.MOUNT, ID),
                "redis-data"))
        .has(volume("node17", OLD_ID, 12345));

    DiskRun run = DiskRun.of(master, "list");

    assertThat(run.out().lines())
        .containsExactly(
            "AGENT           PLUGIN                 PROFILE   STATE  SIZE       RESERVED FOR  USE   DISK                               VOLUME ON IT",
            "node17.example  org.csiscaleio.node17  -         RAW    12345 MiB  -             free  "
                + OLD_ID
                + "  -",
            "node17.example  org.csiscaleio.node17  thin-xfs  pool   64 GiB     -             -     -                                  -",
            "node17.example  org.csiscaleio.node17  thin-xfs  pool   8 GiB      web           -     -                                  -",
            "node17.example  org.csiscaleio.node17  thin-xfs  MOUNT  16 GiB     db            used  "
                + ID
                + "  redis-data");
    assertThat(master.requests()).containsExactly("GET_AGENTS");
    JsonNode json = JsonMapper.shared().readTree(DiskRun.of(master, "list", "--json").out());
    assertThat(json.get("disks")).hasSize(4);
    assertThat(json.get("disks").get(3).get("use").asString()).isEqualTo("used");
  }

  @Test
  void thePrincipalIsAuthenticatedAndItsSecretNeverShown() throws Exception {
    MasterDouble master = master();
    master.require("storage-op", "s3cr3t-of-storage");
    AgentDouble agent = master.allocation().agent("node17.example").has(POOL);
    Path secret = Files.writeString(directory.resolve("secret"), "s3cr3t-of-storage\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

    DiskRun stranger = create(master);
    DiskRun run = create(master, "--principal", "storage-op", "--secret-file", secret.toString());

    assertThat(stranger.status()).isEqualTo(1);
    assertThat(stranger.err())
        .contains("does not let anybody who says no name in (401)", "--secret-file");
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("can be read by every user of this host", "goes over http")
        .doesNotContain("s3cr3t");
    assertThat(master.allocation().holds(agent)).contains("MOUNT 16384 db " + ID);
    assertThat(master.allocation().frameworks().getFirst().getPrincipal()).isEqualTo("storage-op");
  }

  /** A disk of the role db that was made of a pool of that profile. */
  private static Resource diskOfDb(String profile, int mib) {
    return disk(reserved(pool("rp-1", profile, mib), "db", ""), Source.Type.MOUNT, OLD_ID);
  }
}
