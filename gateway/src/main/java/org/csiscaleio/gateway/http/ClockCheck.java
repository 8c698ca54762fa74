package org.csiscaleio.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.csiscaleio.operation.Finding;

/**
 * How far this host's clock is from the gateway's, by the header {@code Date} of an answer. Asks
 * for the version without a session: the answer is a refusal, and nobody is logged in.
 */
final class ClockCheck {
  private static final Duration NOTICED = Duration.ofSeconds(30);
  private static final Duration WRONG = Duration.ofMinutes(5);
  private static final int MOST_HEADERS = 100;

  private final URI address;
  private final InstantSource clock;

  ClockCheck(URI address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
  }

  Finding look(Socket socket, int limitMillis) {
    try {
      socket.setSoTimeout(limitMillis);
      String authority = address.getRawAuthority();
      String request =
          "GET /api/version HTTP/1.1\r\nHost: "
              + authority
              + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      socket.getOutputStream().flush();
      Optional<Instant> there = date(socket);
      return there
          .map(time -> compare(time, clock.instant()))
          .orElseGet(() -> Finding.skip(AddressCheck.CLOCK, "the gateway does not tell its time"));
    } catch (IOException e) {
      return Finding.warn(
          AddressCheck.CLOCK,
          "the gateway does not answer a request for its version: " + AddressCheck.words(e),
          "see whether the address is that of a ScaleIO gateway");
    }
  }

  private static Optional<Instant> date(Socket socket) throws IOException {
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII), 4096);
    for (int i = 0; i < MOST_HEADERS; i++) {
      String line = in.readLine();
      if (line == null || line.isEmpty()) {
        break;
      }
      if (line.toLowerCase(Locale.ROOT).startsWith("date:")) {
        return parsed(line.substring(5).strip());
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Finding compare(Instant there, Instant here) {
    Duration ahead = Duration.between(here, there);
    String words = words(ahead.abs());
    String seen =
        "the gateway's is "
            + words
            + (ahead.isNegative() ? " behind" : " ahead of")
            + " this host's";
    String advice =
        "see that time is synchronised on this host and on the gateway (chronyc tracking)";
    if (ahead.abs().compareTo(WRONG) > 0) {
      return Finding.fail(AddressCheck.CLOCK, seen, advice);
    }
    return ahead.abs().compareTo(NOTICED) > 0
        ? Finding.warn(AddressCheck.CLOCK, seen, advice)
        : Finding.ok(
            AddressCheck.CLOCK, "is within " + NOTICED.toSeconds() + " s of the gateway's");
  }

  private static String words(Duration difference) {
    if (difference.toHours() > 0) {
      return "%d h %d min".formatted(difference.toHours(), difference.toMinutesPart());
    }
    return difference.toMinutes() > 0
        ? "%d min".formatted(difference.toMinutes())
        : "%d s".formatted(difference.toSeconds());
  }
}
