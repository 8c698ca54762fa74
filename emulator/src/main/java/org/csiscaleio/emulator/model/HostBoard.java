package org.csiscaleio.emulator.model;

import java.util.HashMap;
import java.util.Map;
import org.csiscaleio.emulator.sdc.MappedVolume;
import org.csiscaleio.emulator.sdc.SdcHost;
import org.csiscaleio.emulator.sdc.SdcHosts;

/** Tells the hosts of SDCs what has changed for them. */
public final class HostBoard {
  private final SdcHosts hosts;
  private final Map<Long, SdcHost> bySdc = new HashMap<>();

  public HostBoard(SdcHosts hosts) {
    this.hosts = hosts;
  }

  /** From now on this SDC's host hears of its mappings. */
  public void add(long sdcId, SdcHost host) {
    bySdc.put(sdcId, host);
  }

  public boolean has(long sdcId) {
    return bySdc.containsKey(sdcId);
  }

  /** Tells every host what it has; at start. */
  public void tellAll(ArrayTables tables) {
    for (Sdc sdc : tables.sdcs()) {
      behaviour(sdc);
    }
    for (Volume volume : tables.volumes()) {
      bySdc.keySet().forEach(sdcId -> moved(sdcId, UNMAPPED, volume));
    }
  }

  private static final AccessMode UNMAPPED = AccessMode.NO_ACCESS;

  /** A volume's mappings or size have changed. */
  void changed(Volume before, Volume after) {
    for (Map.Entry<Long, SdcHost> host : bySdc.entrySet()) {
      AccessMode then = access(before, host.getKey());
      moved(host.getKey(), then, after);
      if (then != UNMAPPED
          && access(after, host.getKey()) != UNMAPPED
          && before.sizeKib() != after.sizeKib()) {
        host.getValue().resized(ObjectId.text(after.id()), after.sizeKib());
      }
    }
  }

  private void moved(long sdcId, AccessMode then, Volume volume) {
    SdcHost host = bySdc.get(sdcId);
    AccessMode now = access(volume, sdcId);
    if (host == null || then == now) {
      return;
    }
    String id = ObjectId.text(volume.id());
    if (now == UNMAPPED) {
      host.unmapped(id);
    } else {
      host.mapped(new MappedVolume(id, volume.sizeKib(), now == AccessMode.READ_ONLY));
    }
  }

  private static AccessMode access(Volume volume, long sdcId) {
    Mapping mapping = volume.mappingTo(sdcId);
    if (mapping != null) {
      return mapping.accessMode();
    }
    return volume.mappedToAll() ? volume.accessModeLimit() : UNMAPPED;
  }

  void removed(long volumeId) {
    hosts.volumeRemoved(ObjectId.text(volumeId));
  }

  void copyBegun(long sourceId, long targetId) {
    hosts.volumeCopyBegun(ObjectId.text(sourceId), ObjectId.text(targetId));
  }

  void copyEnded(long targetId) {
    hosts.volumeCopyEnded(ObjectId.text(targetId));
  }

  void copied(long sourceId, long targetId) {
    hosts.volumeCopied(ObjectId.text(sourceId), ObjectId.text(targetId));
  }

  void rebooted(long sdcId) {
    SdcHost host = bySdc.get(sdcId);
    if (host != null) {
      host.rebooted();
    }
  }

  void behaviour(Sdc sdc) {
    SdcHost host = bySdc.get(sdc.id());
    if (host != null) {
      host.behave(sdc.linkDelayMillis(), sdc.linkFault());
      host.connected(sdc.connected());
    }
  }
}
