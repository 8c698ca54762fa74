package org.csiscaleio.deploy.master;

/** What becomes of an operation on a disk at its agent, and of what is told about it. */
public sealed interface Fate {
  /** The disk is destroyed, and nothing comes of it: its profile is gone. */
  record Vanished() implements Fate {}

  /** It is done and told, once. */
  record Done() implements Fate {}

  /** It is done, told, and told again before anybody can have acknowledged it. */
  record Twice() implements Fate {}

  /** It is done, and the update is lost; who asks is told. */
  record Untold() implements Fate {}

  /** It is done, and neither the update nor the master's memory of it stays. */
  record Forgotten() implements Fate {}

  /** It has failed, with the plugin's words. */
  record Failed(String message) implements Fate {}

  /** It was not tried. */
  record Dropped(String message) implements Fate {}

  /** It goes on and on. */
  record Pending() implements Fate {}

  /** First something that is no end, then it is done. */
  record Late(String stateBefore) implements Fate {}

  /** Something that is an end, or may be one, and nothing is done. */
  record Told(String state, String message) implements Fate {}

  /** The master breaks the connection before it tells, and tells who subscribes again and asks. */
  record Broken() implements Fate {}
}
