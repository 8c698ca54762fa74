package org.csiscaleio.controller.service;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
final class ListingShelf<L extends ListingShelf.Pages> {
  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{16})-([0-9]{1,9})");

  /** What pages are cut from. */
  interface Pages {
    int size();
  }

  /** A place in a listing. */
  record Bookmark<L>(String name, L listing, int offset) {}

  private record Kept<L>(L listing, long sinceNanos) {}

  private final Duration age;
  private final int count;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Kept<L>> kept = new LinkedHashMap<>();

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  ListingShelf(Duration age, int count, LongSupplier nanoTime) {
    this.age = age;
    this.count = count;
    this.nanoTime = nanoTime;
  }

  /** Keeps a listing, at the cost of the oldest; returns its name. */
  synchronized String put(L listing) {
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
  synchronized Optional<Bookmark<L>> find(String token) {
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

  /**
   * As {@link #find}.
   *
   * @throws Failure ABORTED when there is none: begin anew
   */
  Bookmark<L> require(String token) {
    return find(token)
        .orElseThrow(() ->
            new Failure(
                Failure.Code.ABORTED,
                "starting_token is unknown here or too old; list again without it"));
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
