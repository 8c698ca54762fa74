package org.csiscaleio.controller.service;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.csiscaleio.controller.service.Placement.Candidate;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;
import org.csiscaleio.operation.PlaceNames;
import org.csiscaleio.operation.Turns;

/**
 * All systems a plugin serves, as one Controller. What names a volume goes to that volume's system,
 * what makes one to where it may lie, and lists are put together; a system that is away fails what
 * concerns it and nothing else.
 */
public final class SystemsController implements Controller {
  private final List<ServedSystem> systems;
  private final Placement placement;
  private final Optional<PlaceNames> told;
  private final boolean wholeLists;
  private final SystemsSnapshots snapshots;
  private final ListingShelf<VolumeStatus> shelf;
  private final ListingShelf<VolumeHealth> illShelf;
  private final Turns turns = new Turns();

  /**
   * Does no I/O.
   *
   * @param systems one or more; those of several have their ids configured. The first is meant
   *     where nobody says which
   * @param names how places are called
   * @param told whether answers tell from where what was made can be reached
   * @param wholeLists whether lists fail unless all systems answer: for who takes the first page
   *     for everything
   */
  public SystemsController(
      List<ServedSystem> systems, PlaceNames names, boolean told, boolean wholeLists) {
    this.systems = List.copyOf(systems);
    if (systems.size() > 1 && systems.stream().anyMatch(s -> s.configuredId().isEmpty())) {
      throw new IllegalArgumentException("of several systems each has its id configured");
    }
    this.placement = new Placement(this.systems, names);
    this.told = told ? Optional.of(names) : Optional.empty();
    this.wholeLists = wholeLists;
    this.shelf = shelf();
    this.illShelf = shelf();
    this.snapshots = new SystemsSnapshots(this, placement, shelf());
  }

  private <E> ListingShelf<E> shelf() {
    return new ListingShelf<>(settings().listingAge(), settings().listingCount(), System::nanoTime);
  }

  /** The one that is meant where nobody says which. */
  ServedSystem first() {
    return systems.getFirst();
  }

  List<ServedSystem> systems() {
    return systems;
  }

  boolean isOne() {
    return systems.size() == 1;
  }

  /**
   * The system that has to answer for an id: its own, if it is served here; else the first, which
   * knows what to say about ids that are none, names, and volumes of strange systems.
   */
  ServedSystem of(String handle) {
    return VolumeId.parse(handle, first().configuredId().orElse("0".repeat(16)))
        .map(id -> withId(id.systemId()))
        .orElseGet(this::first);
  }

  /** The system of that id, 16 hex digits; the first for one that is not served here. */
  private ServedSystem withId(String systemId) {
    return systems.stream()
        .filter(system -> system.configuredId().filter(systemId::equals).isPresent())
        .findFirst()
        .orElseGet(this::first);
  }

  private Controller at(String handle) {
    return of(handle).controller();
  }

  @Override
  public void close() {
    systems.forEach(system -> system.controller().close());
  }

  @Override
  public ControllerSettings settings() {
    return first().controller().settings();
  }

  @Override
  public Snapshots snapshots() {
    return snapshots;
  }

  @Override
  public Optional<Place> placeOf(String systemId) {
    return told.map(names -> names.place(List.of(systemId), withId(systemId).labels()));
  }

  @Override
  public ProvisionedVolume create(CreateRequest request, Deadline deadline) {
    List<Candidate> candidates =
        placement.among(eligible(request, deadline), request.requirement(), deadline);
    if (candidates.stream().map(Candidate::system).distinct().count() == 1) {
      return createIn(candidates, request, deadline);
    }
    // Two equal requests must not end in two systems.
    return turns.take(
        "the volume name '" + request.name() + "'",
        request,
        deadline,
        () -> createIn(whereItIs(candidates, request, deadline), request, deadline));
  }

  private List<ServedSystem> eligible(CreateRequest request, Deadline deadline) {
    return request
        .source()
        .map(source -> List.of(of(source.id())))
        .orElseGet(() -> placement.eligible(request.parameters(), request.requirement(), deadline));
  }

