package org.csiscaleio.emulator.model;

import java.util.List;
import org.csiscaleio.emulator.sdc.LinkFault;
import org.jspecify.annotations.Nullable;

/** Letting SDCs in, and shutting them out. Every method refuses by throwing. */
public final class SdcApprovals {
  private final StorageArray array;

  public SdcApprovals(StorageArray array) {
    this.array = array;
  }

  /** From now on the system asks so much of an SDC. Those it has stay as approved as they are. */
  public void ask(SdcAdmission admission) {
    array.change(change -> {
      change.put(new SystemSettings(admission));
      return admission;
    });
  }

  /**
   * Approves an SDC by its GUID, also one that was never seen.
   *
   * @param ips from where it may come; empty: from where it is
   * @param newName null: it keeps what it has
   * @return its id
   */
  public long approve(String guid, List<String> ips, @Nullable String newName) {
    return array.change(change -> {
      Sdc known = SdcOperations.find(change.tables(), guid);
      return approve(change, known == null ? unseen(change, guid) : known, ips, newName);
    });
  }

  /** Approves the one SDC that has this address. */
  public long approveByIp(String ip, @Nullable String newName) {
    return array.change(change -> {
      Sdc sdc = SdcOperations.byIp(change.tables(), ip);
      return approve(change, sdc, List.of(ip), newName);
    });
  }

  private static long approve(Change change, Sdc sdc, List<String> ips, @Nullable String newName) {
    if (sdc.approved()) {
      throw RequestRefused.mdm(ErrorCode.INI_ALREADY_APPROVED);
    }
    String name = newName == null ? sdc.name() : VolumeName.checked(newName);
    SdcOperations.nameMustBeFree(change.tables(), name, sdc.id());
    List<String> own = sdc.ip().isEmpty() ? List.of() : List.of(sdc.ip());
    change.put(sdc.withName(name).withApproval(ips.isEmpty() ? own : ips));
    return sdc.id();
  }

  private static Sdc unseen(Change change, String guid) {
    int slot =
        change.tables().sdcs().stream()
            .mapToInt(sdc -> ObjectId.slot(sdc.id()) + 1)
            .max()
            .orElse(0);
    return new Sdc(
        change.newId(slot),
        SdcOperations.guid(guid),
        null,
        "",
        false,
        List.of(),
        false,
        0,
        LinkFault.NONE);
  }

  /** From now on the SDC may come from these addresses only. */
  public void allowFrom(long sdcId, List<String> ips) {
    array.change(change -> {
      change.put(change.tables().sdc(sdcId).withApproval(ips));
      return sdcId;
    });
  }
}
