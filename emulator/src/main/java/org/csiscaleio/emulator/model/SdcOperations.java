package org.csiscaleio.emulator.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be done to SDCs, and finding them. Every method refuses by throwing. */
public final class SdcOperations {
  private static final Pattern GUID =
      Pattern.compile("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}");

  private final StorageArray array;

  public SdcOperations(StorageArray array) {
    this.array = array;
  }

  static Sdc resolve(ArrayTables tables, MappingTarget target) {
    return switch (target) {
      case MappingTarget.ById one -> tables.sdc(one.sdcId());
      case MappingTarget.ByGuid one -> byGuid(tables, one.guid());
      case MappingTarget.All all -> throw new IllegalArgumentException("one SDC, not " + all);
    };
  }

  /** A GUID in the form the array keeps it in. */
  static String guid(String given) {
    String upper = given.toUpperCase(Locale.ROOT);
    if (!GUID.matcher(upper).matches()) {
      throw RequestRefused.mdm(ErrorCode.INVALID_GUID);
    }
    return upper;
  }

  /** The SDC with a GUID, in any case of letters. */
  public static Sdc byGuid(ArrayTables tables, String guid) {
    Sdc found = find(tables, guid);
    if (found == null) {
      throw RequestRefused.mdm(ErrorCode.INI_NOT_FOUND);
    }
    return found;
  }

  /** As {@link #byGuid}; null when there is none. */
  static @Nullable Sdc find(ArrayTables tables, String guid) {
    String wanted = guid(guid);
    for (Sdc sdc : tables.sdcs()) {
      if (sdc.guid().equals(wanted)) {
        return sdc;
      }
    }
    return null;
  }

  /** Names an SDC; an empty name takes the name away. */
  public void rename(long sdcId, String newName) {
    array.change(change -> {
      Sdc sdc = change.tables().sdc(sdcId);
      String name = VolumeName.checked(newName);
      nameMustBeFree(change.tables(), name, sdcId);
      change.put(sdc.withName(name));
      return sdcId;
    });
  }

  static void nameMustBeFree(ArrayTables tables, @Nullable String name, long besides) {
    if (name == null) {
      return;
    }
    Sdc holder = byName(tables, name);
    if (holder != null && holder.id() != besides) {
      throw RequestRefused.mdm(ErrorCode.INI_NAME_IN_USE);
    }
  }

  /** Forgets an SDC that is away and has nothing mapped. */
  public void remove(long sdcId) {
    array.change(change -> {
      Sdc sdc = change.tables().sdc(sdcId);
      if (sdc.connected()) {
        throw RequestRefused.mdm(ErrorCode.INI_MUST_BE_DISCONNECTED);
      }
      if (change.tables().mappingsOf(sdcId) > 0) {
        throw RequestRefused.mdm(ErrorCode.INI_HAS_MAPPINGS);
      }
      change.removeSdc(sdcId);
      return sdcId;
    });
  }

  /** A hook for tests: changes an SDC's lot; whatever is null stays. */
  public Sdc behave(String guid, SdcBehaviour behaviour) {
    return array.change(change -> {
      Sdc after = behaviour.over(byGuid(change.tables(), guid));
      if (!after.approved() && change.tables().settings().admission() == SdcAdmission.NONE) {
        // Whoever shuts one SDC out wants a system that asks for approval.
        change.put(new SystemSettings(SdcAdmission.GUID));
      }
      change.put(after);
      change.afterwards(() -> array.hosts().behaviour(after));
      return after;
    });
  }

  /** A hook for tests: the SDC's host is switched off and on. */
  public Sdc reboot(String guid) {
    return array.change(change -> {
      Sdc sdc = byGuid(change.tables(), guid);
      change.afterwards(() -> array.hosts().rebooted(sdc.id()));
      return sdc;
    });
  }

  /** The one SDC with that address. */
  public static Sdc byIp(ArrayTables tables, String ip) {
    @Nullable Sdc found = null;
    for (Sdc sdc : tables.sdcs()) {
      if (sdc.ip().equals(ip)) {
        if (found != null) {
          throw RequestRefused.mdm(ErrorCode.DUPLICATE_SDC_IP);
        }
        found = sdc;
      }
    }
    if (found == null) {
      throw RequestRefused.mdm(ErrorCode.INI_NOT_FOUND);
    }
    return found;
  }

  public static @Nullable Sdc byName(ArrayTables tables, String name) {
    for (Sdc sdc : tables.sdcs()) {
      if (name.equals(sdc.name())) {
        return sdc;
      }
    }
    return null;
  }
}
