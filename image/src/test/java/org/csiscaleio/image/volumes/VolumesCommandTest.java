package org.csiscaleio.image.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving volumes between owners: only what is certain, and the rest when asked again. */
class VolumesCommandTest {
  private static final String GUID_A = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  private static final String GUID_B = "0E2C4A77-91D0-4D8B-9F0A-6C1B2D3E4F50";
  private static final Owner A = Owner.of(GUID_A, "default");
  private static final Owner B = Owner.of(GUID_B, "default");

  @TempDir private Path directory;

  private final VolumesBench bench = new VolumesBench();
  private final FakeScaleIoSystem system = bench.system;
  private final FakeArray array = bench.array;
  private final String sdcA = array.addSdc(GUID_A, "host-a", "192.0.2.21");
  private final String sdcB = array.addSdc(GUID_B, "host-b", "192.0.2.22");

  // Looking.

  @Test
  void theListSaysWhoseEachVolumeIsAndWhereItIs() {
    String one = owned(A, "one", 5);
    array.map(one, sdcA, false, MappingAccess.READ_WRITE);
    owned(new Owner("node17"), "two", 8192);
    owned(Owner.of("11111111-2222-3333-4444-555555555555", "gone"), "three", 1);
    plain("legacy");

    assertThat(run("list")).isZero();
    assertThat(out())
        .contains(
            "Owner " + A + " (tag:" + A.tag() + ") on host-a: 1 volume, 5 MiB (8 GiB on the array)",
            one,
            "pd1/sp1",
            "host-a",
            "Owner tag:88I01mrE: 1 volume",
            "Without an owner: 1 volume, 8 GiB (8 GiB on the array); --all shows them")
        .doesNotContain("legacy");

    assertThat(run("list", "--all", "--known", "node17")).isZero();
    assertThat(out()).contains("Owner node17 (tag:88I01mrE)", "legacy");

    assertThat(run("list", "--json")).isZero();
    assertThat(out())
        .contains("\"owner\":\"" + A + "\"", "\"sizeBytes\":5242880", "\"mappedTo\":[\"" + GUID_A);
  }

  // Handing over.

  @Test
  void nothingIsChangedUnlessItIsSaid() {
    String id = owned(A, "one", 5);
    array.setSdcConnected(sdcA, false);

    assertThat(run("hand-over", "--from", A.text(), "--to", B.text())).isZero();

    assertThat(out()).contains(id, B.tag().text(), "5 MiB in pd1/sp1", "--yes");
    assertThat(array.volume(id).orElseThrow().name()).startsWith(A.tag().text());
    assertThat(system.calls(Call.RENAME)).isZero();
  }

  @Test
  void aDeadHostsVolumesBecomeALivingOnes() {
    String one = owned(A, "one", 5);
    String two = owned(A, "two", 12_345);
    String other = owned(B, "three", 1);
    array.setSdcConnected(sdcA, false);

    assertThat(run("hand-over", "--from", A.text(), "--to", B.text(), "--yes")).isZero();

    assertThat(name(one)).isEqualTo(OwnedName.of(B.tag(), "one", 5).arrayName());
    assertThat(name(two)).isEqualTo(OwnedName.of(B.tag(), "two", 12_345).arrayName());
    assertThat(name(other)).isEqualTo(OwnedName.of(B.tag(), "three", 1).arrayName());
    assertThat(out()).contains("2 volumes handed over.");
  }

  @Test
  void aLivingHostsVolumesAreRefused() {
    String id = owned(A, "one", 5);

    assertThat(run("hand-over", "--from", A.text(), "--to", B.text(), "--yes")).isEqualTo(1);

    assertThat(err()).contains("host-a", "is connected", "Nothing was changed");
    assertThat(name(id)).startsWith(A.tag().text());
  }

  @Test
  void aMappingToADeadHostIsTakenAwayOnlyWhenThatIsSaid() {
    String id = owned(A, "one", 5);
    array.map(id, sdcA, false, MappingAccess.READ_WRITE);
    array.setSdcConnected(sdcA, false);

    assertThat(run("hand-over", "--from", A.text(), "--to", B.text(), "--yes")).isEqualTo(1);
    assertThat(err()).contains("--unmap-disconnected");
    assertThat(name(id)).startsWith(A.tag().text());

    assertThat(
            run("hand-over", "--from", A.text(), "--to", B.text(), "--yes", "--unmap-disconnected"))
        .isZero();
    assertThat(name(id)).startsWith(B.tag().text());
    assertThat(array.volume(id).orElseThrow().mappings()).isEmpty();
  }

