package org.csiscaleio.image.disk;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.csiscaleio.operation.Deadline;

/** Waits for an offer that serves, and gives all others back at once. */
final class OfferSearch {
  private final Framework framework;
  private final Progress progress;

  OfferSearch(Framework framework, Progress progress) {
    this.framework = framework;
    this.progress = progress;
  }

  /**
   * What was found in an offer.
   *
   * @param what it was found to be good for
   */
  record Found<T>(Offer offer, T what) {}

  /**
   * The first that serves; empty when none came by the deadline.
   *
   * @param sought for who waits
   * @param pick what serves of those that came together
   */
  <T> Optional<Found<T>> first(
      String sought, Function<List<Offer>, Optional<Found<T>>> pick, Deadline deadline) {
    progress.waitFor(sought);
    try {
      for (Optional<Event> event = framework.next(deadline);
          event.isPresent();
          event = framework.next(deadline)) {
        if (event.get() instanceof Event.Offers offers) {
          Optional<Found<T>> found = pick.apply(offers.offers());
          framework.decline(
              offers.offers().stream()
                  .filter(offer -> found.isEmpty() || !found.get().offer().equals(offer))
                  .toList());
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return Optional.empty();
    } finally {
      progress.done();
    }
  }
}
