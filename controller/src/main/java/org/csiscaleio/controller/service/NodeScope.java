package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.OwnerTag;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * One of many instances that share an array: it knows its volumes by its owner's tag in their
 * names, and the imports an operator assigned to it. Everybody else's are refused, whoever asks and
 * for whatever. What it knows it has in memory, so that an ordinary call costs one request; what it
 * does not know, or has not heard of for long, it reads first.
 */
final class NodeScope implements VolumeScope {
  private static final long MIB = 1L << 20;

  /** Longer than a reading and its repetition may take. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final ScaleIoSystem system;
  private final NodeScopeSettings settings;
  private final Ownership ownership;
  private final SdcDirectory sdcs;
  private final OwnVolumesReader reader;
  private final OwnVolumes own;
  private final Room room;
  private final RoomLedger ledger;
  private final LimitsRecords records;
  private final Duration trust;

  NodeScope(
      ScaleIoSystem system,
      NodeScopeSettings settings,
      Ownership ownership,
      SdcDirectory sdcs,
      OwnVolumesReader reader,
      OwnVolumes own,
      Room room,
      RoomLedger ledger,
      LimitsRecords records) {
    this.system = system;
    this.settings = settings;
    this.ownership = ownership;
    this.sdcs = sdcs;
    this.reader = reader;
    this.own = own;
    this.room = room;
    this.ledger = ledger;
    this.records = records;
    this.trust = settings.refreshEvery().plus(settings.refreshEvery()).plus(GRACE);
  }

  @Override
  public boolean speaksForAll() {
    return false;
  }

  @Override
  public ChosenSize choose(SizeRange range, long defaultBytes, long maxBytes) {
    if (settings.strictSizing()) {
      long bytes = range.choose(defaultBytes, maxBytes);
      return new ChosenSize(bytes, bytes);
    }
    return range.chooseMib(defaultBytes, maxBytes);
  }

  @Override
  public ChosenSize chooseFrom(SizeRange range, ChosenSize source, long maxBytes) {
    if (settings.strictSizing()) {
      long bytes = range.chooseFrom(source.arrayBytes(), maxBytes);
      return new ChosenSize(bytes, bytes);
    }
    return range.chooseMibFrom(source, maxBytes);
  }

  /** The smallest volume there is, as its orchestrator knows it. */
  long leastBytes() {
    return settings.strictSizing() ? VolumeSize.BLOCK_BYTES : MIB;
  }

  @Override
  public Optional<String> objection(
      VolumeParameters parameters, List<VolumeCapability> capabilities) {
    return parameters
        .unkeptInNames()
        .or(() ->
            capabilities.stream()
                .flatMap(capability -> parameters.missingFileSystem(capability).stream())
                .findFirst());
  }

  /** Always the same: the array keeps nothing it could be made from again. */
  @Override
  public Map<String, String> context(VolumeParameters parameters) {
    return Map.of();
  }

  @Override
  public String arrayName(String requestedName, long reportedBytes, Deadline deadline) {
    return OwnedName.of(tag(deadline), requestedName, reportedBytes / MIB).arrayName();
  }

  @Override
  public boolean sameRequest(String arrayName, String otherArrayName) {
    Optional<OwnedName> other = OwnedName.parse(otherArrayName);
    return OwnedName.parse(arrayName)
        .filter(n -> other.filter(n::sameRequest).isPresent())
        .isPresent();
  }

  @Override
  public Optional<Volume> earlier(String arrayName, Deadline deadline) {
    reader.await(deadline);
    OwnedName wanted = name(arrayName);
    for (OwnVolumes.Entry entry : own.madeFor(wanted)) {
      Optional<Volume> there = system.volume(entry.id(), deadline);
      if (there.isPresent() && sameRequest(there.get().name(), arrayName)) {
        return there;
      }
      own.forget(entry.id());
    }
    Optional<OwnedName> doubtful = ledger.doubtful(wanted);
    if (doubtful.isEmpty()) {
      return Optional.empty();
    }
    Optional<Volume> there =
        system
            .volumeIdByName(doubtful.get().arrayName(), deadline)
            .flatMap(id -> system.volume(id, deadline));
    if (there.isEmpty()) {
      throw Failure.unavailable(
          "a volume of "
              + doubtful.get().sizeMib()
              + " MiB was asked for under this name, and the array has not told what became of it;"
              + " repeat the call in a few minutes");
    }
    return there;
  }