  @Test
  void aMappingToALivingHostIsNeverTakenAway() {
    String third = array.addSdc("11111111-2222-3333-4444-555555555555", "host-c", "192.0.2.23");
    String free = owned(A, "free", 5);
    String used = owned(A, "used", 5);
    array.map(used, third, false, MappingAccess.READ_WRITE);
    array.setSdcConnected(sdcA, false);

    assertThat(
            run("hand-over", "--from", A.text(), "--to", B.text(), "--yes", "--unmap-disconnected"))
        .isEqualTo(1);

    assertThat(err()).contains(used, "host-c", "connected");
    assertThat(name(free)).as("all or nothing").startsWith(A.tag().text());
    assertThat(array.volume(used).orElseThrow().mappings()).hasSize(1);
  }

  @Test
  void cutShortInTheMiddleTheSameCommandDoesTheRest() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(owned(A, "v" + i, i + 1));
      array.map(ids.getLast(), sdcA, false, MappingAccess.READ_WRITE);
    }
    array.setSdcConnected(sdcA, false);
    String[] command = {
      "hand-over", "--from", A.text(), "--to", B.text(), "--yes", "--unmap-disconnected"
    };
    for (Call call : List.of(Call.UNMAP, Call.RENAME, Call.VOLUME, Call.SDCS)) {
      system.faults().fail(call, Kind.UNREACHABLE);
      assertThat(run(command)).isEqualTo(1);
      system.faults().loseAnswer(call);
      assertThat(run(command)).isEqualTo(1);
      system.faults().clear();
    }
    assertThat(run(command)).isZero();

    assertThat(ids).allMatch(id -> name(id).startsWith(B.tag().text()));
    assertThat(ids).allMatch(id -> array.volume(id).orElseThrow().mappings().isEmpty());
    assertThat(run(command)).isZero();
  }

  @Test
  void aHostThatComesBackInTheMiddleIsNotRobbedFurther() {
    String one = owned(A, "one", 1);
    String two = owned(A, "two", 2);
    array.setSdcConnected(sdcA, false);
    var block = system.faults().block(Call.RENAME);
    var thread =
        Thread.startVirtualThread(
            () -> run("hand-over", "--from", A.text(), "--to", B.text(), "--yes"));
    block.awaitReached();
    array.setSdcConnected(sdcA, true);
    block.release();
    join(thread);

    assertThat(List.of(name(one), name(two)))
        .anyMatch(name -> name.startsWith(A.tag().text()))
        .anyMatch(name -> name.startsWith(B.tag().text()));
    assertThat(err()).contains("host-a", "connected");
  }

  @Test
  void anOwnerWithoutAHostInItsNameNeedsItsHostSaid() {
    var named = new Owner("node17");
    String id = owned(named, "one", 5);

    assertThat(run("hand-over", "--from", "node17", "--to", B.text(), "--yes")).isEqualTo(1);
    assertThat(err()).contains("--from-sdc");
    assertThat(
            run(
                "hand-over",
                "--from",
                "tag:88I01mrE",
                "--to",
                B.text(),
                "--yes",
                "--from-sdc",
                GUID_A))
        .isEqualTo(1);
    assertThat(err()).contains("host-a", "connected");
    array.setSdcConnected(sdcA, false);
    assertThat(
            run(
                "hand-over",
                "--from",
                "tag:88I01mrE",
                "--to",
                B.text(),
                "--yes",
                "--from-sdc",
                GUID_A))
        .isZero();
    assertThat(name(id)).startsWith(B.tag().text());
  }

  @Test
  void aTagIsTracedToItsHost() {
    owned(A, "one", 5);
    assertThat(run("hand-over", "--from", "tag:" + A.tag(), "--to", B.text())).isEqualTo(1);
    assertThat(err()).contains("host-a", "connected");
  }

  @Test
  void onOneHostAnInstanceCanFollowAnother() {
    var systemd = Owner.of(GUID_A, "systemd");
    String id = owned(A, "one", 5);
    array.map(id, sdcA, false, MappingAccess.READ_WRITE);

    assertThat(run("hand-over", "--from", A.text(), "--to", systemd.text(), "--yes")).isEqualTo(1);
    assertThat(run("hand-over", "--from", A.text(), "--to", B.text(), "--yes", "--same-host"))
        .isEqualTo(1);
    assertThat(run("hand-over", "--from", A.text(), "--to", systemd.text(), "--yes", "--same-host"))
        .isZero();
    assertThat(name(id)).startsWith(systemd.tag().text());
    assertThat(array.volume(id).orElseThrow().mappings()).hasSize(1);
  }

  @Test
  void nobodyWhomTheArrayDoesNotKnowGetsVolumes() {
    owned(A, "one", 5);
    array.setSdcConnected(sdcA, false);
    assertThat(
            run(
                "hand-over",
                "--from",
                A.text(),
                "--to",
                "11111111-2222-3333-4444-555555555555/default",
                "--yes"))
        .isEqualTo(1);
    assertThat(err()).contains("has no SDC 11111111");
  }

  @Test
  void twoVolumesForOneRequestedNameDoNotComeTogether() {
    String a = owned(A, "same", 5);
    owned(B, "same", 6);
    array.setSdcConnected(sdcA, false);

    assertThat(run("hand-over", "--from", A.text(), "--to", B.text(), "--yes")).isEqualTo(1);
    assertThat(err()).contains("same requested name");
    assertThat(name(a)).startsWith(A.tag().text());
  }

  @Test
  void onlyTheNamedVolumesAreTaken() {
    String one = owned(A, "one", 5);
    String two = owned(A, "two", 5);
    array.setSdcConnected(sdcA, false);

    assertThat(
            run(
                "hand-over",
                "--from",
                A.text(),
                "--to",
                B.text(),
                "--yes",
                FakeArray.SYSTEM_ID + "-" + two))
        .isZero();
    assertThat(name(one)).startsWith(A.tag().text());
    assertThat(name(two)).startsWith(B.tag().text());
  }

  // Adopting and releasing.

  @Test
  void aVolumeIsAdoptedAndReleasedAgain() {
    String id = plain("legacy");

    assertThat(run("adopt", "legacy", "--to", A.text())).isZero();
    assertThat(name(id)).isEqualTo("legacy");
    assertThat(run("adopt", "legacy", "--to", A.text(), "--yes")).isZero();
    assertThat(out()).contains("legacy -> " + A.tag());
    OwnedName name = OwnedName.parse(name(id)).orElseThrow();
    assertThat(name.tag()).isEqualTo(A.tag());
    assertThat(name.sizeBytes()).isEqualTo(8L << 30);
    assertThat(run("adopt", id, "--to", A.text(), "--yes")).isZero();

    assertThat(run("release", id, "--from", B.text(), "--name", "legacy", "--yes")).isEqualTo(1);
    assertThat(run("release", id, "--from", A.text(), "--name", "legacy", "--yes")).isZero();
    assertThat(name(id)).isEqualTo("legacy");
  }

  @Test
  void whatIsInUseOrAnothersIsNotAdopted() {
    String used = plain("used");
    array.map(used, sdcB, false, MappingAccess.READ_WRITE);
    String snapshot = array.addSnapshot(used, "snap");
    String owned = owned(B, "one", 5);

    for (String id : List.of(used, snapshot, owned)) {
      assertThat(run("adopt", id, "--to", A.text(), "--yes")).isEqualTo(1);
    }
    assertThat(name(used)).isEqualTo("used");
    assertThat(name(snapshot)).isEqualTo("snap");
    assertThat(name(owned)).startsWith(B.tag().text());
    assertThat(run("adopt", "nothing", "--to", A.text(), "--yes")).isEqualTo(1);
  }

  @Test
  void aReleasedVolumeCannotGetATakenOrAnOwnersName() {
    String id = owned(A, "one", 5);
    plain("taken");
    for (String name : List.of("taken", "two words", OwnedName.of(B.tag(), "x", 5).arrayName())) {
      assertThat(run("release", id, "--from", A.text(), "--name", name, "--yes")).isEqualTo(1);
    }
    assertThat(name(id)).startsWith(A.tag().text());
  }

  @Test
  void programsGetOneObject() {
    String id = owned(A, "one", 5);
    array.setSdcConnected(sdcA, false);
    assertThat(run("hand-over", "--from", A.text(), "--to", B.text(), "--json")).isZero();
    assertThat(out())
        .contains("\"dryRun\":true", "\"ok\":true", "\"id\":\"" + id + "\"", "\"planned\"");
    assertThat(out().strip().lines()).hasSize(1);
  }

  @Test
  void misuseIsExplained() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("give")).isEqualTo(2);
    assertThat(err()).contains("hand-over");
    assertThat(run("hand-over", "--to", B.text())).isEqualTo(2);
    assertThat(run("hand-over", "--from", "two words", "--to", B.text())).isEqualTo(2);
    assertThat(run("adopt", "--to", A.text())).isEqualTo(2);
    assertThat(run("release", "x", "--from", A.text())).isEqualTo(2);
    assertThat(run("list", "--from")).isEqualTo(2);
    assertThat(run("list", "--unheard-of")).isEqualTo(2);
    assertThat(run("hand-over", "--help")).isZero();
    assertThat(out()).contains("Usage", "hand-over", "--unmap-disconnected");
  }

  private String owned(Owner owner, String requested, long mib) {
    return bench.make(
        OwnedName.of(owner.tag(), requested, mib).arrayName(), (mib + 8191) / 8192 * 8);
  }

  private String plain(String name) {
    return bench.make(name, 8);
  }

  private String name(String id) {
    return array.volume(id).map(Volume::name).orElseThrow();
  }

  private int run(String... arguments) {
    return bench.run(directory, List.of(arguments));
  }

  private String out() {
    return bench.out();
  }

  private String err() {
    return bench.err();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
