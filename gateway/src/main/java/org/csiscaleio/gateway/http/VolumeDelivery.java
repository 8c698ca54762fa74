package org.csiscaleio.gateway.http;

import java.io.InputStream;
import java.util.function.Consumer;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.json.BrokenAnswer;
import org.csiscaleio.gateway.json.JsonInput;
import org.csiscaleio.gateway.json.MalformedAnswer;
import org.csiscaleio.gateway.json.VolumeReader;
import org.jspecify.annotations.Nullable;

/**
 * Hands volumes to a consumer while the answer is still coming. Once the first one is handed over,
 * an answer that breaks off is a failure: asking again would hand it over twice.
 */
final class VolumeDelivery implements AnswerReader<Boolean> {
  private final Consumer<Volume> consumer;
  private boolean begun;
  private @Nullable RuntimeException consumersOwn;

  VolumeDelivery(Consumer<Volume> consumer) {
    this.consumer = consumer;
  }

  @Override
  public Boolean read(InputStream body) {
    try (JsonInput in = JsonInput.of(body)) {
      in.array(() -> deliver(VolumeReader.read(in)));
    } catch (StopReading e) {
      return false;
    } catch (BrokenAnswer e) {
      if (begun) {
        throw new MalformedAnswer(
            "the answer broke off (" + e.trouble().getClass().getSimpleName() + ")");
      }
      throw e;
    }
    return true;
  }

  /** Throws what the consumer threw, unchanged: it is no failure of the gateway. */
  void rethrow() {
    if (consumersOwn != null) {
      throw consumersOwn;
    }
  }

  private void deliver(Volume volume) {
    begun = true;
    try {
      consumer.accept(volume);
    } catch (RuntimeException e) {
      consumersOwn = e;
      throw new StopReading();
    }
  }

  private static final class StopReading extends RuntimeException {
    StopReading() {
      super("the consumer wants no more", null, false, false);
    }
  }
}
