package org.csiscaleio.controller.service;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.operation.Failure;

/**
 * The listings that page tokens point into, bounded in number and age. A token is {@code
 * <listing>-<offset>}; the listing's name is random, so that a token of another run, or of another
 * instance, is not taken for one of ours.
 */
final class ListingShelf<E> {
  /** Some orchestrators take no message of more than 4 MiB; this leaves room for the envelope. */
  private static final int PAGE_BYTES = 3 << 20;

  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{16})-([0-9]{1,9})");

  /** What pages are cut from. */
  interface Pages<E> {
    int size();

    /**
     * The entries from one on: as many as are wanted, but no more than fit; at least one, where
     * there are any.
     *
     * @param maxEntries 0 = no limit
     * @param roomBytes what all together may have in a message
     */
    List<E> page(int from, int maxEntries, int roomBytes);

    /** What an entry has in a message at most, about. */
    int bytesOf(E entry);
  }

  /**
   * Some of the entries.
   *
   * @param nextToken what the next page is asked for with; empty when this is the last
   */
  record Page<E>(List<E> entries, String nextToken) {}

  /** A place in a listing. */
  record Bookmark<E>(String name, Pages<E> listing, int offset) {}

  private record Kept<E>(Pages<E> listing, long sinceNanos) {}

  private final Duration age;
  private final int count;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Kept<E>> kept = new LinkedHashMap<>();

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  ListingShelf(Duration age, int count, LongSupplier nanoTime) {
    this.age = age;
    this.count = count;
    this.nanoTime = nanoTime;
  }

  /** The first page of a listing, which is kept if there are more. */
  Page<E> first(Pages<E> listing, int maxEntries) {
    List<E> entries = listing.page(0, maxEntries, PAGE_BYTES);
    boolean more = entries.size() < listing.size();
    return new Page<>(entries, more ? token(put(listing), entries.size()) : "");
  }

  /**
   * A later page, cut from what the first was.
   *
   * @throws Failure ABORTED when the token is unknown or too old: begin anew
   */
  Page<E> further(String token, int maxEntries) {
    Bookmark<E> mark =
        find(token)
            .orElseThrow(() ->
                new Failure(
                    Failure.Code.ABORTED,
                    "starting_token is unknown here or too old; list again without it"));
    List<E> entries = mark.listing().page(mark.offset(), maxEntries, PAGE_BYTES);
    int next = mark.offset() + entries.size();
    return new Page<>(entries, next < mark.listing().size() ? token(mark.name(), next) : "");
  }

  /** Keeps a listing, at the cost of the oldest; returns its name. */
  synchronized String put(Pages<E> listing) {
    dropOld();
    for (Iterator<String> names = kept.keySet().iterator();
        kept.size() >= count && names.hasNext(); ) {
      names.next();
      names.remove();
    }
    String name = HexFormat.of().toHexDigits(random.nextLong());
    kept.put(name, new Kept<>(listing, nanoTime.getAsLong()));
    return name;
  }

  static String token(String name, int offset) {
    return name + "-" + offset;
  }

  /** What the token points at; empty when it is none of ours or its listing is gone. */
  synchronized Optional<Bookmark<E>> find(String token) {
    dropOld();
    Matcher matcher = TOKEN.matcher(token);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    int offset = Integer.parseInt(matcher.group(2));
    return Optional.ofNullable(kept.get(name))
        .filter(k -> offset < k.listing().size())
        .map(k -> new Bookmark<>(name, k.listing(), offset));
  }

  synchronized int size() {
    dropOld();
    return kept.size();
  }

  private void dropOld() {
    long now = nanoTime.getAsLong();
    kept.values().removeIf(k -> now - k.sinceNanos() > age.toNanos());
  }
}
