package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListingShelfTest {
  private final AtomicLong clock = new AtomicLong();
  private final Scene scene = new Scene();
  private final ListingShelf<VolumeStatus> shelf =
      new ListingShelf<>(Duration.ofMinutes(10), 2, clock::get);

  @BeforeEach
  void volumes() {
    scene.array.addThinVolumes(scene.poolId, "v", 3);
  }

  private Listing listing() {
    var records = new LimitsRecords(scene.system, System::nanoTime);
    return Listing.read(
        scene.system,
        new ClusterScope(Optional.of(records)),
        new SdcDirectory(scene.system),
        new KnownSizes(),
        records.reader(),
        Optional.empty(),
        Scene.soon());
  }

  @Test
  void aListingIsFoundByItsToken() {
    Listing listing = listing();
    String name = shelf.put(listing);
    assertThat(shelf.find(ListingShelf.token(name, 2)))
        .contains(new ListingShelf.Bookmark<>(name, listing, 2));
    assertThat(shelf.find(ListingShelf.token(name, 3))).isEmpty();
  }

  @Test
  void theOldestMakesRoom() {
    String first = shelf.put(listing());
    String second = shelf.put(listing());
    String third = shelf.put(listing());
    assertThat(shelf.size()).isEqualTo(2);
    assertThat(shelf.find(ListingShelf.token(first, 1))).isEmpty();
    assertThat(shelf.find(ListingShelf.token(second, 1))).isPresent();
    assertThat(shelf.find(ListingShelf.token(third, 1))).isPresent();
  }

  @Test
  void whatIsTooOldIsGoneAndHoldsNoMemory() {
    String name = shelf.put(listing());
    clock.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(shelf.find(ListingShelf.token(name, 1))).isPresent();
    clock.addAndGet(1);
    assertThat(shelf.find(ListingShelf.token(name, 1))).isEmpty();
    assertThat(shelf.size()).isZero();
  }
}
