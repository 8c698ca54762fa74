package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FaultTest {
  @TempDir Path state;
  private Rig rig;
  private Client client;

  @BeforeEach
  void start() {
    rig = new Rig(state, "3.6");
    client = rig.client();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void fault(String json) {
    client.post("/emulator/faults", json).ok();
  }

  private long counted(String kind) {
    return client.get("/emulator/counters").ok().json().required(kind).asLong();
  }

  @Test
  void aDelayedRequestIsServedAllTheSame() {
    fault("{'kind':'version','action':'delay','millis':300}");
    long started = System.nanoTime();
    client.get("/api/version").ok();
    assertThat(System.nanoTime() - started).isGreaterThan(300_000_000L);
  }

  @Test
  void aResetRequestIsNotServed() {
    String pool = client.pool("sp1");
    fault("{'kind':'createVolume','action':'reset'}");
    assertThatThrownBy(() ->
            client.post(
                "/api/types/Volume/instances",
                "{'storagePoolId':'" + pool + "','name':'v','volumeSizeInKb':'1'}"))
        .isInstanceOf(Client.Lost.class);
    assertThat(client.get("/api/types/Volume/instances").ok().json()).isEmpty();
  }

  @Test
  void aResetIsOneOfTcp() throws IOException {
    fault("{'kind':'version','action':'reset'}");
    try (Socket socket = connect()) {
      ask(socket, "/api/version");
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aLostAnswersChangeIsMade() {
    fault("{'kind':'createVolume','action':'loseAnswer'}");
    assertThatThrownBy(() -> client.volume("v")).isInstanceOf(Client.Lost.class);
    assertThat(client.create("v", "1", "ThinProvisioned").errorCode()).isEqualTo(99);
  }

  @Test
  void halfAnAnswerComesAfterTheChange() throws IOException {
    fault("{'kind':'createVolume','action':'half'}");
    assertThatThrownBy(() -> client.volume("v")).isInstanceOf(Client.Lost.class);
    assertThat(client.get("/api/types/Volume/instances").ok().json()).hasSize(1);
    fault("{'kind':'listVolumes','action':'half'}");
    assertThatThrownBy(() -> client.get("/api/types/Volume/instances"))
        .isInstanceOf(Client.Lost.class);
  }

  @Test
  void halfAnAnswerReallyIsHalf() throws IOException {
    fault("{'kind':'version','action':'half'}");
    try (Socket socket = connect()) {
      ask(socket, "/api/version");
      // The body would be a message of 61 bytes: this request has no token.
      var received = new StringBuilder();
      assertThatThrownBy(
              () -> {
                for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                  received.append((char) b);
                }
              })
          .isInstanceOf(SocketException.class);
      assertThat(received.toString())
          .contains("content-length: 61")
          .endsWith("{\"message\":\"Unauthorized\",\"htt");
    }
  }

  @Test
  void aHangingRequestIsNeverAnswered() throws IOException {
    fault("{'kind':'version','action':'hang'}");
    try (Socket socket = connect()) {
      ask(socket, "/api/version");
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aStatusIsAnsweredWithoutServing() {
    fault(
        "{'kind':'removeVolume','action':'status','status':503,'body':'<html>busy</html>','contentType':'text/html'}");
    String id = client.volume("v");
    var answer = client.remove(id);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).isEqualTo("text/html");
    assertThat(answer.text()).isEqualTo("<html>busy</html>");
    client.remove(id).ok();
  }

  @Test
  void anExpiredTokenIsRefusedFromThenOn() {
    fault("{'kind':'*','action':'expireToken'}");
    assertThat(client.get("/api/version").status()).isEqualTo(401);
    assertThat(client.get("/api/version").status()).isEqualTo(401);
    rig.client().get("/api/version").ok();
    assertThat(counted("unauthorized")).isEqualTo(2);
  }

  @Test
  void whileTheMdmFailsOverNothingWorks() {
    fault("{'kind':'listVolumes','action':'mdmFailover','millis':30000}");
    for (int i = 0; i < 3; i++) {
      var refused = client.get("/api/types/Volume/instances");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.errorCode()).isEqualTo(4);
    }
    client.post("/emulator/clock", "{'advanceSeconds':30}").ok();
    client.get("/api/types/Volume/instances").ok();
  }

  @Test
  void aFaultSkipsAndRepeatsAsAsked() {
    fault("{'kind':'version','action':'status','status':500,'skip':1,'times':2}");
    int[] statuses = new int[5];
    for (int i = 0; i < statuses.length; i++) {
      statuses[i] = client.get("/api/version").status();
    }
    assertThat(statuses).containsExactly(200, 500, 500, 200, 200);
    assertThat(client.get("/emulator/faults").ok().json()).isEmpty();
  }

  @Test
  void faultsCanBeListedAndTakenBack() {
    fault("{'kind':'version','action':'reset','times':-1}");
    JsonNode listed = client.get("/emulator/faults").ok().json();
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).required("action").asString()).isEqualTo("reset");
    client.delete("/emulator/faults").ok();
    client.get("/api/version").ok();
  }

  @Test
  void aFaultThatMakesNoSenseIsRefused() {
    assertThat(client.post("/emulator/faults", "{'kind':'nothing','action':'reset'}").status())
        .isEqualTo(400);
    assertThat(client.post("/emulator/faults", "{'kind':'*','action':'explode'}").status())
        .isEqualTo(400);
    assertThat(client.post("/emulator/faults", "{'kind':'*','action':'reset','time':3}").status())
        .isEqualTo(400);
  }

  @Test
  void theControlApiSaysThatItIsNotScaleIos() {
    assertThat(client.get("/emulator/counters").header("X-Not-ScaleIO")).isEqualTo("emulator");
    assertThat(client.get("/emulator/nothing").status()).isEqualTo(404);
    assertThat(client.get("/api/version").header("X-Not-ScaleIO")).isEmpty();
  }

  @Test
  void requestsAreCountedByKind() {
    client.delete("/emulator/counters").ok();
    String id = client.volume("v");
    client.read(id);
    client.map(id, Rig.GUID_A).ok();
    client.unmap(id, Rig.GUID_A).ok();
    client.get("/api/types/Volume/instances").ok();
    client.remove(id).ok();
    rig.stranger().get("/api/types/Volume/instances");
    assertThat(counted("createVolume")).isEqualTo(1);
    assertThat(counted("storagePools")).isEqualTo(1);
    assertThat(counted("getVolume")).isEqualTo(1);
    assertThat(counted("addMappedSdc")).isEqualTo(1);
    assertThat(counted("removeMappedSdc")).isEqualTo(1);
    assertThat(counted("listVolumes")).isEqualTo(2);
    assertThat(counted("removeVolume")).isEqualTo(1);
    assertThat(counted("unauthorized")).isEqualTo(1);
    assertThat(counted("other")).isZero();
  }

  private Socket connect() throws IOException {
    URI url = URI.create(rig.url());
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void ask(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
