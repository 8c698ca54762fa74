package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GUID_A;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.OWNER_A;
import static org.csiscaleio.controller.service.Agents.OWNER_B;
import static org.csiscaleio.controller.service.Agents.WRITER;
import static org.csiscaleio.controller.service.Agents.quota;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.controller.owner.OwnerSource.Identity;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** An instance that does not know for whom it speaks says nothing; one that cannot, refuses. */
class OwnershipTest {
  private final Agents agents = new Agents();

  @Test
  void withoutAnOwnerEveryCallWaitsAndThenAnswersUnavailable() {
    var agent = agents.agent(quota("512"), sdcThatIsUpWhen(new AtomicBoolean()));
    ProvisionedVolume volume = agents.a.create("data", 5 * MIB);
    String id = volume.id().toString();
    var c = agent.controller;

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> c.list(0, "", brief()),
            () -> c.capacity(List.of(WRITER), Map.of(), brief()),
            () -> c.create(Scene.request("data", Agents.exactly(5 * MIB), Map.of()), brief()),
            () -> c.delete(id, brief()),
            () -> c.get(id, brief()),
            () -> c.unpublish(id, GUID_A, brief()))) {
      assertFails(Code.UNAVAILABLE, call, "scini", "owner");
    }
    assertThat(agents.array.volumes()).hasSize(1);
  }

  @Test
  void theCallGoesOnWhenTheSdcComesUp() throws Exception {
    var up = new AtomicBoolean();
    var agent = agents.agent(quota("512"), sdcThatIsUpWhen(up));
    ProvisionedVolume volume = agents.a.create("data", 5 * MIB);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var listing = executor.submit(agent::list);
      Thread.sleep(300);
      assertThat(listing.isDone()).isFalse();
      up.set(true);
      assertThat(listing.get()).containsExactly(volume);
    }
  }

  @Test
  void anotherHostsTagIsRefusedBeforeAnythingIsDone() {
    var clashing =
        agents.agent(
            quota("512"),
            new Ownership(deadline -> identity(OWNER_A), owner -> new Owner("one-for-all").tag()));

    assertFails(Code.FAILED_PRECONDITION, clashing::list, "same tag", "host-b", "Set owner");
    assertFails(Code.FAILED_PRECONDITION, () -> clashing.create("data", 5 * MIB), "same tag");
    assertThat(agents.array.volumes()).isEmpty();
  }

  @Test
  void aClashIsSeenWhenAHostIsAddedLater() {
    var other = Owner.of("11111111-2222-3333-4444-555555555555", "default");
    var agent =
        agents.agent(
            quota("512"),
            new Ownership(
                deadline -> identity(OWNER_A),
                owner -> owner.equals(other) ? OWNER_A.tag() : owner.tag()));
    ProvisionedVolume volume = agent.create("data", 5 * MIB);

    agents.array.addSdc(other.sdcGuid().orElseThrow(), "host-c", "192.0.2.23");
    // An SDC that is not known makes the list of SDCs be read anew.
    Scene.failure(() -> agent.publish(volume, "99999999-2222-3333-4444-555555555555"));

    assertFails(Code.FAILED_PRECONDITION, () -> agent.create("more", 5 * MIB), "host-c");
    assertThat(agent.list()).containsExactly(volume);
  }

  @Test
  void theOwnerOfALivingHostIsNotTaken() {
    var pinned = agents.agent(quota("512"), deadline -> new Identity(OWNER_B, Optional.of(GUID_A)));
    assertFails(Code.FAILED_PRECONDITION, pinned::list, "host-b", "hand-over");

    agents.array.setSdcConnected(agents.sdcB, false);
    ProvisionedVolume volume = agents.b.create("data", 5 * MIB);
    var heir = agents.agent(quota("512"), deadline -> new Identity(OWNER_B, Optional.of(GUID_A)));
    assertThat(heir.list()).containsExactly(volume);
  }

  @Test
  void anExplicitOwnerNeedsNoSdc() {
    var explicit =
        agents.agent(quota("512"), deadline -> new Identity(new Owner("node17"), Optional.empty()));
    ProvisionedVolume volume = explicit.create("data", 5 * MIB);
    assertThat(agents.onArray(volume).name()).startsWith("88I01mrE=");
    assertThat(explicit.list()).containsExactly(volume);
  }

  private static Identity identity(Owner owner) {
    return new Identity(owner, owner.sdcGuid());
  }

  private static OwnerSource sdcThatIsUpWhen(AtomicBoolean up) {
    return deadline -> {
      if (!up.get()) {
        throw Failure.unavailable("no SDC can be asked; start it (scini)");
      }
      return identity(OWNER_A);
    };
  }

  private static Deadline brief() {
    return Deadline.after(Duration.ofMillis(500));
  }
}
