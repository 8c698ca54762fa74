package org.csiscaleio.image.log;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last line of defence: takes every secret this process has seen out of a text that is about to
 * leave it, whoever put it there. Secrets are remembered as they are and in the encodings in which
 * they travel; authorisation headers are recognised by their form. Safe for many threads.
 */
public final class Redaction implements UnaryOperator<String> {
  /** Shorter ones would black out half the log, and are no secret anyway. */
  private static final int SHORTEST = 4;

  /** So many of each kind are remembered, the last ones; requests can bring new ones for ever. */
  private static final int MOST = 512;

  private static final String STARS = "***";

  private static final Pattern AUTHORISATION =
      Pattern.compile("(?i)\\b(basic|bearer)\\s+[a-z0-9+/=._~-]{8,}");

  private final SequencedSet<String> ours = new LinkedHashSet<>();
  private final SequencedSet<String> passing = new LinkedHashSet<>();
  private volatile List<String> longestFirst = List.of();

  /**
   * A text from outside as it may stand in a line for people: no secret in it, and nothing that a
   * terminal obeys.
   *
   * @param redaction takes secrets out of it
   */
  public static String harmless(UnaryOperator<String> redaction, String text) {
    return redaction.apply(text).replaceAll("\\p{Cntrl}", " ");
  }

  /** Remembers a secret of this program's own, such as the gateway's password. */
  public void remember(String secret) {
    add(secret, ours);
  }

  /** Remembers a secret that a request brought; for the last such only. */
  public void rememberPassing(String secret) {
    add(secret, passing);
  }

  private synchronized void add(String secret, SequencedSet<String> known) {
    requireNonNull(secret, "secret is null");
    if (secret.length() < SHORTEST || known.contains(secret)) {
      return;
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    known.add(secret);
    known.add(Base64.getEncoder().encodeToString(bytes));
    known.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    known.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    known.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    while (known.size() > MOST) {
      known.removeFirst();
    }
    longestFirst =
        Stream.concat(ours.stream(), passing.stream())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  @Override
  public String apply(String text) {
    String safe = text;
    for (String secret : longestFirst) {
      if (safe.contains(secret)) {
        safe = safe.replace(secret, STARS);
      }
    }
    return mayHoldAuthorisation(safe)
        ? AUTHORISATION.matcher(safe).replaceAll("$1 " + STARS)
        : safe;
  }

  private static boolean mayHoldAuthorisation(String text) {
    return text.contains("asic ") || text.contains("earer ") || text.contains("ASIC ");
  }
}
