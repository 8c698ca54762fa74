package org.csiscaleio.gateway.http;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.json.ErrorReader.Detail;
import org.csiscaleio.gateway.json.ErrorReader.Refusal;

/**
 * What a refusal means: first by HTTP status, then by the array's code, then by its words, then by
 * the codes and words of its details. No one of them is reliable over all releases.
 */
final class FailureCatalogue {
  /** The return code a name look-up of 2.x gives, and any other call that finds nothing. */
  private static final int BARE_NOT_FOUND = 3;

  private FailureCatalogue() {}

  /**
   * A refusal's meaning.
   *
   * @param doubtful whether a changing call that ends so may have been carried out all the same
   */
  record Meaning(Kind kind, boolean doubtful) {}

  /**
   * What it means.
   *
   * @param missing what a bare "not found" means for this request
   */
  static Meaning of(int status, Refusal refusal, Kind missing) {
    return byStatus(status, refusal)
        .or(() -> byRules(refusal))
        .or(() -> missing(status, refusal, missing))
        .orElseGet(() -> byStatusAlone(status, refusal));
  }

  private static Optional<Meaning> byStatus(int status, Refusal refusal) {
    return switch (status) {
      case 401 -> certain(Kind.NOT_AUTHENTICATED);
      case 403 -> certain(lacksPermission(refusal) ? Kind.NOT_PERMITTED : Kind.NOT_READY);
      case 408 -> doubtful(Kind.TIMED_OUT);
      case 428 -> certain(Kind.NOT_READY);
      case 429 -> certain(Kind.BUSY);
      // From the gateway or from a proxy before it, which may have passed the request on.
      case 502, 503, 504 -> doubtful(Kind.NOT_READY);
      default -> Optional.empty();
    };
  }

  private static Optional<Meaning> byRules(Refusal refusal) {
    return first(rule -> rule.codes().contains(refusal.code()))
        .or(() -> first(rule -> says(refusal.message(), rule)))
        .or(() -> first(rule -> anyDetail(refusal, d -> rule.codes().contains(d.code()))))
        .or(() -> first(rule -> anyDetail(refusal, d -> says(d.message(), rule))));
  }

  private static Optional<Meaning> missing(int status, Refusal refusal, Kind missing) {
    boolean noSuchObject =
        refusal.code() == BARE_NOT_FOUND
            || (status == 404 && refusal.gatewaysOwn())
            || lower(refusal.message()).contains("must be a hexadecimal number");
    return noSuchObject ? certain(missing) : Optional.empty();
  }

  private static Meaning byStatusAlone(int status, Refusal refusal) {
    if (status < 400) {
      return new Meaning(Kind.UNEXPECTED, false);
    }
    if (status < 500) {
      return new Meaning(Kind.INVALID_REQUEST, false);
    }
    // A 5xx in the gateway's own form is the array's word; anything else comes from who knows
    // where.
    return refusal.gatewaysOwn()
        ? new Meaning(Kind.REFUSED, false)
        : new Meaning(Kind.UNEXPECTED, true);
  }

  private static boolean lacksPermission(Refusal refusal) {
    String words = lower(refusal.message());
    return words.contains("permission")
        || words.contains("privilege")
        || words.contains("not permitted")
        || words.contains("not authorized")
        || words.contains("role");
  }

  private static Optional<Meaning> first(Predicate<FailureRule> fits) {
    return FailureRule.ALL.stream()
        .filter(fits)
        .findFirst()
        .map(rule -> new Meaning(rule.kind(), rule.doubtful()));
  }

  private static boolean says(String message, FailureRule rule) {
    String words = lower(message);
    return !words.isEmpty() && rule.words().stream().anyMatch(words::contains);
  }

  private static boolean anyDetail(Refusal refusal, Predicate<Detail> fits) {
    return refusal.details().stream().anyMatch(fits);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Optional<Meaning> certain(Kind kind) {
    return Optional.of(new Meaning(kind, false));
  }

  private static Optional<Meaning> doubtful(Kind kind) {
    return Optional.of(new Meaning(kind, true));
  }
}
