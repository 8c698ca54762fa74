package org.csiscaleio.emulator.sdc;

/**
 * The host side of one SDC. Every call only notes what the array has decided and returns at once;
 * the work (devices, links) is done in the order of the calls, behind the caller's back, as a real
 * SDC learns of mappings after the array has answered. No call throws for what goes wrong on the
 * host: that is logged.
 */
public interface SdcHost {

  /**
   * The volume is mapped to this SDC: its device and link appear after the link delay. Also called
   * for every existing mapping at start (then {@link SdcHosts#restored}), and again with the other
   * {@code readOnly} when the access mode of a mapping changes.
   */
  void mapped(MappedVolume volume);

  /**
   * The volume is no longer mapped to this SDC: its link and device go, open or not. The one call
   * that waits (2 s at most) for the host: when it returns, the host can write to the volume no
   * more, as an array that has answered an unmap lets nothing through.
   */
  void unmapped(String volumeId);

  /** The mapped volume has grown. */
  void resized(String volumeId, long sizeKib);

  /**
   * Changes the host's behaviour for what is mapped from now on.
   *
   * @param linkDelayMillis how long after a mapping its link appears
   * @param fault how links misbehave
   */
  void behave(long linkDelayMillis, LinkFault fault);

  /**
   * Whether the SDC hears of the array's changes. While false, mappings and unmappings wait; what
   * was mapped keeps serving, as on a real host. At start, a host that is not connected is told so
   * before its mappings: it then keeps the devices an earlier run left, and gets no others.
   */
  void connected(boolean connected);

  /**
   * The host was switched off and on: its devices are gone, with whatever was not written, and
   * those of its mappings come anew as after {@link #mapped}, once it is connected. Waits for that
   * the old ones are gone.
   */
  void rebooted();
}
