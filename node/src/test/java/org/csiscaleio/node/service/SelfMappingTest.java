package org.csiscaleio.node.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** A node without a controller: who maps, who unmaps, and what happens when something fails. */
class SelfMappingTest {
  private static final Path TARGET = Path.of("/target");
  private static final Path SECOND = Path.of("/second");
  private static final Path STAGING = Path.of("/staging");
  private static final Capability ONE_WRITER =
      new Capability(
          new Capability.Mount(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_WRITER);
  private static final Capability MANY_TARGETS =
      new Capability(
          new Capability.Mount(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_MULTI_WRITER);

  private final FakeHost host = new FakeHost();
  private final FakeArrayAccess array = new FakeArrayAccess();
  private final KeptRecords records = new KeptRecords();
  private final VolumeId volume = host.add(1);
  private final String nodeId = host.nodeId(soon());
  private NodeService node = service(NodeSettings.defaults().withStaging(false));

  private NodeService service(NodeSettings settings) {
    return new NodeService(settings, host, records, Optional.of(array));
  }

  /** The program dies and another one is started. */
  private void restart() {
    node = service(NodeSettings.defaults().withStaging(false));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private static NodeRequest.Publish request(
      String id, Path target, Capability capability, Mapping mapping, VolumeContext context) {
    return new NodeRequest.Publish(
        id, target, Optional.empty(), capability, false, mapping, context);
  }

  private void publish(String id, Path target) {
    node.publish(request(id, target, MANY_TARGETS, Mapping.UNKNOWN, VolumeContext.EMPTY), soon());
  }

  private void publish() {
    publish(volume.toString(), TARGET);
  }

  private void unpublish(String id, Path target) {
    node.unpublish(new NodeRequest.Unpublish(id, target), soon());
  }

  private void unpublish() {
    unpublish(volume.toString(), TARGET);
  }

  private void gatewayIsDown() {
    array.hand =
        what -> {
          throw Failure.unavailable("no gateway answers");
        };
  }

  private void gatewayIsBack() {
    array.hand = what -> {};
  }

  private static Failure fails(Code code, ThrowingCallable call) {
    var caught = new ArrayList<Failure>();
    assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, caught::add);
    assertThat(caught.getFirst().code()).as(caught.getFirst().message()).isEqualTo(code);
    return caught.getFirst();
  }

  @Test
  void aVolumeThatNobodyMappedIsMappedForItsFirstTargetAndUnmappedAfterItsLast() {
    publish();
    publish(volume.toString(), SECOND);
    assertThat(array.hostOf(volume)).contains(nodeId);

    unpublish();
    assertThat(array.hostOf(volume)).contains(nodeId);

    unpublish(volume.toString(), SECOND);
    assertThat(array.hostOf(volume)).isEmpty();
    assertThat(records.kept).isEmpty();
    assertThat(host.everythingShown()).isEmpty();
  }

  @Test
  void itIsUnmappedAlsoByTheNextProgram() {
    publish();
    restart();

    unpublish();

    assertThat(array.hostOf(volume)).isEmpty();
    assertThat(records.kept).isEmpty();
  }

  @Test
  void whatSomebodyElseMappedStaysMapped() {
    array.mapTo(volume, nodeId);

    publish();
    unpublish();

    assertThat(array.hostOf(volume)).contains(nodeId);
    assertThat(records.kept).isEmpty();
  }

  @Test
  void whatAControllerMappedIsNotAskedAboutAndStaysMapped() {
    array.mapTo(volume, nodeId);
    gatewayIsDown();
    node.publish(
        request(
            volume.toString(),
            TARGET,
            ONE_WRITER,
            new Mapping(true, OptionalLong.empty()),
            VolumeContext.EMPTY),
        soon());

    unpublish();

    assertThat(array.hostOf(volume)).contains(nodeId);
    assertThat(records.kept).isEmpty();
  }

  @Test
  void itIsWrittenDownBeforeItIsMappedAndForgottenAfterItIsUnmapped() {
    var seen = new ArrayList<String>();
    array.hand = what -> seen.add(what + " " + records.kept.containsKey(volume));

    publish();
    unpublish();

    assertThat(seen).containsExactly("mapped false", "map true", "unmap true");
  }

  @Test
  void aRepeatedPublishNeedsNoGateway() {
    publish();
    gatewayIsDown();

    publish();
    node.publish(
        new NodeRequest.Publish(
            volume.toString(),
            TARGET,
            Optional.empty(),
            MANY_TARGETS,
            true,
            Mapping.UNKNOWN,
            VolumeContext.EMPTY),
        soon());

    assertThat(host.everythingShown()).containsOnlyKeys(TARGET);
  }

  @Test
  void takingItBackSucceedsWithoutAGatewayAndItIsUnmappedLater() {
    publish();
    gatewayIsDown();

    unpublish();
    assertThat(host.everythingShown()).isEmpty();
    assertThat(array.hostOf(volume)).contains(nodeId);
    assertThat(node.unmapLeftOvers(soon())).isEqualTo(1);

    restart();
    gatewayIsBack();
    assertThat(node.unmapLeftOvers(soon())).isZero();
    assertThat(array.hostOf(volume)).isEmpty();
    assertThat(records.kept).isEmpty();
  }

  @Test
  void whatIsPublishedAgainBeforeItWasUnmappedStays() {
    publish();
    gatewayIsDown();
    unpublish();
    publish();
    gatewayIsBack();

    assertThat(node.unmapLeftOvers(soon())).isZero();
    assertThat(array.hostOf(volume)).contains(nodeId);
    assertThat(host.everythingShown()).containsOnlyKeys(TARGET);
  }

  @Test
  void whatIsInUseElsewhereOnThisHostIsNotUnmapped() {
    publish();
    host.show(SECOND, volume, new Shown.FileSystem("ext4", false, false, Set.of()));

    unpublish();
    assertThat(array.hostOf(volume)).contains(nodeId);

    host.unmount(volume, SECOND, soon());
    assertThat(node.unmapLeftOvers(soon())).isZero();
    assertThat(array.hostOf(volume)).isEmpty();
  }

  @Test
  void aStagedVolumeIsUnmappedWhenItIsUnstagedAndNotBefore() {
    NodeService staging = service(NodeSettings.defaults());
    staging.stage(
        new NodeRequest.Stage(
            volume.toString(), STAGING, ONE_WRITER, Mapping.UNKNOWN, VolumeContext.EMPTY),
        soon());
    staging.publish(
        new NodeRequest.Publish(
            volume.toString(),
            TARGET,
            Optional.of(STAGING),
            ONE_WRITER,
            false,
            Mapping.UNKNOWN,
            VolumeContext.EMPTY),
        soon());

    staging.unpublish(new NodeRequest.Unpublish(volume.toString(), TARGET), soon());
    assertThat(array.hostOf(volume)).contains(nodeId);
    staging.unstage(new NodeRequest.Unstage(volume.toString(), STAGING), soon());
    assertThat(array.hostOf(volume)).isEmpty();
    assertThat(records.kept).isEmpty();
  }

  @Test
  void aVolumeThatAnotherHostHasIsRefusedAndNothingIsLeftBehind() {
    array.mapTo(volume, FakeArrayAccess.OTHER);

    Failure failure = fails(Code.FAILED_PRECONDITION, this::publish);

    assertThat(failure.message()).contains(FakeArrayAccess.OTHER);
    assertThat(array.hostOf(volume)).contains(FakeArrayAccess.OTHER);
    assertThat(records.kept).isEmpty();
  }

  @Test
  void aVolumeThatCannotBeShownIsNotKeptMapped() {
    host.hand =
        what -> {
          if (what.equals("mount")) {
            throw Failure.precondition("it holds something else");
          }
        };

    fails(Code.FAILED_PRECONDITION, this::publish);

    assertThat(array.hostOf(volume)).isEmpty();
    assertThat(records.kept).isEmpty();
  }

  @Test
  void aVolumeWhoseDeviceIsLateStaysMappedForTheRepetition() {
    host.hand =
        what -> {
          if (what.equals("awaitDevice")) {
            throw Failure.unavailable("it did not come");
          }
        };
    fails(Code.UNAVAILABLE, this::publish);
    assertThat(array.hostOf(volume)).contains(nodeId);

    host.hand = what -> {};
    restart();
    publish();
    unpublish();

    assertThat(array.hostOf(volume)).isEmpty();
    assertThat(records.kept).isEmpty();
  }

  @Test
  void aNameIsRememberedSoThatItCanBeTakenBackWithoutAGateway() {
    array.name("name:pgdata", volume);
    publish("name:pgdata", TARGET);
    restart();
    gatewayIsDown();

    unpublish("name:pgdata", TARGET);
    assertThat(host.everythingShown()).isEmpty();
    unpublish("name:pgdata", TARGET);

    gatewayIsBack();
    assertThat(node.unmapLeftOvers(soon())).isZero();
    assertThat(array.hostOf(volume)).isEmpty();
  }

  @Test
  void aNameThatNobodyRemembersIsToldByWhatIsMounted() {
    array.name("name:pgdata", volume);
    publish("name:pgdata", TARGET);
    records.kept.clear();
    gatewayIsDown();

    unpublish("name:pgdata", TARGET);

    assertThat(host.everythingShown()).isEmpty();
  }

  @Test
  void aNameMeansTheSameVolumeWhileThatIsInUse() {
    array.name("name:pgdata", volume);
    publish("name:pgdata", TARGET);
    array.name("name:pgdata", host.add(2));

    publish("name:pgdata", SECOND);

    assertThat(host.shownAt(volume, SECOND, soon())).isInstanceOf(Shown.FileSystem.class);
  }

  @Test
  void aVolumeIsMadeOnlyWhereRequestAndOperatorWantIt() {
    array.toMake = Optional.of(volume);
    var wish =
        new ArrayWish(
            Optional.empty(),
            true,
            OptionalLong.of(16),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            0);
    var create = new VolumeContext(Optional.empty(), List.of(), Optional.empty(), wish);
    var request = request("name:new", TARGET, ONE_WRITER, Mapping.UNKNOWN, create);

    assertThat(fails(Code.FAILED_PRECONDITION, () -> node.publish(request, soon())).message())
        .contains("nodeCreate");
    node = service(NodeSettings.defaults().withStaging(false).withCreateVolumes(true));
    fails(Code.NOT_FOUND, () -> publish("name:new", TARGET));
    node.publish(request, soon());

    assertThat(host.everythingShown()).containsOnlyKeys(TARGET);
    unpublish("name:new", TARGET);
    assertThat(array.hostOf(volume)).isEmpty();
  }

  @Test
  void withoutAGatewayThePresentAdviceStays() {
    var alone = new NodeService(NodeSettings.defaults().withStaging(false), host);

    Failure failure =
        fails(
            Code.NOT_FOUND,
            () ->
                alone.publish(
                    request(
                        "name:pgdata", TARGET, ONE_WRITER, Mapping.UNKNOWN, VolumeContext.EMPTY),
                    soon()));
    assertThat(failure.message()).contains("no gateway");
  }
}
