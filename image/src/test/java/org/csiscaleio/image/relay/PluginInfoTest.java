package org.csiscaleio.image.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.csiscaleio.csi.v1.GetPluginInfoResponse;
import org.junit.jupiter.api.Test;

class PluginInfoTest {
  private static final GetPluginInfoResponse INFO =
      GetPluginInfoResponse.newBuilder()
          .setName("org.csiscaleio")
          .setVendorVersion("1.0")
          .putManifest("scope", "node")
          .putManifest("größe", "x".repeat(300))
          .putManifest("empty", "")
          .build();

  @Test
  void theManifestIsReadWhateverElseThereIs() throws IOException {
    assertThat(PluginInfo.manifest(INFO.toByteArray())).isEqualTo(INFO.getManifestMap());
  }

  @Test
  void withoutAManifestThereIsNone() throws IOException {
    assertThat(PluginInfo.manifest(new byte[0])).isEmpty();
    assertThat(PluginInfo.manifest(INFO.toBuilder().clearManifest().build().toByteArray()))
        .isEmpty();
  }

  @Test
  void fieldsOfLaterVersionsArePassedOver() throws IOException {
    byte[] more = {(byte) 0x80, 1, 7, 0x7d, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7a, 1, 9};
    byte[] info = INFO.toByteArray();
    byte[] both = Arrays.copyOf(more, more.length + info.length);
    System.arraycopy(info, 0, both, more.length, info.length);

    assertThat(PluginInfo.manifest(both)).containsEntry("scope", "node");
  }

  /** Seeded: what is found stays found. */
  @Test
  void nonsenseIsAnErrorOrSomethingHarmlessNeverAnythingElse() {
    var random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      readOrRefuse(bytes);
    }
  }

  @Test
  void anAnswerThatIsCutOrDamagedIsAnErrorOrSomethingHarmless() {
    byte[] whole = INFO.toByteArray();
    var random = new Random(6);
    for (int length = 0; length < whole.length; length++) {
      byte[] damaged = Arrays.copyOf(whole, length);
      readOrRefuse(damaged);
      if (length > 0) {
        damaged[random.nextInt(length)] = (byte) random.nextInt();
        readOrRefuse(damaged);
      }
    }
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      Map<String, String> manifest = PluginInfo.manifest(bytes);
      assertThat(manifest).isNotNull();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("cannot be read");
    }
  }
}