  @Override
  public Reservation reserve(
      Pool pool,
      VolumeParameters parameters,
      String arrayName,
      long reportedBytes,
      Deadline deadline) {
    long quotaBytes = room.quotaBytes(pool, parameters, deadline);
    return ledger
        .take(pool, name(arrayName), quotaBytes)
        .orElseThrow(() -> room.exceeded(pool, reportedBytes, quotaBytes));
  }

  @Override
  public Reservation reserveMore(Pool pool, Volume present, long reportedBytes, Deadline deadline) {
    Optional<String> newName = nameWhenLarger(present, reportedBytes);
    if (newName.isEmpty()) {
      return Reservation.NONE;
    }
    long quotaBytes = room.quotaBytes(pool, deadline);
    return ledger
        .take(pool, name(newName.get()), quotaBytes)
        .orElseThrow(() -> room.exceeded(pool, reportedBytes - reportedBytes(present), quotaBytes));
  }

  @Override
  public Optional<String> nameWhenLarger(Volume present, long reportedBytes) {
    return OwnedName.parse(present.name())
        .map(name -> name.ofSize(reportedBytes / MIB).arrayName());
  }

  @Override
  public String snapshotName(String requestedName, Deadline deadline) {
    return ScaleIoName.ofSnapshot(tag(deadline), requestedName);
  }

  @Override
  public String groupMemberName(String requestedName, int index, Deadline deadline) {
    return ScaleIoName.ofGroupMember(tag(deadline), requestedName, index);
  }

  @Override
  public boolean tookByName(Volume snapshot, Deadline deadline) {
    return ScaleIoName.isSnapshotOf(tag(deadline), snapshot.name());
  }

  /** In a record: the context is always the same. What was modified since is left as it is. */
  @Override
  public void keepLimits(
      Volume there, VolumeParameters parameters, boolean justMade, Deadline deadline) {
    LimitsOverride asked = parameters.limits();
    if (asked.isEmpty() || (!justMade && records.forChange(there.id(), deadline).isPresent())) {
      return;
    }
    records.keep(there, Optional.empty(), asked, deadline);
  }

  @Override
  public boolean lists(Volume volume) {
    return Belonging.isVolume(volume);
  }

  @Override
  public long reportedBytes(Volume volume) {
    return OwnedName.parse(volume.name()).map(OwnedName::sizeBytes).orElse(volume.sizeBytes());
  }

  @Override
  public void admit(VolumeId id, Volume volume, Deadline deadline) {
    switch (belonging(volume, deadline)) {
      case Belonging.Own mine -> own.put(OwnVolumes.Entry.of(volume, mine));
      case Belonging.Imported imported -> own.put(OwnVolumes.Entry.of(volume, imported));
      case Belonging.Foreign foreign -> {
        own.forget(volume.id());
        throw Failure.precondition(
            VolumeHandles.describe(id, volume)
                + " belongs to another owner, of tag "
                + foreign.name().tag()
                + " ('csi-scaleio volumes list' tells who that is), and is left alone");
      }
      case Belonging.Unassigned unassigned -> {
        own.forget(volume.id());
        throw Failure.precondition(
            VolumeHandles.describe(id, volume)
                + " is none of this plugin's volumes and is left alone; add its name to imports, or"
                + " take it over with 'csi-scaleio volumes adopt'");
      }
    }
  }

