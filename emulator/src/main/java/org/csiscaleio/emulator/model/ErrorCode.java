package org.csiscaleio.emulator.model;

/**
 * The MDM's return codes that this array can give. Up to 226 the numbers are those of all releases
 * since 2.5; above, they drift between releases and only the messages are certain, so clients must
 * go by these. 4.x moved some to the 4000s.
 */
public enum ErrorCode {
  NOT_FOUND(3, "Not found"),
  NOT_CONNECTED(4, "Not connected"),
  NO_RESOURCES(67, "Insufficient resources"),
  VOL_NOT_FOUND(79, "Could not find the volume"),
  INI_NOT_FOUND(80, "Could not find the SDC"),
  VOL_ALREADY_MAPPED_TO_THIS_INI(81, 4037, "The volume is already mapped to this SDC"),
  VOL_ALREADY_MAPPED_TO_ALL_INIS(82, "The volume is already mapped to all SDCs"),
  VOL_NOT_MAPPED_TO_INI(84, 4039, "The volume is not mapped to SDC"),
  VOL_MAPPED_TO_ALL_INIS(86, "The volume is mapped to all SDCs"),
  TOO_MANY_MAPPINGS(87, "There are too many mappings"),
  TOO_MANY_VOLS(97, "There are too many volumes"),
  VOL_NAME_IN_USE(99, "Volume name already in use. Please use a different name."),
  VOL_MAPPED(104, "Volume is mapped"),
  VOL_DECREASE_NOT_SUPPORTED(133, "Volume capacity can only be increased"),
  FD_NOT_FOUND(142, "Could not find Protection Domain"),
  STORAGE_POOL_NOT_FOUND(171, "Could not find Storage Pool"),
  INI_HAS_MAPPINGS(180, "SDC has mapped volume(s)"),
  TOO_MANY_VOLS_IN_VTREE(181, "There are too many volumes in the VTree"),
  TOO_MANY_SNAPS_IN_VTREE(182, "There are too many snapshots in the VTree"),
  NOTHING_TO_DO(183, "There is nothing to do"),
  VOL_NOT_FOUND_FOR_SNAP_GROUP(
      185,
      "No volumes were found under the given consistency group or the consistency group ID is not"
          + " valid"),
  VOL_SIZE_TOO_LARGE(190, "The volume size too large"),
  CAPACITY_TOO_LOW_FOR_SNAP(
      191, "The capacity of the Storage Pool is too small to create new snapshots"),
  FD_AND_SP_MISMATCH(197, "The specified Storage Pool is not in the specified Protection Domain"),
  VTREE_ID_MISMATCH(
      198,
      "To overwrite the content of a volume, the source and target volumes must be from the same"
          + " V-Tree."),
  VOL_REMOVE_IN_PROGRESS(212, "A volume removal operation is currently in progress."),
  FD_NOT_ACTIVE(213, "The Protection Domain is not active."),
  VOL_SIZE_ILLEGAL(225, "The specified volume size is illegal. Volume size must be in 8 GB blocks"),
  LONG_NAME(226, "The given name exceeds the allowed length of 31 characters."),
  INVALID_NAME(
      227,
      "The given name contains invalid characters. Use alphanumeric and punctuation characters"
          + " only. Spaces are not allowed."),
  PERMISSION_DENIED(
      247,
      "Permission denied. Please check that you are using the correct user name, password, and role"
          + " for this operation."),
  TOO_MANY_SESSIONS(
      252,
      "The maximum number of sessions is already open. Please close some other sessions, and then"
          + " try again."),
  TOO_MANY_VOLS_IN_FD(286, "Too many volumes in Protection Domain"),
  INI_MAPPED_TO_TOO_MANY_VOLS(
      294, "The SDC is mapped to too many volumes. Please remove some mapping."),
  INI_MUST_BE_DISCONNECTED(298, "Cannot remove an SDC which is currently connected to the MDM."),
  TOO_MUCH_THIN_CAPACITY(300, "Requested volume size exceeds the volume allocation limit"),
  NOT_ALLOWED_MORE_THAN_ONE_MAPPING(
      306, "This volume is already mapped and may not be mapped to additional SDCs."),
  THICK_VOL_RESERVATION_VIOLATION(314, "Allocating Thin volume violates Thick volume reservation"),
  INITIATOR_NOT_APPROVED(322, "The SDC is not approved"),
  /** No source has the number of this refusal. */
  INI_ALREADY_APPROVED(323, "The SDC is already approved."),
  /** No source has the number or the text of this refusal. */
  SNAPSHOT_LOCKED(951, "The snapshot is locked by its snapshot policy and cannot be removed"),
  /** Likewise. */
  ACCESS_MODE_ABOVE_LIMIT(
      950, "The requested access mode exceeds the access mode limit of the volume"),
  /** No source has the number or the text of this refusal. */
  VTREE_MIGRATION_REFUSED(951, "The V-Tree is in that Storage Pool, or on its way to another one"),
  /** No source has the number or the text of this refusal. */
  VTREE_NOT_MIGRATING(952, "The V-Tree is not being migrated"),
  VOLUME_AND_SNAPSHOT_MATCH(
      330,
      "You cannot overwrite a volume with itself. Select a different volume in the V-Tree and try"
          + " again."),
  CAPACITY_TOO_LOW_FOR_THIN_VOL(
      337, "Storage Pool reached critical capacity utilization. Unable to create new thin volumes"),
  DUPLICATE_SDC_IP(
      101,
      "More than one SDC exists for the same IP address. Use name or ID instead, or remove the"
          + " duplicate SDC"),
  INVALID_GUID(
      348,
      "The given GUID is invalid. Please specify GUID in the following format:"
          + " xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
  INI_NAME_IN_USE(579, "SDC name is already in use. Please use a different name."),
  VTREE_NOT_FOUND(896, "The VTree was not found");

  private final int number;
  private final int numberSince4;
  private final String message;

  ErrorCode(int number, String message) {
    this(number, number, message);
  }

  ErrorCode(int number, int numberSince4, String message) {
    this.number = number;
    this.numberSince4 = numberSince4;
    this.message = message;
  }

  public int number(ApiVersion version) {
    return version.atLeast(4, 0) ? numberSince4 : number;
  }

  public String message() {
    return message;
  }
}
