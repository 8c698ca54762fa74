package org.csiscaleio.contract;

import org.junit.jupiter.api.Nested;

/** The gateway client against the emulated array in all its versions. */
class GatewayClientContractTest {
  @Nested
  class OfTwoZero extends EmulatorContract {
    OfTwoZero() {
      super("2.0");
    }
  }

  @Nested
  class OfTwoSix extends EmulatorContract {
    OfTwoSix() {
      super("2.6");
    }
  }

  @Nested
  class OfThreeZero extends EmulatorContract {
    OfThreeZero() {
      super("3.0");
    }
  }

  @Nested
  class OfThreeSix extends EmulatorContract {
    OfThreeSix() {
      super("3.6");
    }
  }

  @Nested
  class OfFourFive extends EmulatorContract {
    OfFourFive() {
      super("4.5");
    }
  }
}
