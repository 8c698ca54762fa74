package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.soon;
import static org.csiscaleio.controller.service.TwoSystems.FIRST;
import static org.csiscaleio.controller.service.TwoSystems.SECOND;
import static org.csiscaleio.controller.service.TwoSystems.hosts;
import static org.csiscaleio.controller.service.TwoSystems.request;
import static org.csiscaleio.controller.service.TwoSystems.zone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Failure.Code;
import org.csiscaleio.operation.Place;
import org.junit.jupiter.api.Test;

/** Where volumes are made: by parameter, by place, by default. */
class PlacementTest {
  private final TwoSystems two = new TwoSystems();

  private static Requirement requisite(Place... places) {
    return new Requirement(List.of(places), List.of());
  }

  private static Requirement preferred(Place preferred, Place... requisite) {
    return new Requirement(List.of(requisite), List.of(preferred));
  }

  @Test
  void whoDoesNotCareGetsTheFirstSystem() {
    assertThat(two.create("data", Requirement.NONE)).startsWith(FIRST);
  }

  @Test
  void aParameterNamesTheSystemByIdOrByName() {
    assertThat(two.create("a", Requirement.NONE, "systemID", SECOND)).startsWith(SECOND);
    assertThat(two.create("b", Requirement.NONE, "systemID", "scaleio-" + SECOND))
        .startsWith(SECOND);
    assertFails(
        Code.INVALID_ARGUMENT,
        () -> two.create("c", Requirement.NONE, "systemID", "3333333333333333"),
        "3333333333333333",
        FIRST,
        SECOND);
  }

  @Test
  void aVolumeLiesWhereItCanBeReachedFrom() {
    assertThat(two.create("a", requisite(hosts(SECOND)))).startsWith(SECOND);
    assertThat(two.create("b", requisite(zone("b")))).startsWith(SECOND);
    assertThat(two.create("c", requisite(hosts(FIRST, SECOND)))).startsWith(FIRST);
  }

  @Test
  void whatIsPreferredIsTriedFirst() {
    assertThat(two.create("a", preferred(zone("b"), zone("a"), zone("b")))).startsWith(SECOND);
    assertThat(two.create("b", preferred(hosts(SECOND)))).startsWith(SECOND);
  }

  @Test
  void aPlaceFromWhichNothingCanBeReachedIsRefused() {
    assertFails(
        Code.RESOURCE_EXHAUSTED,
        () -> two.create("data", requisite(zone("c"))),
        "zone=c",
        "zone=a",
        "zone=b");
    assertFails(
        Code.RESOURCE_EXHAUSTED,
        () -> two.create("data", requisite(hosts(FIRST)), "systemID", SECOND),
        SECOND);
    assertThat(two.listAll(0)).isEmpty();
  }

  @Test
  void aPlaceOfAnotherPluginsIsInvalid() {
    assertFails(
        Code.INVALID_ARGUMENT,
        () -> two.create("data", requisite(Place.of(Map.of("example.com/zone", "a")))),
        "example.com/zone",
        "org.csiscaleio/");
  }

  @Test
  void whereThereIsNoRoomTheNextPlaceIsTried() {
    two.first.faults().fail(Call.CREATE_VOLUME, Kind.NO_CAPACITY);

    assertThat(two.create("data", requisite(zone("a"), zone("b")))).startsWith(SECOND);
  }

  @Test
  void onlyWhereSeveralSystemsComeIntoQuestionAreTheyAskedFirst() {
    two.create("warm", requisite(hosts(FIRST)));
    two.create("warm", requisite(hosts(SECOND)));

    assertThat(requests(() -> two.create("a", requisite(hosts(FIRST))))).containsExactly(1, 0);
    assertThat(requests(() -> two.create("b", requisite(zone("b"))))).containsExactly(0, 1);
    assertThat(requests(() -> two.create("c", requisite(zone("a"), zone("b")))))
        .containsExactly(2, 1);
  }

