package org.csiscaleio.emulator.api;

import java.util.HashSet;
import java.util.Set;
import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.PoolCapacity;
import org.csiscaleio.emulator.model.PoolUsage;
import org.csiscaleio.emulator.model.StoragePool;

/** Figures of pools, alone or added up for a domain or the system. */
final class PoolStatistics {
  /** Three devices make the smallest pool that can hold volumes. */
  static final int DEVICES_PER_POOL = 3;

  private static final String[] HEALTH = {
    "inMaintenanceCapacityInKb",
    "semiProtectedCapacityInKb",
    "failedVacInKb",
    "degradedFailedVacInKb",
    "degradedHealthyVacInKb",
    "inMaintenanceVacInKb",
    "semiProtectedVacInKb",
    "unreachableUnusedCapacityInKb",
    "rmPendingAllocatedInKb",
    "pendingMovingOutNormrebuildJobs",
    "BackgroundScannedInMB",
    "rfacheReadHit",
    "rfacheWriteHit"
  };
  private static final String[] RATES = {
    "primaryReadBwc", "primaryWriteBwc", "secondaryReadBwc", "secondaryWriteBwc",
    "totalReadBwc", "totalWriteBwc", "userDataReadBwc", "userDataWriteBwc",
    "rebalanceReadBwc", "rebalanceWriteBwc"
  };

  private final ApiVersion version;
  private final ArrayTables tables;

  PoolStatistics(ApiVersion version, ArrayTables tables) {
    this.version = version;
    this.tables = tables;
  }

  /** One pool's. */
  Statistics of(StoragePool pool) {
    var sums = new Sums();
    sums.add(pool);
    return sums.statistics().ids("deviceIds", DeviceApi.idsOf(pool));
  }

  /** A domain's: its pools added up, each floored by itself. */
  Statistics ofDomain(long domainId) {
    var sums = new Sums();
    tables.pools().stream().filter(pool -> pool.domainId() == domainId).forEach(sums::add);
    return sums.statistics();
  }

  /** The system's. */
  Statistics ofSystem() {
    var sums = new Sums();
    tables.pools().forEach(sums::add);
    Statistics statistics =
        sums.statistics()
            .put("numOfSdc", tables.sdcs().size())
            .put("numOfProtectionDomains", tables.domains().size())
            .put("numOfStoragePools", tables.pools().size());
    return version.atLeast(3, 0) ? statistics : statistics.zeros("numOfScsiInitiators");
  }

  private final class Sums {
    private long max;
    private long spare;
    private long thick;
    private long thin;
    private long unused;
    private long netUnused;
    private long available;
    private long allocationLimit;
    private long sizes;
    private long thinSizes;
    private long written;
    private long snapshotWritten;
    private int volumes;
    private int snapshots;
    private int thickVolumes;
    private int thinVolumes;
    private int unmapped;
    private int mappedToAll;
    private int removing;
    private int pools;
    private long degraded;
    private long failed;
    private final Set<Long> poolIds = new HashSet<>();

    void add(StoragePool pool) {
      PoolUsage usage = tables.usageNow(pool.id());
      PoolCapacity capacity = tables.capacity(pool);
      pools++;
      poolIds.add(pool.id());
      removing += usage.removing();
      degraded += pool.damage().degradedKib();
      failed += pool.damage().failedKib();
      max += capacity.limitKib();
      spare += capacity.spareKib();
      thick += capacity.thickKib();
      thin += capacity.thinKib();
      unused += capacity.unusedKib();
      netUnused += capacity.netUnusedKib();
      available += capacity.availableForAllocationKib();
      allocationLimit += capacity.allocationLimitKib();
      sizes += usage.thickKib() + usage.thinKib() + usage.snapshotKib();
      thinSizes += usage.thinKib();
      written += usage.writtenKib() + pool.thinWrittenKib();
      snapshotWritten += usage.snapshotWrittenKib();
      volumes += usage.volumes();
      snapshots += usage.snapshots();
      thickVolumes += usage.thick();
      thinVolumes += usage.thin();
      unmapped += usage.unmapped();
      mappedToAll += usage.mappedToAll();
    }

