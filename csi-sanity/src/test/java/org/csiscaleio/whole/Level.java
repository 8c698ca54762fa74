package org.csiscaleio.whole;

import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;

/** How far up a volume is in its life on one host. */
enum Level {
  ABSENT,
  CREATED,
  MAPPED,
  STAGED,
  PUBLISHED;

  /** Makes the calls that lead from one level to another, in an orchestrator's order. */
  static void move(VolumeUse use, Level from, Level to, CsiClient client) {
    Level at = from;
    while (at.compareTo(to) < 0) {
      at.up(use, client);
      at = at.above();
    }
    while (at.compareTo(to) > 0) {
      at.down(use, client);
      at = at.below();
    }
  }

  /** The next level up. */
  Level above() {
    return switch (this) {
      case ABSENT -> CREATED;
      case CREATED -> MAPPED;
      case MAPPED -> STAGED;
      case STAGED -> PUBLISHED;
      case PUBLISHED -> throw new IllegalStateException("there is nothing above");
    };
  }

  /** The next level down. */
  Level below() {
    return switch (this) {
      case ABSENT -> throw new IllegalStateException("there is nothing below");
      case CREATED -> ABSENT;
      case MAPPED -> CREATED;
      case STAGED -> MAPPED;
      case PUBLISHED -> STAGED;
    };
  }

  /** The call that leads to the next level. */
  void up(VolumeUse use, CsiClient client) {
    switch (this) {
      case ABSENT -> use.create(client);
      case CREATED -> use.publish(client);
      case MAPPED -> use.stage(client);
      case STAGED -> use.nodePublish(client);
      case PUBLISHED -> throw new IllegalStateException("there is nothing above");
    }
  }

  /** The call that leads to the level below. */
  void down(VolumeUse use, CsiClient client) {
    switch (this) {
      case ABSENT -> throw new IllegalStateException("there is nothing below");
      case CREATED -> use.delete(client);
      case MAPPED -> use.unpublish(client);
      case STAGED -> use.unstage(client);
      case PUBLISHED -> use.nodeUnpublish(client);
    }
  }
}
