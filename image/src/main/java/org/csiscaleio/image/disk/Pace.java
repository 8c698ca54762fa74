package org.csiscaleio.image.disk;

import java.time.Duration;

/**
 * How long this command waits for what.
 *
 * @param fit for an offer that fits
 * @param ask between questions what has become of an operation of which nothing is heard
 * @param look between looks at the agents' disks, where no master tells
 * @param tidy for what is put right afterwards
 */
record Pace(Duration fit, Duration ask, Duration look, Duration tidy) {
  static Pace usual(Duration fit) {
    return new Pace(fit, Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(15));
  }
}
