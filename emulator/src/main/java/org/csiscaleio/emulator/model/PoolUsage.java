package org.csiscaleio.emulator.model;

/**
 * What the volumes of one pool add up to. Kept by adding and taking away, so that creating the
 * 131,072nd volume is no slower than the first.
 */
public final class PoolUsage {
  private long thickKib;
  private long thinKib;
  private long snapshotKib;
  private long writtenKib;
  private long snapshotWrittenKib;
  private int volumes;
  private int snapshots;
  private int thick;
  private int thin;
  private int unmapped;
  private int mappedToAll;
  private int removing;

  void add(Volume volume) {
    count(volume, 1);
  }

  void takeAway(Volume volume) {
    count(volume, -1);
  }

  private void count(Volume volume, int sign) {
    volumes += sign;
    switch (volume.type()) {
      case THICK -> {
        thick += sign;
        thickKib += sign * volume.sizeKib();
      }
      case THIN -> {
        thin += sign;
        thinKib += sign * volume.sizeKib();
        writtenKib += sign * volume.writtenKib();
      }
      case SNAPSHOT -> {
        snapshots += sign;
        snapshotKib += sign * volume.sizeKib();
        snapshotWrittenKib += sign * volume.writtenKib();
      }
    }
    unmapped += volume.mapped() ? 0 : sign;
    mappedToAll += volume.mappedToAll() ? sign : 0;
    removing += volume.removing() ? sign : 0;
  }

  PoolUsage copy() {
    PoolUsage copy = new PoolUsage();
    copy.thickKib = thickKib;
    copy.thinKib = thinKib;
    copy.snapshotKib = snapshotKib;
    copy.writtenKib = writtenKib;
    copy.snapshotWrittenKib = snapshotWrittenKib;
    copy.volumes = volumes;
    copy.snapshots = snapshots;
    copy.thick = thick;
    copy.thin = thin;
    copy.unmapped = unmapped;
    copy.mappedToAll = mappedToAll;
    copy.removing = removing;
    return copy;
  }

  /** Sum of the sizes of thick volumes, one copy, in KiB. */
  public long thickKib() {
    return thickKib;
  }

  /** Sum of the sizes of thin volumes, one copy, in KiB. */
  public long thinKib() {
    return thinKib;
  }

  /** Sum of the sizes of snapshots, one copy, in KiB. */
  public long snapshotKib() {
    return snapshotKib;
  }

  /** What thin volumes hold by their own figures, one copy, in KiB. */
  public long writtenKib() {
    return writtenKib;
  }

  /** What snapshots hold by their own figures, one copy, in KiB. */
  public long snapshotWrittenKib() {
    return snapshotWrittenKib;
  }

  /** Volumes and snapshots. */
  public int volumes() {
    return volumes;
  }

  public int snapshots() {
    return snapshots;
  }

  public int thick() {
    return thick;
  }

  public int thin() {
    return thin;
  }

  public int unmapped() {
    return unmapped;
  }

  public int mappedToAll() {
    return mappedToAll;
  }

  /** Of which the removal runs. */
  public int removing() {
    return removing;
  }
}