    Statistics statistics() {
      var figures = new Statistics();
      capacity(figures);
      counts(figures);
      if (version.atLeast(3, 0)) {
        since3(figures);
      }
      return figures.zeros(HEALTH).rates(RATES);
    }

    private void capacity(Statistics figures) {
      figures
          .put("maxCapacityInKb", max)
          .put("capacityLimitInKb", max)
          .put("spareCapacityInKb", spare)
          .put("capacityInUseInKb", thick + thin)
          .put("thickCapacityInUseInKb", thick)
          .put("thinCapacityInUseInKb", thin)
          .put("snapCapacityInUseInKb", 2 * snapshotWritten)
          .put("snapCapacityInUseOccupiedInKb", 2 * snapshotWritten)
          .put("protectedCapacityInKb", Math.max(0, thick + thin - 2 * degraded - failed))
          // Of degraded data one copy lies on what failed, the other on what is well.
          .put("degradedFailedCapacityInKb", degraded)
          .put("degradedHealthyCapacityInKb", degraded)
          .put("failedCapacityInKb", failed)
          .put("unusedCapacityInKb", unused)
          .put("capacityAvailableForVolumeAllocationInKb", available)
          .put("primaryVacInKb", sizes)
          .put("secondaryVacInKb", sizes)
          .put("inUseVacInKb", 2 * sizes)
          .put("protectedVacInKb", 2 * sizes);
      // Misspelt by 2.0 to 2.5 and again by 3.x, which sends both.
      if (version.atLeast(2, 6)) {
        figures.put("thinCapacityAllocatedInKb", 2 * thinSizes);
      }
      if (!version.atLeast(2, 6) || version.atLeast(3, 0)) {
        figures.put("thinCapacityAllocatedInKm", 2 * thinSizes);
      }
    }

    private void counts(Statistics figures) {
      figures
          .put("numOfVolumes", volumes)
          .put("numOfVtrees", vtrees())
          .put("numOfSnapshots", snapshots)
          .put("numOfThickBaseVolumes", thickVolumes)
          .put("numOfThinBaseVolumes", thinVolumes)
          .put("numOfUnmappedVolumes", unmapped)
          .put("numOfMappedToAllVolumes", mappedToAll)
          .put("numOfVolumesInDeletion", removing)
          .put("numOfDevices", (long) pools * DEVICES_PER_POOL);
    }

    /** Not those of the base volumes: a family outlives its base. */
    private long vtrees() {
      return tables.vtrees().stream().filter(vtree -> poolIds.contains(vtree.poolId())).count();
    }

    private void since3(Statistics figures) {
      figures
          .put("volumeAllocationLimitInKb", allocationLimit)
          .put("netCapacityInUseInKb", (thick + thin) / 2)
          .put("netUnusedCapacityInKb", netUnused)
          .put("netProvisionedAddressesInKb", thick / 2 + written)
          .put("netUserDataCapacityInKb", thick / 2 + written)
          .put("netUserDataCapacityNoTrimInKb", thick / 2 + written)
          .put("netSnapshotCapacityInKb", snapshotWritten)
          .put("vtreeAddresSpaceInKb", sizes)
          .put("mgUserDdataCcapacityInKb", 2 * (thick / 2 + written))
          .ratio("thinAndSnapshotRatio", (double) thinSizes / (written + snapshotWritten))
          .ratio("overallUsageRatio", (double) sizes / ((thick + thin) / 2.0))
          .ratio("compressionRatio", 1.0);
      if (version.atLeast(3, 5)) {
        figures.put("snapshotCapacityInKb", 2 * snapshotWritten);
      }
    }
  }
}