  @Override
  public boolean admit(VolumeId id, Deadline deadline) {
    if (known(id).isPresent()) {
      return true;
    }
    Optional<Volume> volume = system.volume(id.volumeId(), deadline);
    if (volume.isEmpty()) {
      own.forget(id.volumeId());
      return false;
    }
    admit(id, volume.get(), deadline);
    return true;
  }

  @Override
  public boolean admitRemoval(VolumeId id, Deadline deadline) {
    if (!admit(id, deadline)) {
      return false;
    }
    own.find(id.volumeId())
        .filter(entry -> entry.name().isEmpty() && settings.importRetain())
        .ifPresent(entry -> {
          throw Failure.precondition(
              VolumeHandles.describe(id, entry.volume())
                  + " was imported, not made here, and is retained; set importRetain: false if"
                  + " imports may be deleted with all their data");
        });
    return true;
  }

  @Override
  public QosLimits limits(QosLimits said) {
    return said.any() ? said : settings.limits();
  }

  @Override
  public Optional<String> limitsObjection(
      VolumeId id, VolumeParameters parameters, Deadline deadline) {
    if (parameters.limits().isEmpty()) {
      return Optional.empty();
    }
    QosLimits has =
        modifiedLimits(id, deadline).map(settings.limits()::changedBy).orElseGet(settings::limits);
    return has.changedBy(parameters.limits()).equals(has)
        ? Optional.empty()
        : Optional.of(
            "the volume has other I/O limits, by what it was made with and by this plugin's"
                + " settings: iopsLimit "
                + has.iops()
                + ", bandwidthLimitInKbps "
                + has.bandwidthKbps()
                + " (0: none)");
  }

  /** Those it was made with, too. They come with each reading of what the owner has. */
  @Override
  public Optional<LimitsOverride> modifiedLimits(VolumeId id, Deadline deadline) {
    var _ = reader.await(deadline);
    return records.of(id.volumeId(), deadline);
  }

  @Override
  public void learn(Volume volume) {
    OwnedName.parse(volume.name())
        .ifPresent(name -> own.put(OwnVolumes.Entry.of(volume, new Belonging.Own(name))));
  }

  @Override
  public void removed(String volumeId, Deadline deadline) {
    own.removed(volumeId);
    records.removeOf(volumeId, deadline);
  }

  @Override
  public void mapped(String volumeId, Sdc sdc) {
    own.remap(
        volumeId,
        ids ->
            ids.contains(sdc.id())
                ? ids
                : Stream.concat(ids.stream(), Stream.of(sdc.id())).toList());
  }

  @Override
  public void unmapped(String volumeId, Sdc sdc) {
    own.remap(volumeId, ids -> ids.stream().filter(id -> !id.equals(sdc.id())).toList());
  }

  @Override
  public void unmappedEverywhere(String volumeId) {
    own.remap(volumeId, ids -> List.of());
  }

  /** What this instance has, from memory. Waits for the first reading of the array. */
  Listing listing(Deadline deadline) {
    String systemId = reader.await(deadline).id();
    return Listing.of(systemId, own.all(), sdcs::rememberedNodes);
  }

  /** What is known of a volume, unless the array has not been heard of for too long. */
  private Optional<OwnVolumes.Entry> known(VolumeId id) {
    return own.isRead() && own.age().compareTo(trust) <= 0
        ? own.find(id.volumeId())
        : Optional.empty();
  }

  private Belonging belonging(Volume volume, Deadline deadline) {
    return Belonging.of(volume, tag(deadline), settings.imports());
  }

  /** The owner's tag, once it is certain that no other host has it. */
  private OwnerTag tag(Deadline deadline) {
    if (!ownership.examined()) {
      sdcs.require(deadline);
    }
    return ownership.tag(deadline);
  }

  private static OwnedName name(String arrayName) {
    return OwnedName.parse(arrayName)
        .orElseThrow(() -> Failure.internal("'" + arrayName + "' is no name of ours", null));
  }
}
