package org.csiscaleio.emulator.model;

/** Whom a mapping call is about. */
public sealed interface MappingTarget {
  /** One SDC by its id. */
  record ById(long sdcId) implements MappingTarget {}

  /** One SDC by its GUID, in any case of letters. */
  record ByGuid(String guid) implements MappingTarget {}

  /** Every SDC there is and will be. */
  record All() implements MappingTarget {}
}