  /** What it costs each system. */
  private List<Integer> requests(Runnable call) {
    two.first.resetCalls();
    two.second.resetCalls();
    call.run();
    return List.of(
        two.first.allCalls() - two.first.calls(Call.INFO),
        two.second.allCalls() - two.second.calls(Call.INFO));
  }

  @Test
  void aVolumeThatWasMadeInTheNextPlaceIsFoundThereThoughThereIsRoomInTheFirstAgain() {
    two.first.faults().fail(Call.CREATE_VOLUME, Kind.NO_CAPACITY);
    String made = two.create("data", requisite(zone("a"), zone("b")));

    var restarted = two.create("data", requisite(zone("a"), zone("b")));

    assertThat(restarted).isEqualTo(made).startsWith(SECOND);
    assertThat(two.listAll(0)).containsExactly(made);
  }

  @Test
  void afterADoubtfulAnswerNothingIsMadeElsewhere() {
    two.first.faults().loseAnswer(Call.CREATE_VOLUME);

    assertFails(Code.UNAVAILABLE, () -> two.create("data", requisite(zone("a"), zone("b"))));

    assertThat(two.second.array().volumes()).isEmpty();
    assertThat(two.create("data", requisite(zone("a"), zone("b")))).startsWith(FIRST);
    assertThat(two.listAll(0)).hasSize(1);
  }

  @Test
  void whileItCannotBeToldWhetherAnotherSystemHasItNothingIsMade() {
    two.second.faults().fail(Call.VOLUME_ID_BY_NAME, Kind.UNREACHABLE);

    assertFails(
        Code.UNAVAILABLE,
        () -> two.create("data", requisite(zone("a"), zone("b"))),
        SECOND,
        "systemID");
    assertThat(two.first.array().volumes()).isEmpty();
  }

  @Test
  void aSystemThatIsAwayConcernsNobodyWhoDoesNotNeedIt() {
    for (Call call : Call.values()) {
      two.second.faults().fail(call, Kind.UNREACHABLE, 50);
    }

    String volume = two.create("data", requisite(hosts(FIRST)));
    two.controller.delete(volume, soon());
    assertThat(two.create("other", Requirement.NONE)).startsWith(FIRST);
  }

  @Test
  void aCloneLiesBesideItsSourceOrNowhere() {
    String source = two.createIn(SECOND, "source");
    var content = new ContentSource.OfVolume(source);

    var clone =
        two.controller.create(
            new CreateRequest(
                "clone",
                SizeRange.ANY,
                List.of(WRITER),
                VolumeParameters.NONE,
                Optional.of(content),
                requisite(zone("b"))),
            soon());

    assertThat(clone.id().systemId()).isEqualTo(SECOND);
    assertFails(
        Code.RESOURCE_EXHAUSTED,
        () ->
            two.controller.create(
                new CreateRequest(
                    "elsewhere",
                    SizeRange.ANY,
                    List.of(WRITER),
                    VolumeParameters.NONE,
                    Optional.of(content),
                    requisite(zone("a"))),
                soon()),
        SECOND,
        "zone=a");
  }

  @Test
  void aSnapshotLiesBesideItsSourceOrNowhere() {
    String source = two.createIn(SECOND, "source");

    assertFails(
        Code.RESOURCE_EXHAUSTED,
        () ->
            two.controller
                .snapshots()
                .create(new SnapshotRequest(source, "snap", requisite(hosts(FIRST))), soon()),
        SECOND);
    assertThat(
            two.controller
                .snapshots()
                .create(new SnapshotRequest(source, "snap", requisite(hosts(SECOND))), soon())
                .id()
                .systemId())
        .isEqualTo(SECOND);
  }

  @Test
  void aPlaceCanNameTheProtectionDomainToPutAVolumeIn() {
    Place inPd2 =
        TwoSystems.NAMES.place(List.of(FIRST), Map.of("zone", "a", Placement.DOMAIN, "pd2"));

    String volume = two.create("data", requisite(inPd2));

    String pool = two.first.array().volume(volume.substring(17)).orElseThrow().storagePoolId();
    assertThat(pool).isEqualTo(two.first.array().storagePools().get(1).id());
    assertThat(two.create("data", requisite(inPd2))).isEqualTo(volume);
  }

