package org.csiscaleio.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.gateway.http.Outcomes.assertKind;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.LOGIN;
import static org.csiscaleio.gateway.http.ScriptedGateway.NEW_LOGIN;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDCS;
import static org.csiscaleio.gateway.http.ScriptedGateway.VERSION;
import static org.csiscaleio.gateway.http.ScriptedGateway.html;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;
import static org.csiscaleio.gateway.http.ScriptedGateway.late;
import static org.csiscaleio.gateway.http.ScriptedGateway.refusal;
import static org.csiscaleio.gateway.http.ScriptedGateway.unauthorized;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
  private static final String BEARER =
      "{\"access_token\":\"bearer-1\",\"refresh_token\":\"refresh-1\",\"expires_in\":300}";

  private final ScriptedGateway gateway = new ScriptedGateway();
  private final AtomicLong nanos = new AtomicLong();
  private ScaleIoSystem system = HttpScaleIoSystem.open(ScriptedSettings.unreachable());

  @BeforeEach
  void start() {
    gateway.start();
    gateway.always(SDCS, json(200, "[]"));
    system = HttpScaleIoSystem.open(gateway.settings(), nanos::get);
  }

  @AfterEach
  void stop() {
    system.close();
    gateway.close();
  }

  @Test
  void openingAsksNothing() {
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void logsInOnceAndSendsTheTokenAsPassword() {
    system.sdcs(soon());
    system.sdcs(soon());

    assertThat(gateway.asked()).containsExactly(LOGIN, VERSION, SDCS, SDCS);
    assertThat(gateway.last(LOGIN).getHeaders().get("Authorization"))
        .isEqualTo(basic("admin:" + ScriptedGateway.PASSWORD));
    assertThat(gateway.last(SDCS).getHeaders().get("Authorization")).isEqualTo(basic(":token-1"));
    assertThat(gateway.last(SDCS).getHeaders().get("Accept")).isEqualTo("application/json");
    assertThat(gateway.last(SDCS).getHeaders().get("User-Agent")).isEqualTo("csi-scaleio/test");
  }

  @Test
  void aPasswordOutsideAsciiIsSentInUtf8() {
    system =
        HttpScaleIoSystem.open(
            settingsWith(GatewayCredentials.fixed("admin", "größe-☃")), nanos::get);

    system.sdcs(soon());

    assertThat(gateway.last(LOGIN).getHeaders().get("Authorization"))
        .isEqualTo(basic("admin:größe-☃"));
  }

  @Test
  void aForgottenSessionCostsOneLoginAndOneRepeat() {
    system.sdcs(soon());
    gateway.forget();
    gateway.next(SDCS, unauthorized());

    system.sdcs(soon());

    assertThat(gateway.asked()).containsExactly(SDCS, LOGIN, SDCS);
    assertThat(gateway.last(SDCS).getHeaders().get("Authorization")).isEqualTo(basic(":token-2"));
  }

  @Test
  void aForgottenSessionIsAlsoRecognisedByOldGateways403AndByTheMdmsWords() {
    system.sdcs(soon());
    gateway.next(SDCS, json(403, "{\"message\":\"Forbidden\",\"httpStatusCode\":403}"));
    system.sdcs(soon());
    gateway.next(SDCS, refusal(248, "Invalid session. Please login and try again."));

    system.sdcs(soon());

    assertThat(gateway.count(LOGIN)).isEqualTo(3);
  }

  @Test
  void aGatewayThatRefusesEveryTokenIsNotAskedForEver() {
    gateway.always(SDCS, unauthorized());

    assertKind(() -> system.sdcs(soon()), Kind.NOT_AUTHENTICATED);

    assertThat(gateway.count(LOGIN)).isEqualTo(2);
    assertThat(gateway.count(SDCS)).isEqualTo(2);
  }

  @Test
  void aWrongPasswordIsToldWithAdviceAndTriedOnce() {
    gateway.always(LOGIN, unauthorized());

    assertKind(() -> system.sdcs(soon()), Kind.NOT_AUTHENTICATED)
        .hasMessageContaining("log in at " + gateway.address())
        .hasMessageContaining("check the configured user and password");

    assertThat(gateway.asked()).containsExactly(LOGIN);
  }

  @Test
  void manyRequestsWithAForgottenSessionShareOneLogin() throws Exception {
    system.sdcs(soon());
    gateway.forget();
    int callers = 8;
    for (int i = 0; i < callers; i++) {
      gateway.next(SDCS, late(unauthorized(), Duration.ofMillis(100)));
    }

    inParallel(callers, () -> system.sdcs(soon()));

    assertThat(gateway.count(LOGIN)).isEqualTo(1);
  }

  @Test
  void manyRequestsShareOneRefusedLogin() throws Exception {
    gateway.always(LOGIN, late(unauthorized(), Duration.ofMillis(300)));

    inParallel(8, () -> assertKind(() -> system.sdcs(soon()), Kind.NOT_AUTHENTICATED));

    // Whoever came while one was under way shared it; a straggler may have made one of its own.
    assertThat(gateway.count(LOGIN)).isLessThan(3);
  }

  @Test
  void aSessionIsRenewedBeforeTenIdleMinutes() {
    system.sdcs(soon());
    advance(Duration.ofMinutes(9).plusSeconds(1));
    gateway.forget();

    system.sdcs(soon());

    assertThat(gateway.asked()).containsExactly(LOGIN, SDCS);
  }

  @Test
  void aSessionInUseIsKeptUntilBeforeItsEighthHour() {
    system.sdcs(soon());
    gateway.forget();
    for (int minutes = 0; minutes < 448; minutes += 8) {
      advance(Duration.ofMinutes(8));
      system.sdcs(soon());
    }
    assertThat(gateway.count(LOGIN)).isZero();
    advance(Duration.ofMinutes(8));

    system.sdcs(soon());

    assertThat(gateway.count(LOGIN)).isEqualTo(1);
  }

  @Test
  void fourAndLaterIsLoggedInToTheNewWay() {
    gateway.version("4.5").always(NEW_LOGIN, json(200, BEARER));

    system.sdcs(soon());
    advance(Duration.ofMinutes(4).plusSeconds(1));
    system.sdcs(soon());

    assertThat(gateway.asked()).containsExactly(LOGIN, VERSION, NEW_LOGIN, SDCS, NEW_LOGIN, SDCS);
    assertThat(gateway.last(SDCS).getHeaders().get("Authorization")).isEqualTo("Bearer bearer-1");
    assertThat(gateway.body(NEW_LOGIN))
        .isEqualTo("{\"username\":\"admin\",\"password\":\"" + ScriptedGateway.PASSWORD + "\"}");
  }

  @Test
  void aGatewayWithoutTheOldLoginIsLoggedInToTheNewWayAtOnce() {
    for (var noSuchLogin :
        new mockwebserver3.MockResponse[] {html(404), json(405, "{}"), html(200)}) {
      gateway.forget();
      gateway.version("4.6").always(LOGIN, noSuchLogin).always(NEW_LOGIN, json(200, BEARER));
      system = HttpScaleIoSystem.open(gateway.settings(), nanos::get);

      assertThat(system.version(soon())).isEqualTo(new GatewayVersion(4, 6));
      system.sdcs(soon());

      assertThat(gateway.asked()).containsExactly(LOGIN, NEW_LOGIN, VERSION, SDCS);
    }
  }

  @Test
  void whatHasNeitherLoginIsNoGateway() {
    gateway.always(LOGIN, html(404)).always(NEW_LOGIN, html(404));

    assertKind(() -> system.sdcs(soon()), Kind.UNEXPECTED)
        .hasMessageContaining("no ScaleIO gateway");
  }

  @Test
  void anOldLoginOfFourIsEnoughWhenTheNewOneIsMissing() {
    gateway.version("4.0").always(NEW_LOGIN, html(404));

    system.sdcs(soon());

    assertThat(gateway.last(SDCS).getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
  }

  @Test
  void versionsAreReadWithAndWithoutQuotesAndPatchLevel() {
    for (String text : new String[] {"\"2.0.1\"", "2.0.1\n", "\"2.0\"\n"}) {
      gateway.always(VERSION, json(200, text));
      try (ScaleIoSystem fresh = HttpScaleIoSystem.open(gateway.settings())) {
        assertThat(fresh.version(soon())).isEqualTo(new GatewayVersion(2, 0));
      }
    }
  }

  @Test
  void aLoginAnswerThatIsNoTokenIsNotUsed() {
    for (String nonsense : new String[] {"", "\"\"", "{\"a\":1}", "\"to\\nken\"", "\"tök\""}) {
      gateway.always(LOGIN, json(200, nonsense));

      assertKind(() -> system.sdcs(soon()), Kind.UNEXPECTED).hasMessageContaining("no token");
    }
    assertThat(gateway.count(SDCS)).isZero();
  }

  @Test
  void aChangedPasswordFileIsUsedForTheNextLogin(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("password"), "first\n");
    system =
        HttpScaleIoSystem.open(
            settingsWith(GatewayCredentials.withPasswordFile("admin", file)), nanos::get);
    system.sdcs(soon());
    assertThat(gateway.last(LOGIN).getHeaders().get("Authorization"))
        .isEqualTo(basic("admin:first"));

    Files.writeString(file, "second");
    gateway.next(SDCS, unauthorized());
    system.sdcs(soon());

    assertThat(gateway.last(LOGIN).getHeaders().get("Authorization"))
        .isEqualTo(basic("admin:second"));
  }

  @Test
  void aMissingPasswordFileIsNamed(@TempDir Path dir) {
    Path file = dir.resolve("password");
    system =
        HttpScaleIoSystem.open(
            settingsWith(GatewayCredentials.withPasswordFile("admin", file)), nanos::get);

    assertKind(() -> system.sdcs(soon()), Kind.NOT_AUTHENTICATED)
        .hasMessageContaining(file.toString());
  }

  @Test
  void closingLogsOutOnceAndNeverHangs() {
    gateway.always("GET /api/logout", ScriptedGateway.never());
    system.sdcs(soon());
    gateway.forget();
    var patience = Deadline.after(Duration.ofSeconds(4));

    system.close();

    assertThat(patience.expired()).isFalse();
    assertThat(gateway.asked()).containsExactly("GET /api/logout");
    assertKind(() -> system.sdcs(soon()), Kind.UNREACHABLE).hasMessageContaining("closed");
  }

  @Test
  void closingANewSessionGivesItsRefreshTokenBack() {
    gateway.version("4.5").always(NEW_LOGIN, json(200, BEARER));
    gateway.always("POST /rest/auth/logout", json(204, ""));
    system.sdcs(soon());

    system.close();

    assertThat(gateway.body("POST /rest/auth/logout"))
        .isEqualTo("{\"refresh_token\":\"refresh-1\"}");
  }

  private GatewaySettings settingsWith(
      java.util.function.Supplier<GatewayCredentials> credentials) {
    return GatewaySettings.of(gateway.address().toString(), credentials, new GatewayTls.Insecure());
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static void inParallel(int callers, Runnable call) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < callers; i++) {
        running.add(threads.submit(call));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
