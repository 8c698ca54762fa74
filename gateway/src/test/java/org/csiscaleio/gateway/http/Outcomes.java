package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;

/** How calls must end. */
final class Outcomes {
  private Outcomes() {}

  /** The call fails with that kind. */
  static AbstractThrowableAssert<?, ?> assertKind(ThrowingCallable call, Kind kind) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.kind()).as(e.message()).isEqualTo(kind));
  }

  /** Long enough for anything that works. */
  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }
}
