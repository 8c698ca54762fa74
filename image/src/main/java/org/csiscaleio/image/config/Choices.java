package org.csiscaleio.image.config;

/** Settings that are one of a few words. The words are the constants in lower case. */
public final class Choices {
  private Choices() {}

  /** Which of CSI's services are served; Identity always is. */
  public enum Mode {
    BOTH,
    CONTROLLER,
    NODE;

    public boolean servesController() {
      return this != NODE;
    }

    public boolean servesNode() {
      return this != CONTROLLER;
    }
  }

  /** For whom this plugin speaks: one for the whole array, or one of many beside each other. */
  public enum Scope {
    AUTO,
    CLUSTER,
    NODE
  }

  /** Which sizes volumes can have in node scope. */
  public enum Sizing {
    /** Any whole number of MiB; the array holds it in the next multiple of 8 GiB. */
    ANY,
    /** Multiples of 8 GiB. */
    STRICT
  }

  /** What makes a gateway's certificate trusted. */
  public enum Trust {
    SYSTEM,
    CA,
    FINGERPRINT,
    INSECURE
  }

  /** A file system a volume gets when nobody says which. */
  public enum FsType {
    EXT4,
    EXT3,
    XFS,
    BTRFS
  }

  /** What is done to a file system before it is mounted. */
  public enum FsCheck {
    AUTO,
    OFF
  }

  /** Whether it is told from where volumes can be reached; AUTO: in cluster scope only. */
  public enum TellPlaces {
    AUTO,
    TRUE,
    FALSE
  }

  /** Whether STAGE_UNSTAGE_VOLUME is advertised; AUTO: not under Mesos. */
  public enum Stage {
    AUTO,
    TRUE,
    FALSE
  }

  /** Whether volumes are taken over from hosts that the array has lost contact with. */
  public enum Preempt {
    OFF,
    ON_REQUEST,
    ALWAYS
  }

  /** How StatsD lines say what a number is about; OFF: nothing is sent. */
  public enum StatsdFormat {
    DATADOG,
    PLAIN,
    OFF
  }

  /** How much is logged; each includes those before it. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** For whom log lines are made: people or programs. */
  public enum LogFormat {
    TEXT,
    JSON
  }
}