  /**
   * An earlier attempt may have been full up in the first system and have made the volume in the
   * next, and its answer may be lost: what is there already is there, wherever there is room now.
   */
  private static List<Candidate> whereItIs(
      List<Candidate> candidates, CreateRequest request, Deadline deadline) {
    Map<ServedSystem, CompletableFuture<Boolean>> asked = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      asked.computeIfAbsent(
          candidate.system(),
          system ->
              SideBySide.start(() -> system.controller().hasMade(request.placed(), deadline)));
    }
    Deadline half = deadline.orAfter(deadline.remaining().dividedBy(2));
    for (var each : asked.entrySet()) {
      if (answer(each.getKey(), each.getValue(), half)) {
        return candidates.stream().filter(c -> c.system().equals(each.getKey())).toList();
      }
    }
    return candidates;
  }

  private static boolean answer(
      ServedSystem system, CompletableFuture<Boolean> asked, Deadline deadline) {
    try {
      return SideBySide.outcome(
          asked, deadline, () -> Failure.unavailable(system.describe() + " does not answer"));
    } catch (Failure failure) {
      return switch (failure.code()) {
        // What it could not be asked for it has not made.
        case OUT_OF_RANGE, INVALID_ARGUMENT -> false;
        default ->
            throw new Failure(
                failure.code(),
                "whether the volume was made in "
                    + system.describe()
                    + " before cannot be told: "
                    + failure.message()
                    + "; repeat the call, or say by parameter systemID which system is meant",
                failure);
      };
    }
  }

  private static ProvisionedVolume createIn(
      List<Candidate> candidates, CreateRequest request, Deadline deadline) {
    Failure first = null;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      try {
        return candidate.system().controller().create(placed(request, candidate), deadline);
      } catch (Failure failure) {
        first = first == null ? failure : first;
        List<Candidate> next = candidates.subList(i + 1, candidates.size());
        if (next.isEmpty() || !mayGoOn(failure, candidate, next.getFirst())) {
          throw first;
        }
      }
    }
    throw new IllegalArgumentException("there is no candidate");
  }

  /** Only after a clear refusal: after a doubtful answer the volume may be there. */
  private static boolean mayGoOn(Failure failure, Candidate here, Candidate next) {
    return switch (failure.code()) {
      case RESOURCE_EXHAUSTED, INVALID_ARGUMENT, FAILED_PRECONDITION -> true;
      case ALREADY_EXISTS -> here.system().equals(next.system());
      default -> false;
    };
  }

  private static CreateRequest placed(CreateRequest request, Candidate candidate) {
    boolean free = request.source().isEmpty() && request.parameters().protectionDomain().isEmpty();
    return candidate.domain().isPresent() && free
        ? request.placed().inDomain(candidate.domain().get())
        : request.placed();
  }

  @Override
  public Capacity capacity(
      List<VolumeCapability> capabilities,
      Map<String, String> parameters,
      Optional<Place> from,
      Deadline deadline) {
    Requirement requirement = from.map(Requirement::of).orElse(Requirement.NONE);
    placement.requireOurs(requirement);
    List<Candidate> possible;
    try {
      possible =
          firstOfEach(
              placement.among(
                  placement.eligible(VolumeParameters.parse(parameters), requirement, deadline),
                  requirement,
                  deadline));
    } catch (Failure failure) {
      return switch (failure.code()) {
        case RESOURCE_EXHAUSTED -> Capacity.NONE;
        // In the words, or with the 0, of one that cannot make it either.
        case INVALID_ARGUMENT -> first().controller().capacity(capabilities, parameters, deadline);
        default -> throw failure;
      };
    }
    if (possible.size() == 1) {
      return capacityIn(possible.getFirst(), capabilities, parameters, deadline);
    }
    var asked =
        possible.stream()
            .map(each ->
                SideBySide.start(() -> capacityIn(each, capabilities, parameters, deadline)))
            .toList();
    // A sum that leaves a system out would say that it is full.
    Capacity sum = Capacity.NONE;
    for (int i = 0; i < possible.size(); i++) {
      ServedSystem system = possible.get(i).system();
      sum =
          sum.and(
              SideBySide.outcome(
                  asked.get(i),
                  deadline,
                  () -> Failure.unavailable(system.describe() + " does not tell its capacity")));
    }
    return sum;
  }

  private static List<Candidate> firstOfEach(List<Candidate> candidates) {
    var first = new LinkedHashMap<ServedSystem, Candidate>();
    candidates.forEach(candidate -> first.putIfAbsent(candidate.system(), candidate));
    return List.copyOf(first.values());
  }

  /** As a volume would be made: in the place's domain, or else without regard to it. */
  private static Capacity capacityIn(
      Candidate candidate,
      List<VolumeCapability> capabilities,
      Map<String, String> parameters,
      Deadline deadline) {
    Controller controller = candidate.system().controller();
    if (candidate.domain().isPresent()
        && VolumeParameters.parse(parameters).protectionDomain().isEmpty()) {
      var inDomain = new HashMap<>(parameters);
      inDomain.put("protectiondomain", candidate.domain().get());
      Capacity there = controller.capacity(capabilities, inDomain, deadline);
      if (there.availableBytes() > 0) {
        return there;
      }
    }
    return controller.capacity(capabilities, parameters, deadline);
  }

  /** A page of what those systems have. */
  <E> ListingShelf.Page<E> page(
      ListingShelf<E> kept,
      List<ServedSystem> systems,
      int maxEntries,
      String startingToken,
      BiFunction<ServedSystem, Deadline, ListingShelf.Pages<E>> reader,
      Deadline deadline) {
    if (startingToken.isEmpty()) {
      return kept.first(
          wholeLists
              ? JoinedListing.readAll(systems, reader, deadline)
              : JoinedListing.read(systems, reader, deadline),
          maxEntries);
    }
    kept.find(startingToken)
        .ifPresent(mark -> {
          if (mark.listing() instanceof JoinedListing<E> joined) {
            joined.reach(mark.offset(), deadline);
          }
        });
    return kept.further(startingToken, maxEntries);
  }

  @Override
  public VolumePage list(
      int maxEntries, String startingToken, boolean withTroubles, Deadline deadline) {
    if (isOne()) {
      return first().controller().list(maxEntries, startingToken, withTroubles, deadline);
    }
    ListingShelf.Page<VolumeStatus> page =
        page(
            shelf,
            systems,
            maxEntries,
            startingToken,
            (system, until) -> system.controller().read(withTroubles, until),
            deadline);
    return new VolumePage(page.entries(), page.nextToken());
  }

  @Override
  public VolumeHealthPage listIll(int maxEntries, String startingToken, Deadline deadline) {
    if (isOne()) {
      return first().controller().listIll(maxEntries, startingToken, deadline);
    }
    ListingShelf.Page<VolumeHealth> page =
        page(
            illShelf,
            systems,
            maxEntries,
            startingToken,
            (system, until) -> system.controller().readIll(until),
            deadline);
    return new VolumeHealthPage(page.entries(), page.nextToken());
  }

  @Override
  public boolean listsTroubles() {
    return first().controller().listsTroubles();
  }

  /**
   * The use cases of the system that is meant.
   *
   * @param idOrName empty: the first
   * @throws Failure INVALID_ARGUMENT when it is not served here
   */
  public ServedSystem called(Optional<String> idOrName, Deadline deadline) {
    return idOrName.isEmpty() || isOne() ? first() : placement.called(idOrName.get(), deadline);
  }

  @Override
  public void delete(String volumeId, Deadline deadline) {
    at(volumeId).delete(volumeId, deadline);
  }

  @Override
  public VolumeId resolve(String volumeId, Deadline deadline) {
    return at(volumeId).resolve(volumeId, deadline);
  }

  @Override
  public ExpandedVolume expand(ExpandRequest request, Deadline deadline) {
    return at(request.volumeId()).expand(request, deadline);
  }

  @Override
  public boolean modifies() {
    return first().controller().modifies();
  }

  @Override
  public void modify(ModifyRequest request, Deadline deadline) {
    at(request.volumeId()).modify(request, deadline);
  }

  @Override
  public Map<String, String> publish(PublishRequest request, Deadline deadline) {
    return at(request.volumeId()).publish(request, deadline);
  }

  @Override
  public void unpublish(String volumeId, String nodeId, Deadline deadline) {
    at(volumeId).unpublish(volumeId, nodeId, deadline);
  }

  @Override
  public void unpublishEverywhere(String volumeId, Deadline deadline) {
    at(volumeId).unpublishEverywhere(volumeId, deadline);
  }

  @Override
  public CapabilityCheck.Answer check(CapabilityCheck check, Deadline deadline) {
    return at(check.volumeId()).check(check, deadline);
  }

  @Override
  public VolumeStatus get(String volumeId, boolean withTroubles, Deadline deadline) {
    return at(volumeId).get(volumeId, withTroubles, deadline);
  }
}
