package org.csiscaleio.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The gateway client against the emulated array in all its versions, side by side. Within a version
 * the tests come one after the other: they share its emulator, which the lock says.
 */
@Tag("side-by-side")
class GatewayClientContractTest {
  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock("emulator 2.0")
  class OfTwoZero extends EmulatorContract {
    OfTwoZero() {
      super("2.0");
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock("emulator 2.6")
  class OfTwoSix extends EmulatorContract {
    OfTwoSix() {
      super("2.6");
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock("emulator 3.0")
  class OfThreeZero extends EmulatorContract {
    OfThreeZero() {
      super("3.0");
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock("emulator 3.6")
  class OfThreeSix extends EmulatorContract {
    OfThreeSix() {
      super("3.6");
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock("emulator 4.5")
  class OfFourFive extends EmulatorContract {
    OfFourFive() {
      super("4.5");
    }
  }
}