  @Test
  void theCapacityOfAPlaceIsThatOfItsDomain() {
    two.create("there", Requirement.NONE, "protectiondomain", "pd2");
    Place inPd2 = TwoSystems.NAMES.place(List.of(FIRST), Map.of(Placement.DOMAIN, "pd2"));
    Place inPd9 = TwoSystems.NAMES.place(List.of(FIRST), Map.of(Placement.DOMAIN, "pd9"));
    long inDefault = capacity(Optional.of(hosts(FIRST)), Map.of());

    assertThat(capacity(Optional.of(inPd2), Map.of()))
        .isEqualTo(capacity(Optional.empty(), Map.of("protectiondomain", "pd2")))
        .isNotEqualTo(inDefault);
    assertThat(capacity(Optional.of(inPd9), Map.of())).isEqualTo(inDefault);
  }

  @Test
  void aDomainThatIsNotThereKeepsNoVolumeFromBeingMade() {
    Place inPd9 = TwoSystems.NAMES.place(List.of(FIRST), Map.of(Placement.DOMAIN, "pd9"));

    assertThat(two.create("data", requisite(inPd9))).startsWith(FIRST);
  }

  @Test
  void whatIsToldIsWhoReachesTheVolume() {
    assertThat(two.controller.placeOf(SECOND))
        .contains(TwoSystems.NAMES.place(List.of(SECOND), Map.of("zone", "b")));
  }

  private long capacity(Optional<Place> from, Map<String, String> parameters) {
    return two.controller.capacity(List.of(WRITER), parameters, from, soon()).availableBytes();
  }

  @Test
  void capacityIsThatOfWhereItWouldBeMade() {
    two.second.array().setThinWritten(two.second.array().storagePools().getFirst().id(), 1000);
    long inFirst = capacity(Optional.of(zone("a")), Map.of());
    long inSecond = capacity(Optional.of(zone("b")), Map.of());

    assertThat(inFirst).isPositive();
    assertThat(inSecond).isPositive();
    assertThat(capacity(Optional.empty(), Map.of())).isEqualTo(inFirst);
    assertThat(capacity(Optional.empty(), Map.of("systemID", SECOND))).isEqualTo(inSecond);
    assertThat(capacity(Optional.of(hosts(FIRST, SECOND)), Map.of())).isEqualTo(inFirst + inSecond);
    assertThat(capacity(Optional.of(zone("c")), Map.of())).isZero();
    assertThat(capacity(Optional.of(zone("a")), Map.of("systemID", SECOND))).isZero();
    assertThat(capacity(Optional.empty(), Map.of("systemID", "nowhere"))).isZero();
    assertThat(capacity(Optional.of(zone("a")), Map.of("no-such-key", "x"))).isZero();
    assertFails(
        Code.INVALID_ARGUMENT,
        () -> capacity(Optional.of(Place.of(Map.of("example.com/zone", "a"))), Map.of()),
        "example.com/zone");
    assertThat(inFirst % (8 * GIB)).isZero();
  }

  @Test
  void aSystemThatDoesNotTellIsNotTakenForFull() {
    two.second.faults().fail(Call.POOL_STATISTICS, Kind.UNREACHABLE);

    assertFails(Code.UNAVAILABLE, () -> capacity(Optional.of(hosts(FIRST, SECOND)), Map.of()));
  }

  @Test
  void ofSeveralSystemsEqualRequestsAtOnceMakeOneVolume() throws InterruptedException {
    var block = two.first.faults().block(Call.CREATE_VOLUME);
    var ids = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    var threads = new java.util.ArrayList<Thread>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> ids.add(two.create("data", requisite(zone("a"), zone("b"))))));
    }
    block.awaitReached();
    block.release();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ids).hasSize(2);
    assertThat(ids.stream().distinct()).hasSize(1);
    assertThat(two.controller.create(request("data", Requirement.NONE), soon()).id().toString())
        .isEqualTo(ids.peek());
  }
}
