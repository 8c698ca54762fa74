package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;

/**
 * The Controller's use cases for one system. Every method blocks until it is done or its deadline
 * has come, can be repeated, and throws {@link Failure} when it was not done. One operation per
 * volume at a time; others on it wait for their turn, equal ones share one answer.
 */
public final class ControllerService implements AutoCloseable {
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
    this.publication = new VolumePublication(system, settings, scope, turns, sdcs, handles, sizes);
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

  /** Ends what goes on in the background. */
  @Override
  public void close() {
    parts.reader().ifPresent(OwnVolumesReader::close);
  }

  public ControllerSettings settings() {
    return settings;
  }

  /**
   * Makes a volume, empty or from another one or a snapshot, or returns the one an equal request
   * made before.
   *
   * @throws Failure NOT_FOUND when there is no such source; ALREADY_EXISTS when the name is taken
   *     by something else; OUT_OF_RANGE when the array has no such size; RESOURCE_EXHAUSTED when
   *     there is no room; INVALID_ARGUMENT or FAILED_PRECONDITION when there is no such pool, or
   *     none to be used
   */
  public ProvisionedVolume create(CreateRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "making volume '" + request.name() + "'",
        () ->
            request
                .source()
                .map(source -> cloning.create(request, source, deadline))
                .orElseGet(() -> creation.create(request, deadline)));
  }

  /**
   * Deletes a volume. One that does not exist is deleted already.
   *
   * @throws Failure FAILED_PRECONDITION when it is mapped, naming the hosts, unless the operator
   *     lets deleting unmap; for a volume known by its name
   */
  public void delete(String volumeId, Deadline deadline) {
    explain("deleting volume " + volumeId, () -> removal.delete(volumeId, deadline));
  }

  /**
   * The volume an id means: {@code <system id>-<volume id>}, a bare volume id, or {@code
   * name:<ScaleIO name>}. Only for a name it is asked whether the volume exists.
   *
   * @throws Failure NOT_FOUND when this system cannot have it; FAILED_PRECONDITION when a name can
   *     mean several volumes
   */
  public VolumeId resolve(String volumeId, Deadline deadline) {
    return ArrayFailure.explain(
        "looking for volume " + volumeId, () -> handles.require(volumeId, deadline));
  }

  /**
   * Makes a volume larger. One that is as large already is left alone.
   *
   * @throws Failure NOT_FOUND when there is no such volume; OUT_OF_RANGE when the array has no such
   *     size; RESOURCE_EXHAUSTED when there is no room; FAILED_PRECONDITION in node scope
   */
  public ExpandedVolume expand(ExpandRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "expanding volume " + request.volumeId(), () -> expansion.expand(request, deadline));
  }

  /** Whether {@link #modify} is there: in cluster scope. */
  public boolean modifies() {
    return modification.isPresent();
  }

  /**
   * Changes a volume's I/O limits, at once where it is mapped, and for every mapping to come.
   *
   * @throws Failure NOT_FOUND when there is no such volume; RESOURCE_EXHAUSTED when there is no
   *     room to keep them; UNIMPLEMENTED in node scope
   */
  public void modify(ModifyRequest request, Deadline deadline) {
    VolumeModification there =
        modification.orElseThrow(() ->
            new Failure(
                Failure.Code.UNIMPLEMENTED,
                "in node scope a volume's limits cannot be changed: there they are the plugin's"
                    + " settings iopsLimit and bandwidthLimitInKbps"));
    explain("modifying volume " + request.volumeId(), () -> there.modify(request, deadline));
  }

  /** The use cases of snapshots. */
  public SnapshotService snapshots() {
    return snapshots;
  }

  /**
   * Maps a volume to a node.
   *
   * @return the publish_context
   * @throws Failure NOT_FOUND when there is no such volume, or no such node; ALREADY_EXISTS when it
   *     is mapped there in another way; FAILED_PRECONDITION when another node has it;
   *     RESOURCE_EXHAUSTED when the node has too many
   */
  public Map<String, String> publish(PublishRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "publishing volume " + request.volumeId() + " to node " + request.nodeId(),
        () -> publication.publish(request, deadline));
  }

  /** Takes a node's mapping away. One that does not exist is gone already. */
  public void unpublish(String volumeId, String nodeId, Deadline deadline) {
    explain(
        "unpublishing volume " + volumeId + " from node " + nodeId,
        () -> unpublication.unpublish(volumeId, nodeId, deadline));
  }

  /** Takes all mappings of a volume away. */
  public void unpublishEverywhere(String volumeId, Deadline deadline) {
    explain(
        "unpublishing volume " + volumeId + " everywhere",
        () -> unpublication.unpublishEverywhere(volumeId, deadline));
  }

  /**
   * Says whether a volume can be used in some ways.
   *
   * @throws Failure NOT_FOUND when there is no such volume
   */
  public CapabilityCheck.Answer check(CapabilityCheck check, Deadline deadline) {
    return ArrayFailure.explain(
        "looking at volume " + check.volumeId(), () -> inspection.check(check, deadline));
  }

  /**
   * Lists the volumes.
   *
   * @param maxEntries 0 = as many as fit a message
   * @param startingToken empty begins anew
   * @param withTroubles also tells how they are, where {@link #listsTroubles}
   * @throws Failure ABORTED when the token is unknown or too old
   */
  public VolumePage list(
      int maxEntries, String startingToken, boolean withTroubles, Deadline deadline) {
    return ArrayFailure.explain(
        "listing volumes", () -> listing.list(maxEntries, startingToken, withTroubles, deadline));
  }

  /** The same without how they are. */
  public VolumePage list(int maxEntries, String startingToken, Deadline deadline) {
    return list(maxEntries, startingToken, false, deadline);
  }

  /**
   * Whether listings can tell how volumes are: in node scope they come from memory, at once and
   * whatever the array does.
   */
  public boolean listsTroubles() {
    return parts.reader().isEmpty();
  }

  /**
   * One volume and where it is.
   *
   * @param withTroubles also tells how it is
   * @throws Failure NOT_FOUND when there is no such volume
   */
  public VolumeStatus get(String volumeId, boolean withTroubles, Deadline deadline) {
    return ArrayFailure.explain(
        "looking at volume " + volumeId, () -> inspection.get(volumeId, withTroubles, deadline));
  }

  /** The same without how it is. */
  public VolumeStatus get(String volumeId, Deadline deadline) {
    return get(volumeId, false, deadline);
  }

  /**
   * Lists the volumes that are not well.
   *
   * @param maxEntries 0 = as many as fit a message
   * @param startingToken empty begins anew
   * @throws Failure ABORTED when the token is unknown or too old
   */
  public VolumeHealthPage listIll(int maxEntries, String startingToken, Deadline deadline) {
    return ArrayFailure.explain(
        "looking how the volumes are",
        () -> healthListing.list(maxEntries, startingToken, deadline));
  }

  /** What can still be made; nothing, when what is asked for cannot be made at all. */
  public Capacity capacity(
      List<VolumeCapability> capabilities, Map<String, String> parameters, Deadline deadline) {
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
