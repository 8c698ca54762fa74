package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;
import org.csiscaleio.operation.Turns;

/**
 * The Controller's use cases for one system. One operation per volume at a time; others on it wait
 * for their turn, equal ones share one answer. Where a volume must be reachable from is for {@link
 * SystemsController} to see to.
 */
public final class ControllerService implements Controller {
  private final ControllerSettings settings;
  private final VolumeHandles handles;
  private final VolumeCreation creation;
  private final VolumeCloning cloning;
  private final VolumeExpansion expansion;
  private final VolumeRemoval removal;
  private final VolumePublication publication;
  private final VolumeUnpublication unpublication;
  private final VolumeListing listing;
  private final VolumeInspection inspection;
  private final HealthListing healthListing;
  private final ScopeParts parts;
  private final SnapshotService snapshots;
  private final Optional<VolumeModification> modification;

  /** In cluster scope. Does no I/O. The caller keeps, and closes, the system. */
  public ControllerService(ScaleIoSystem system, ControllerSettings settings) {
    this(system, settings, SnapshotSettings.DEFAULT);
  }

  /** In cluster scope. Does no I/O. The caller keeps, and closes, the system. */
  public ControllerService(
      ScaleIoSystem system, ControllerSettings settings, SnapshotSettings snapshotSettings) {
    this(system, settings, snapshotSettings, ScopeParts.cluster(system, settings, true));
  }

  /**
   * In cluster scope, for a node that maps its volumes itself because no controller is called:
   * nobody modifies limits there, and the array need not be read for them.
   */
  public static ControllerService ofNode(ScaleIoSystem system, ControllerSettings settings) {
    return new ControllerService(system, settings, ScopeParts.cluster(system, settings, false));
  }

  /** In node scope. Does no I/O before {@link #start} or the first call. */
  public ControllerService(
      ScaleIoSystem system,
      ControllerSettings settings,
      SnapshotSettings snapshotSettings,
      NodeScopeSettings nodeScope,
      OwnerSource owner) {
    this(system, settings, snapshotSettings, ScopeParts.node(system, settings, nodeScope, owner));
  }

  ControllerService(ScaleIoSystem system, ControllerSettings settings, ScopeParts parts) {
    this(system, settings, SnapshotSettings.DEFAULT, parts);
  }

  private ControllerService(
      ScaleIoSystem system,
      ControllerSettings settings,
      SnapshotSettings snapshotSettings,
      ScopeParts parts) {
    this.settings = requireNonNull(settings, "settings is null");
    this.parts = parts;
    var turns = new Turns();
    var sdcs = parts.sdcs();
    var scope = parts.scope();
    var pools = parts.pools();
    var sizes = parts.sizes();
    this.handles = new VolumeHandles(system);
    var shelf =
        new ListingShelf<VolumeStatus>(
            settings.listingAge(), settings.listingCount(), System::nanoTime);
    var snapshotShelf =
        new ListingShelf<Snapshot>(
            settings.listingAge(), settings.listingCount(), System::nanoTime);
    var trees = new SnapshotTrees(system, parts.limits());
    var admission = new SnapshotAdmission(system, scope);
    this.creation =
        new VolumeCreation(system, settings, scope, turns, pools, parts.limits(), handles, sizes);
    this.cloning =
        new VolumeCloning(
            system, scope, admission, turns, pools, parts.limits(), handles, sizes, trees);
    this.expansion =
        new VolumeExpansion(system, scope, turns, pools, parts.limits(), handles, sizes);
    this.snapshots =
        new SnapshotService(
            new SnapshotCreation(system, admission, turns, handles, sizes, trees),
            new SnapshotRemoval(system, admission, turns, sdcs, handles, sizes),
            new SnapshotListing(
                system, scope, snapshotSettings, handles, sizes, trees, snapshotShelf),
            new SnapshotGroups(system, admission, turns, sdcs, handles, sizes, trees));
    this.removal = new VolumeRemoval(system, scope, settings, turns, sdcs, handles, sizes);
    this.publication =
        new VolumePublication(system, settings, scope, turns, sdcs, parts.limits(), handles, sizes);
    this.unpublication = new VolumeUnpublication(system, scope, turns, sdcs, handles);
    this.modification =
        parts
            .records()
            .map(records -> new VolumeModification(system, scope, records, turns, handles));
    var health = parts.health();
    this.listing = new VolumeListing(parts.listing(), shelf);
    this.inspection = new VolumeInspection(system, scope, sdcs, pools, handles, health);
    this.healthListing = new HealthListing(system, scope, health, settings);
  }

  /** Begins what goes on in the background; for when everything urgent is done. */
  public void start() {
    parts.reader().ifPresent(OwnVolumesReader::start);
  }

  /**
   * Reads anew what the system's meter is told of: volumes, snapshots, and the pool of volumes that
   * name none. About four requests.
   *
   * @throws Failure when the array cannot be asked
   */
  public void refreshMeter(Deadline deadline) {
    var _ = read(false, deadline);
    var _ = readSnapshots(new SnapshotQuery(0, "", "", ""), deadline);
    var _ = capacity(List.of(), Map.of(), Optional.empty(), deadline);
  }

