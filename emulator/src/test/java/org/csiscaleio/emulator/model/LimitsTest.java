package org.csiscaleio.emulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private StorageArray array;
  private StoragePool pool;
  private Sdc sdc;

  @BeforeEach
  void make() {
    array =
        new StorageArray(
            new ArrayTables(42),
            ChangeLog.NONE,
            ApiVersion.parse("3.6"),
            new EmulatorClock(InstantSource.system()),
            new HostBoard(SdcHosts.withoutDevices()));
    var inventory = new Inventory(array);
    pool = inventory.pool(inventory.domain("pd1"), "sp1", 1L << 40, 10, true);
    sdc = inventory.sdc("B71F01AE-FF7A-47C5-A303-583FFD416818", null, "192.0.2.21", 0);
  }

  @Test
  void anSdcHoldsSoManyVolumesAndNoMore() {
    new VolumeOperations(array).createMany(pool, "v", Limits.VOLUMES_PER_SDC + 1, 1);
    var mappings = new MappingOperations(array);
    List<Volume> volumes = array.read(ArrayTables::volumes);
    var target = new MappingTarget.ById(sdc.id());
    for (Volume volume : volumes.subList(0, Limits.VOLUMES_PER_SDC)) {
      mappings.map(volume.id(), target, false, null);
    }
    long last = volumes.getLast().id();
    assertThatThrownBy(() -> mappings.map(last, target, false, null))
        .hasMessageStartingWith("The SDC is mapped to too many volumes.");
    mappings.unmap(volumes.getFirst().id(), target);
    mappings.map(last, target, false, null);
  }

  @Test
  void aDomainHoldsSoManyVolumesAndNoMore() {
    var volumes = new VolumeOperations(array);
    volumes.createMany(pool, "v", Limits.VOLUMES_PER_DOMAIN - 1, 1);
    var wanted = new NewVolume(null, 1, VolumeType.THIN, pool.id(), null, false);
    long last = volumes.create(wanted);
    assertThatThrownBy(() -> volumes.create(wanted))
        .hasMessage("Too many volumes in Protection Domain");
    volumes.remove(last, RemoveMode.ONLY_ME);
    volumes.create(wanted);
  }

  @Test
  void ofManyWhoWantANameOneGetsIt() throws Exception {
    var volumes = new VolumeOperations(array);
    Set<Long> made = ConcurrentHashMap.newKeySet();
    Set<Integer> refusals = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String name = "name-" + i % 10;
        var _ =
            threads.submit(() -> {
              try {
                made.add(
                    volumes.create(
                        new NewVolume(name, 1, VolumeType.THIN, pool.id(), null, false)));
              } catch (RequestRefused refused) {
                refusals.add(refused.codeIn(array.version()));
              }
            });
      }
    }
    assertThat(made).hasSize(10);
    assertThat(refusals).containsExactly(99);
    List<String> names = new ArrayList<>();
    array.read(ArrayTables::volumes).forEach(volume -> names.add(String.valueOf(volume.name())));
    assertThat(new HashSet<>(names)).hasSize(10).hasSameSizeAs(names);
  }

  @Test
  void aChangeThatCannotBeWrittenIsNotMade() {
    var broken =
        new StorageArray(
            new ArrayTables(42),
            (change, tables) -> {
              throw new IllegalStateException("the disk is full");
            },
            ApiVersion.parse("3.6"),
            new EmulatorClock(InstantSource.system()),
            new HostBoard(SdcHosts.withoutDevices()));
    assertThatThrownBy(() -> new Inventory(broken).domain("pd1")).hasMessage("the disk is full");
    assertThat(broken.read(ArrayTables::domains)).isEmpty();
  }
}
