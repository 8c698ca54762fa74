package org.csiscaleio.controller.service;

/** What a new volume's content is taken from. To the array both are the same. */
public sealed interface ContentSource {
  /** As the orchestrator sends it. */
  String id();

  /** A volume, as it is when the new one is made. */
  record OfVolume(String id) implements ContentSource {}

  /** A snapshot. */
  record OfSnapshot(String id) implements ContentSource {}
}
