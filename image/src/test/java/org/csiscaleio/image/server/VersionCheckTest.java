package org.csiscaleio.image.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v01.GetPluginInfoRequest;
import org.csiscaleio.csi.v01.GetSupportedVersionsRequest;
import org.csiscaleio.csi.v01.IdentityGrpc;
import org.csiscaleio.csi.v01.Version;
import org.csiscaleio.identity.rpc.IdentityV01;
import org.csiscaleio.identity.service.IdentitySettings;
import org.csiscaleio.image.log.Redaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of CSI 0.1 over a real socket. */
class VersionCheckTest {
  @TempDir Path directory;
  private UnixSocketServer server;
  private Caller caller;
  private IdentityGrpc.IdentityBlockingStub identity;

  @BeforeEach
  void start() throws Exception {
    BindableService binding =
        new IdentityV01(new IdentitySettings("org.example.csi", "1.2.3", Map.of()));
    BindableService checked = () -> ServerInterceptors.intercept(binding, new VersionCheck());
    Path path = directory.resolve("csi.sock");
    server =
        UnixSocketServer.start(
            SocketFile.bind(path, 0600, Optional.empty(), Optional.empty()),
            1 << 20,
            Chain.of("t", 4, new Redaction()),
            List.of(checked));
    caller = new Caller(path);
    identity =
        IdentityGrpc.newBlockingStub(caller.channel()).withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    caller.close();
    server.stop(Duration.ofSeconds(5));
  }

  private static GetPluginInfoRequest saying(int minor) {
    return GetPluginInfoRequest.newBuilder()
        .setVersion(Version.newBuilder().setMinor(minor))
        .build();
  }

  @Test
  void theServedVersionPasses() {
    assertThat(identity.getPluginInfo(saying(1)).getName()).isEqualTo("org.example.csi");
    assertThat(
            identity
                .getSupportedVersions(GetSupportedVersionsRequest.getDefaultInstance())
                .getSupportedVersionsCount())
        .isEqualTo(1);
  }

  @Test
  void noneAndOthersAreInvalidAndSayWhatIsServed() {
    assertRefused(GetPluginInfoRequest.getDefaultInstance(), "version is missing");
    assertRefused(saying(0), "0.0.0");
    assertRefused(saying(2), "0.2.0");
    assertThat(identity.getPluginInfo(saying(1)).getVendorVersion()).isEqualTo("1.2.3");
  }

  private void assertRefused(GetPluginInfoRequest request, String word) {
    assertThatThrownBy(() -> identity.getPluginInfo(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining(word)
        .hasMessageContaining("0.1.0");
  }
}
