package org.csiscaleio.controller.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of each storage pool one instance in node scope may use, in GiB. Said as {@code
 * [<protection domain>/]<pool>=<GiB>}; a number alone is for every pool not named.
 */
public final class PoolQuotas {
  public static final PoolQuotas NONE = new PoolQuotas(OptionalLong.empty(), Map.of());

  /** More than an array holds. */
  private static final long LARGEST_GIB = 1L << 30;

  private static final Pattern FORM = Pattern.compile("(?:(.+)=)?([0-9]{1,10})");

  private final OptionalLong everyPool;
  private final Map<String, Long> byPool;

  private PoolQuotas(OptionalLong everyPool, Map<String, Long> byPool) {
    this.everyPool = everyPool;
    this.byPool = byPool;
  }

  /**
   * Reads quotas.
   *
   * @throws IllegalArgumentException naming the text that cannot be
   */
  public static PoolQuotas of(List<String> texts) {
    OptionalLong everyPool = OptionalLong.empty();
    var byPool = new HashMap<String, Long>();
    for (String text : texts) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("'" + text + "' is not [DOMAIN/]POOL=GIB");
      }
      long gib = gib(matcher.group(2));
      boolean twice;
      if (matcher.group(1) == null) {
        twice = everyPool.isPresent();
        everyPool = OptionalLong.of(gib);
      } else {
        twice = byPool.put(matcher.group(1), gib) != null;
      }
      if (twice) {
        throw new IllegalArgumentException("'" + text + "' says a quota a second time");
      }
    }
    return new PoolQuotas(everyPool, Map.copyOf(byPool));
  }

  /**
   * Reads a quota.
   *
   * @throws IllegalArgumentException when it is none
   */
  static long gib(String text) {
    long gib = Long.parseLong(text);
    if (gib < 0 || gib > LARGEST_GIB) {
      throw new IllegalArgumentException("'" + text + "' is no quota: 0 to " + LARGEST_GIB);
    }
    return gib;
  }

  /** The pools that are named, as they were. */
  Set<String> named() {
    return byPool.keySet();
  }

  /** The quota in that pool; empty when none was said. */
  OptionalLong gibOf(Pool pool) {
    for (String name : List.of(pool.path(), pool.pool().name(), pool.id())) {
      Long gib = byPool.get(name);
      if (gib != null) {
        return OptionalLong.of(gib);
      }
    }
    return everyPool;
  }
}
