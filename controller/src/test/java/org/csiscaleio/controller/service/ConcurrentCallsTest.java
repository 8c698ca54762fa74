package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.atLeast;
import static org.csiscaleio.controller.service.Scene.request;
import static org.csiscaleio.operation.Failure.Code.ALREADY_EXISTS;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.csiscaleio.gateway.FakeFaults.Block;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrentCallsTest {
  private final Scene scene = new Scene();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private <T> Future<T> start(Callable<T> call) {
    return threads.submit(call);
  }

  private static <T> T answer(Future<T> future) throws Exception {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Test
  void equalCreatesInFlightMakeOneVolume() throws Exception {
    scene.create("warm");
    scene.system.resetCalls();
    Block block = scene.system.faults().block(Call.CREATE_VOLUME);
    var first = start(() -> scene.create("data"));
    block.awaitReached();
    var others = new ArrayList<Future<String>>();
    for (int i = 0; i < 8; i++) {
      others.add(start(() -> scene.create("data")));
    }
    block.release();
    String made = answer(first);
    for (Future<String> other : others) {
      assertThat(answer(other)).isEqualTo(made);
    }
    assertThat(scene.array.volumes()).hasSize(2);
  }

  @Test
  void aDifferentCreateOfTheSameNameWaitsAndThenLearnsThatItIsTaken() throws Exception {
    Block block = scene.system.faults().block(Call.CREATE_VOLUME);
    var first = start(() -> scene.create("data"));
    block.awaitReached();
    var second = start(() -> scene.create(request("data", atLeast(9 * GIB), Map.of())));
    block.release();
    answer(first);
    assertFails(ALREADY_EXISTS, () -> answer(second), "8 GiB");
  }

  @Test
  void oneThatWaitsTooLongIsToldToRepeat() throws Exception {
    Block block = scene.system.faults().block(Call.CREATE_VOLUME);
    var first = start(() -> scene.create("data"));
    block.awaitReached();
    assertFails(
        UNAVAILABLE,
        () ->
            scene.controller.create(
                request("data", atLeast(9 * GIB), Map.of()),
                Deadline.after(Duration.ofMillis(300))),
        "'data'",
        "repeat the call");
    block.release();
    answer(first);
  }

  @Test
  void otherVolumesNeverWait() throws Exception {
    String held = scene.create("held");
    String free = scene.create("free");
    scene.publish(free, GUID_B, WRITER);
    Block block = scene.system.faults().block(Call.MAP);
    var first = start(() -> scene.publish(held, GUID_A, WRITER));
    block.awaitReached();
    scene.unpublish(free, GUID_B);
    scene.publish(free, GUID_A, WRITER);
    assertThat(scene.hostsOf(free)).containsExactly(GUID_A);
    assertThat(first.isDone()).isFalse();
    block.release();
    answer(first);
  }

  @Test
  void twoNodesThatWantOneVolumeNeverBothGetIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      String volume = scene.create("data-" + round);
      var a = start(() -> scene.publish(volume, GUID_A, WRITER));
      var b = start(() -> scene.publish(volume, GUID_B, WRITER));
      int refused = 0;
      for (Future<?> publish : List.of(a, b)) {
        try {
          answer(publish);
        } catch (Failure e) {
          assertThat(e.code()).isEqualTo(FAILED_PRECONDITION);
          refused++;
        }
      }
      assertThat(refused).isEqualTo(1);
      assertThat(scene.hostsOf(volume)).hasSize(1);
    }
  }

  @Test
  void aDeleteDuringAPublishWaitsAndSeesTheMapping() throws Exception {
    String volume = scene.create("data");
    Block block = scene.system.faults().block(Call.MAP);
    var publish = start(() -> scene.publish(volume, GUID_A, WRITER));
    block.awaitReached();
    var delete =
        start(() -> {
          scene.delete(volume);
          return true;
        });
    block.release();
    answer(publish);
    assertFails(FAILED_PRECONDITION, () -> answer(delete), "host-a");
    assertThat(scene.array.volumes()).hasSize(1);
  }

  @Test
  void aNodeNeverGetsMoreThanItsLimitHoweverManyAskAtOnce() throws Exception {
    var limited =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1").withMaxVolumesPerNode(3));
    var publishes = new ArrayList<Future<Map<String, String>>>();
    for (int i = 0; i < 10; i++) {
      String volume = limited.create("v" + i);
      publishes.add(start(() -> limited.publish(volume, GUID_A, WRITER)));
    }
    int mapped = 0;
    for (var publish : publishes) {
      try {
        answer(publish);
        mapped++;
      } catch (Failure e) {
        assertThat(e.code()).isEqualTo(Failure.Code.RESOURCE_EXHAUSTED);
      }
    }
    assertThat(mapped).isEqualTo(3);
    assertThat(limited.array.volumesOfSdc(limited.sdcA)).hasSize(3);
  }

  /** Between counting a node's volumes and mapping another, nobody else may map to it. */
  @Test
  void aSecondPublishToALimitedNodeWaitsForTheFirst() throws Exception {
    var limited =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1").withMaxVolumesPerNode(1));
    String held = limited.create("held");
    String late = limited.create("late");
    Block block = limited.system.faults().block(Call.MAP);
    var first = start(() -> limited.publish(held, GUID_A, WRITER));
    block.awaitReached();
    var request = PublishRequest.of(late, GUID_A, WRITER, false, Map.of());
    assertFails(
        UNAVAILABLE,
        () -> limited.controller.publish(request, Deadline.after(Duration.ofMillis(400))),
        "node " + GUID_A);
    block.release();
    answer(first);
    assertThat(limited.array.volumesOfSdc(limited.sdcA)).hasSize(1);
  }

  @Test
  void aColdStartAsksForPoolsOnceHoweverManyCreatesComeAtOnce() throws Exception {
    Block block = scene.system.faults().block(Call.STORAGE_POOLS);
    var creates = new ArrayList<Future<String>>();
    for (int i = 0; i < 16; i++) {
      String name = "v" + i;
      creates.add(start(() -> scene.create(name)));
    }
    block.awaitReached();
    block.release();
    for (var create : creates) {
      answer(create);
    }
    assertThat(scene.system.calls(Call.STORAGE_POOLS)).isEqualTo(1);
    assertThat(scene.system.calls(Call.LIMITS)).isEqualTo(1);
    assertThat(scene.array.volumes()).hasSize(16);
  }

  /** Faults and repeats at random; in the end the array is what the last answers said. */
  @Test
  void aStormOfCallsAndFaultsEndsInTheStateOfTheLastAnswers() throws Exception {
    var storms = new ArrayList<Future<Boolean>>();
    for (int i = 0; i < 16; i++) {
      String name = "storm-" + i;
      int seed = i;
      storms.add(start(() -> storm(name, new Random(seed))));
    }
    for (var storm : storms) {
      assertThat(answer(storm)).isTrue();
    }
    assertThat(scene.array.volumes()).isEmpty();
  }

  private boolean storm(String name, Random random) {
    for (int round = 0; round < 5; round++) {
      disturb(random);
      String volume = persist(() -> scene.create(name));
      String node = random.nextBoolean() ? GUID_A : GUID_B;
      disturb(random);
      persist(() -> scene.publish(volume, node, WRITER));
      assertThat(scene.hostsOf(volume)).containsExactly(node);
      disturb(random);
      persist(() -> {
        scene.unpublish(volume, node);
        return true;
      });
      assertThat(scene.hostsOf(volume)).isEmpty();
      disturb(random);
      persist(() -> {
        scene.delete(volume);
        return true;
      });
      assertThat(scene.array.volumeNamed(name)).isEmpty();
    }
    return true;
  }

  private void disturb(Random random) {
    Call[] calls = {
      Call.CREATE_VOLUME,
      Call.MAP,
      Call.UNMAP,
      Call.REMOVE_VOLUME,
      Call.VOLUME,
      Call.VOLUME_ID_BY_NAME
    };
    Call call = calls[random.nextInt(calls.length)];
    switch (random.nextInt(3)) {
      case 0 -> scene.system.faults().loseAnswer(call);
      case 1 -> scene.system.faults().fail(call, Kind.UNREACHABLE);
      default -> scene.system.faults().delay(call, Duration.ofMillis(2));
    }
  }

  /** What an orchestrator does: repeats while the answer is UNAVAILABLE. */
  private static <T> T persist(Supplier<T> call) {
    for (int attempt = 0; ; attempt++) {
      try {
        return call.get();
      } catch (Failure e) {
        if (e.code() != UNAVAILABLE || attempt == 100) {
          throw e;
        }
      }
    }
  }
}
