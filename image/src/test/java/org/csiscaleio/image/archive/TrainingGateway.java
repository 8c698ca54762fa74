package org.csiscaleio.image.archive;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A gateway with TLS that lets everybody in and has one answer to each question. */
final class TrainingGateway implements AutoCloseable {
  private static final String VOLUME =
      """
      {"id":"5c7723f800000001","name":"v","sizeInKb":8388608,"volumeType":"ThinProvisioned",
       "storagePoolId":"3f8d21c600000000","vtreeId":"6e1d09aa00000001","creationTime":1760000000,
       "mappedSdcInfo":[{"sdcId":"9a4be1d700000002","sdcIp":"192.0.2.21","limitIops":0,
       "limitBwInMbps":0,"accessMode":"ReadWrite"}]}\
      """;

  private static final String UNKNOWN =
      "{\"message\":\"not in training\",\"httpStatusCode\":500,\"errorCode\":3}";

  private static final Map<String, String> ANSWERS =
      Map.of(
          "/api/login",
          "\"token\"",
          "/api/version",
          "\"3.6\"",
          "/api/types/System/instances",
          "[{\"id\":\"1f3c6a2b7d8e9a0f\",\"name\":\"scaleio-1\"}]",
          "/api/types/ProtectionDomain/instances",
          "[{\"id\":\"2f3c6a2b00000000\",\"name\":\"pd1\"}]",
          "/api/types/StoragePool/instances",
          "[{\"id\":\"3f8d21c600000000\",\"name\":\"sp1\",\"zeroPaddingEnabled\":true,"
              + "\"protectionDomainId\":\"2f3c6a2b00000000\"}]",
          "/api/types/Sdc/instances",
          "[{\"id\":\"9a4be1d700000002\",\"sdcGuid\":\"B71F01AE-FF7A-47C5-A303-583FFD416818\","
              + "\"name\":\"host-a\",\"sdcApproved\":true,\"mdmConnectionState\":\"Connected\"}]",
          "/api/types/Volume/instances",
          "[" + VOLUME + "]",
          "/api/instances/Volume::5c7723f800000001",
          VOLUME);

  private final MockWebServer server = new MockWebServer();
  private final HeldCertificate certificate =
      new HeldCertificate.Builder()
          .commonName("gateway")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  TrainingGateway(Path directory) throws IOException {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    Files.writeString(directory.resolve("ca.pem"), certificate.certificatePem());
    Path password = Files.writeString(directory.resolve("password"), "training\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
  }

  private static MockResponse answer(RecordedRequest request) {
    String known =
        "GET".equals(request.getMethod())
            ? ANSWERS.getOrDefault(request.getTarget(), UNKNOWN)
            : UNKNOWN;
    return new MockResponse.Builder()
        .code(known.equals(UNKNOWN) ? 500 : 200)
        .setHeader("Content-Type", "application/json;charset=UTF-8")
        .body(known)
        .build();
  }

  /**
   * A plugin's configuration with this gateway, in YAML. An SDC of the building machine is not to
   * be seen: with one other classes are needed.
   */
  String configuration(Path socket, Path directory) {
    return """
    endpoint: unix://%s
    scope: node
    gateway: https://127.0.0.1:%d
    passwordFile: %s
    caFile: %s
    storagePool: sp1
    protectionDomain: pd1
    sdcGuid: B71F01AE-FF7A-47C5-A303-583FFD416818
    sdcDevice: %s/no-scini
    drvCfg: %s/no-drv_cfg
    stateDir: %s
    byIdDirectory: %s
    deviceWaitSeconds: 1
    """
        .formatted(
            socket,
            server.getPort(),
            directory.resolve("password"),
            directory.resolve("ca.pem"),
            directory,
            directory,
            directory,
            directory);
  }

  @Override
  public void close() {
    server.close();
  }
}