  @Override
  public void close() {
    parts.reader().ifPresent(OwnVolumesReader::close);
  }

  @Override
  public ControllerSettings settings() {
    return settings;
  }

  @Override
  public ProvisionedVolume create(CreateRequest request, Deadline deadline) {
    request.requirement().requireNone();
    return ArrayFailure.explain(
        "making volume '" + request.name() + "'",
        () ->
            request
                .source()
                .map(source -> cloning.create(request, source, deadline))
                .orElseGet(() -> creation.create(request, deadline)));
  }

  @Override
  public void delete(String volumeId, Deadline deadline) {
    explain("deleting volume " + volumeId, () -> removal.delete(volumeId, deadline));
  }

  @Override
  public VolumeId resolve(String volumeId, Deadline deadline) {
    return ArrayFailure.explain(
        "looking for volume " + volumeId, () -> handles.require(volumeId, deadline));
  }

  @Override
  public ExpandedVolume expand(ExpandRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "expanding volume " + request.volumeId(), () -> expansion.expand(request, deadline));
  }

  @Override
  public boolean modifies() {
    return modification.isPresent();
  }

  @Override
  public void modify(ModifyRequest request, Deadline deadline) {
    VolumeModification there =
        modification.orElseThrow(() ->
            new Failure(
                Failure.Code.UNIMPLEMENTED,
                "a node that maps its volumes itself modifies none: their limits are in the"
                    + " volume_context it is given"));
    explain("modifying volume " + request.volumeId(), () -> there.modify(request, deadline));
  }

  @Override
  public Snapshots snapshots() {
    return snapshots;
  }

  @Override
  public Map<String, String> publish(PublishRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "publishing volume " + request.volumeId() + " to node " + request.nodeId(),
        () -> publication.publish(request, deadline));
  }

  @Override
  public void unpublish(String volumeId, String nodeId, Deadline deadline) {
    explain(
        "unpublishing volume " + volumeId + " from node " + nodeId,
        () -> unpublication.unpublish(volumeId, nodeId, deadline));
  }

  @Override
  public void unpublishEverywhere(String volumeId, Deadline deadline) {
    explain(
        "unpublishing volume " + volumeId + " everywhere",
        () -> unpublication.unpublishEverywhere(volumeId, deadline));
  }

  @Override
  public CapabilityCheck.Answer check(CapabilityCheck check, Deadline deadline) {
    return ArrayFailure.explain(
        "looking at volume " + check.volumeId(), () -> inspection.check(check, deadline));
  }

  /** How many volumes the array lets one node have; empty when it does not tell. */
  public OptionalInt volumesPerNode(Deadline deadline) {
    return ArrayFailure.explain("asking for limits", () -> parts.limits().volumesPerSdc(deadline));
  }

  /** All volumes, as they are now. */
  ListingShelf.Pages<VolumeStatus> read(boolean withTroubles, Deadline deadline) {
    return ArrayFailure.explain(
        "listing volumes", () -> parts.listing().read(withTroubles, deadline));
  }

  /** All volumes that are not well, as they are now. */
  ListingShelf.Pages<VolumeHealth> readIll(Deadline deadline) {
    return ArrayFailure.explain("looking how the volumes are", () -> healthListing.read(deadline));
  }

  /** The snapshots that are asked for, as they are now. */
  ListingShelf.Pages<Snapshot> readSnapshots(SnapshotQuery query, Deadline deadline) {
    return snapshots.read(query, deadline);
  }

  /** Whether a volume was made here for such a request, or stands under its name. */
  boolean hasMade(CreateRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "looking for volume '" + request.name() + "'", () -> creation.hasMade(request, deadline));
  }

  @Override
  public VolumePage list(
      int maxEntries, String startingToken, boolean withTroubles, Deadline deadline) {
    return ArrayFailure.explain(
        "listing volumes", () -> listing.list(maxEntries, startingToken, withTroubles, deadline));
  }

  @Override
  public boolean listsTroubles() {
    return parts.reader().isEmpty();
  }

  @Override
  public VolumeStatus get(String volumeId, boolean withTroubles, Deadline deadline) {
    return ArrayFailure.explain(
        "looking at volume " + volumeId, () -> inspection.get(volumeId, withTroubles, deadline));
  }

  @Override
  public VolumeHealthPage listIll(int maxEntries, String startingToken, Deadline deadline) {
    return ArrayFailure.explain(
        "looking how the volumes are",
        () -> healthListing.list(maxEntries, startingToken, deadline));
  }

  @Override
  public Capacity capacity(
      List<VolumeCapability> capabilities,
      Map<String, String> parameters,
      Optional<Place> from,
      Deadline deadline) {
    from.map(Requirement::of).ifPresent(Requirement::requireNone);
    return ArrayFailure.explain(
        "asking for capacity", () -> parts.capacity().of(capabilities, parameters, deadline));
  }

  private static void explain(String operation, Runnable work) {
    ArrayFailure.explain(
        operation,
        () -> {
          work.run();
          return true;
        });
  }
}
