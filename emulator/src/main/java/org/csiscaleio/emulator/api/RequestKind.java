package org.csiscaleio.emulator.api;

import java.util.Locale;

/** Kinds of requests, as counters and faults name them. */
public enum RequestKind {
  LOGIN,
  LOGOUT,
  VERSION,
  SYSTEMS,
  PROTECTION_DOMAINS,
  STORAGE_POOLS,
  POOL_STATISTICS,
  SDCS,
  LIMITS,
  CREATE_VOLUME,
  GET_VOLUME,
  VOLUME_ID_BY_NAME,
  LIST_VOLUMES,
  SELECTED_VOLUMES,
  SDC_VOLUMES,
  POOL_VOLUMES,
  TREE_VOLUMES,
  REMOVE_VOLUME,
  ADD_MAPPED_SDC,
  REMOVE_MAPPED_SDC,
  SET_MAPPED_SDC_LIMITS,
  SET_VOLUME_NAME,
  SET_VOLUME_SIZE,
  SNAPSHOT_VOLUMES,
  REMOVE_SNAPSHOT_GROUP,
  OTHER;

  /** As in {@code createVolume}. */
  public String label() {
    StringBuilder label = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      label.append(
          label.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return label.toString();
  }

  static RequestKind of(ApiCall call) {
    return switch (call) {
      case ApiCall.Login login -> LOGIN;
      case ApiCall.BearerLogin login -> LOGIN;
      case ApiCall.Logout logout -> LOGOUT;
      case ApiCall.BearerLogout logout -> LOGOUT;
      case ApiCall.Version version -> VERSION;
      case ApiCall.ListAll list -> ofList(list.type());
      case ApiCall.Create create -> create.type().equals("Volume") ? CREATE_VOLUME : OTHER;
      case ApiCall.TypeAction action -> ofTypeAction(action);
      case ApiCall.LegacyLookup lookup ->
          lookup.type().equals("Volume") ? VOLUME_ID_BY_NAME : ofObject(lookup.type());
      case ApiCall.Get get -> get.type().equals("Volume") ? GET_VOLUME : ofObject(get.type());
      case ApiCall.Related related -> ofRelation(related);
      case ApiCall.Action action -> ofAction(action);
      case ApiCall.SelectedStatistics statistics -> POOL_STATISTICS;
      case ApiCall.Everything everything -> OTHER;
      case ApiCall.WrongMethod wrong -> OTHER;
      case ApiCall.Unknown unknown -> OTHER;
      case ApiCall.Elsewhere elsewhere -> OTHER;
    };
  }

  private static RequestKind ofList(String type) {
    return type.equals("Volume") ? LIST_VOLUMES : ofObject(type);
  }

  private static RequestKind ofObject(String type) {
    return switch (type) {
      case "System" -> SYSTEMS;
      case "ProtectionDomain", "Domain" -> PROTECTION_DOMAINS;
      case "StoragePool", "Pool" -> STORAGE_POOLS;
      case "Sdc", "Client" -> SDCS;
      default -> OTHER;
    };
  }

  private static RequestKind ofTypeAction(ApiCall.TypeAction action) {
    return switch (action.action()) {
      case "queryIdByKey" ->
          action.type().equals("Volume") ? VOLUME_ID_BY_NAME : ofObject(action.type());
      case "queryBySelectedIds" ->
          action.type().equals("Volume") ? SELECTED_VOLUMES : ofObject(action.type());
      case "querySelectedStatistics" ->
          action.type().equals("StoragePool") ? POOL_STATISTICS : OTHER;
      default -> OTHER;
    };
  }

  private static RequestKind ofRelation(ApiCall.Related related) {
    return switch (related.type() + "/" + related.relation()) {
      case "StoragePool/Statistics" -> POOL_STATISTICS;
      case "StoragePool/Volume" -> POOL_VOLUMES;
      case "Sdc/Volume" -> SDC_VOLUMES;
      case "VTree/Volume" -> TREE_VOLUMES;
      case "System/Sdc" -> SDCS;
      case "System/ProtectionDomain" -> PROTECTION_DOMAINS;
      case "ProtectionDomain/StoragePool" -> STORAGE_POOLS;
      default -> OTHER;
    };
  }

  private static RequestKind ofAction(ApiCall.Action action) {
    return switch (action.type() + "/" + action.action()) {
      case "System/querySystemLimits" -> LIMITS;
      case "System/snapshotVolumes" -> SNAPSHOT_VOLUMES;
      case "System/removeConsistencyGroupSnapshots" -> REMOVE_SNAPSHOT_GROUP;
      case "Volume/removeVolume" -> REMOVE_VOLUME;
      case "Volume/addMappedSdc", "Volume/addMappedHost" -> ADD_MAPPED_SDC;
      case "Volume/removeMappedSdc", "Volume/removeMappedHost" -> REMOVE_MAPPED_SDC;
      case "Volume/setMappedSdcLimits" -> SET_MAPPED_SDC_LIMITS;
      case "Volume/setVolumeName" -> SET_VOLUME_NAME;
      case "Volume/setVolumeSize" -> SET_VOLUME_SIZE;
      default -> OTHER;
    };
  }
}
