package org.csiscaleio.deploy.master;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The cluster: agents, one framework at a time, what it is offered and what it has done. */
public final class Allocation {
  private final int minor;
  private final Map<String, AgentDouble> agents = new LinkedHashMap<>();
  private final Map<String, Offer> offers = new HashMap<>();
  private final Map<String, Set<List<Resource>>> refused = new HashMap<>();
  private final Deque<Fate> fates = new ArrayDeque<>();
  private final Operations operations = new Operations(this);
  private final List<FrameworkInfo> frameworks = new ArrayList<>();
  private final List<String> heldLong = new ArrayList<>();
  private @Nullable FrameworkInfo framework;
  private @Nullable Stream stream;
  private boolean suppressed;
  private boolean stingy;
  private int rescindsIn = -1;
  private boolean forbidsReservations;
  private int tornDown;
  private int offered;

  Allocation(int minor) {
    this.minor = minor;
  }

  int minor() {
    return minor;
  }

  /** A new agent. */
  public synchronized AgentDouble agent(String host) {
    var agent = new AgentDouble("agent-" + (agents.size() + 1), host);
    agents.put(agent.id, agent);
    return agent;
  }

  /** What becomes of the next operation on a disk; those after the last are done. */
  public synchronized void fate(Fate fate) {
    fates.add(fate);
  }

  synchronized Fate nextFate() {
    return fates.isEmpty() ? new Fate.Done() : fates.remove();
  }

  /** Has nothing to offer: another framework holds it all. */
  public synchronized void offerNothing() {
    stingy = true;
  }

  /** Takes the next offer back before it can be accepted. */
  public synchronized void rescindNext() {
    rescindAfter(0);
  }

  /** Takes one offer back before it can be accepted, after so many that stand. */
  public synchronized void rescindAfter(int offers) {
    rescindsIn = offers;
  }

  /** Its ACLs let nobody reserve. */
  public synchronized void forbidReservations() {
    forbidsReservations = true;
  }

  synchronized boolean forbidsReservations() {
    return forbidsReservations;
  }

  /** All disks and pools of an agent, as text to compare: state, size, role, id. */
  public synchronized List<String> holds(AgentDouble agent) {
    return agent.total.stream()
        .map(each ->
            each.getDisk().getSource().getType()
                + " "
                + (long) each.getScalar().getValue()
                + " "
                + Disks.role(each)
                + (each.getDisk().getSource().hasId()
                    ? " " + each.getDisk().getSource().getId()
                    : ""))
        .sorted()
        .toList();
  }

  /** Every framework that ever subscribed, as it said it was. */
  public synchronized List<FrameworkInfo> frameworks() {
    return List.copyOf(frameworks);
  }

  /** How often a framework was torn down. */
  public synchronized int tornDown() {
    return tornDown;
  }

  /** Offers that nobody has given back. */
  public synchronized int offersOut() {
    return offers.size();
  }

  /** Offers that were given back or accepted with a short filter, or none. */
  public synchronized List<String> shortlyRefused() {
    return List.copyOf(heldLong);
  }

  /** Updates that wait for an acknowledgement. */
  public synchronized List<String> unacknowledged() {
    return operations.unacknowledged();
  }

  synchronized boolean knows(String id) {
    FrameworkInfo known = framework;
    return known != null && known.getId().getValue().equals(id);
  }

  synchronized void subscribe(FrameworkInfo info, Stream fresh) {
    String id = info.hasId() ? info.getId().getValue() : UUID.randomUUID() + "-0000";
    FrameworkInfo known = info.toBuilder().setId(FrameworkID.newBuilder().setValue(id)).build();
    if (info.hasId() && (framework == null || !knows(id))) {
      fresh.send(
          Event.newBuilder()
              .setType(Event.Type.ERROR)
              .setError(Event.Error.newBuilder().setMessage("Framework has been removed"))
              .build());
      fresh.end();
      return;
    }
    framework = known;
    frameworks.add(known);
    stream = fresh;
    suppressed = false;
    refused.clear();
    offers.clear();
    fresh.send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(known.getId())
                    .setHeartbeatIntervalSeconds(15)
                    .setMasterInfo(
                        MasterInfo.newBuilder()
                            .setId("master")
                            .setIp(1)
                            .setPort(5050)
                            .setVersion("1." + minor + ".1")))
            .build());
    fresh.send(Event.newBuilder().setType(Event.Type.HEARTBEAT).build());
    operations.repeat();
    offer();
  }

  synchronized void disconnected(Stream gone) {
    if (stream == gone) {
      stream = null;
      offers.clear();
    }
  }

  synchronized Optional<JsonNode> call(Call call) {
    switch (call.getType()) {
      case DECLINE -> {
        noteFilter(call.getDecline().getFilters().getRefuseSeconds());
        call.getDecline().getOfferIdsList().forEach(id -> refuse(id.getValue()));
        // What has come free since then, as the next round of an allocator would.
        offer();
      }
      case ACCEPT -> accept(call.getAccept());
      case REVIVE -> {
        suppressed = false;
        refused.clear();
        offer();
      }
      case SUPPRESS -> suppressed = true;
      case ACKNOWLEDGE_OPERATION_STATUS ->
          operations.acknowledged(call.getAcknowledgeOperationStatus());
      case RECONCILE_OPERATIONS -> {
        return operations.reconcile(call.getReconcileOperations());
      }
      case TEARDOWN -> {
        tornDown++;
        framework = null;
        offers.clear();
        Stream open = stream;
        if (open != null) {
          open.end();
        }
      }
      default -> throw new IllegalStateException("nobody sends " + call.getType());
    }
    return Optional.empty();
  }

  private void noteFilter(double seconds) {
    if (seconds < 3600) {
      heldLong.add(seconds + " s");
    }
  }

  private void refuse(String id) {
    Offer offer = offers.remove(id);
    if (offer != null) {
      refused
          .computeIfAbsent(offer.getAgentId().getValue(), agent -> new HashSet<>())
          .add(offer.getResourcesList());
    }
  }

  private void accept(Call.Accept accept) {
    noteFilter(accept.getFilters().getRefuseSeconds());
    String id = accept.getOfferIds(0).getValue();
    Offer offer = offers.remove(id);
    if (offer == null) {
      accept
          .getOperationsList()
          .forEach(operation ->
              operations.drop(
                  operation,
                  "Operation attempted with invalid offers: Offer " + id + " is no longer valid"));
      offer();
      return;
    }
    AgentDouble agent = Objects.requireNonNull(agents.get(offer.getAgentId().getValue()));
    List<Resource> left = offer.getResourcesList();
    for (Offer.Operation operation : accept.getOperationsList()) {
      left = operations.apply(operation, agent, left, framework());
    }
    refused.computeIfAbsent(agent.id, each -> new HashSet<>()).add(offer.getResourcesList());
  }

  private FrameworkInfo framework() {
    FrameworkInfo known = framework;
    if (known == null) {
      throw new IllegalStateException("no framework");
    }
    return known;
  }

  /** Offers what is free and was not refused, agent by agent. */
  void offer() {
    Stream open = stream;
    FrameworkInfo known = framework;
    if (open == null || known == null || suppressed || stingy) {
      return;
    }
    String role = known.getRoles(0);
    var event = Event.Offers.newBuilder();
    for (AgentDouble agent : agents.values()) {
      boolean out =
          offers.values().stream().anyMatch(each -> each.getAgentId().getValue().equals(agent.id));
      List<Resource> free =
          agent.free().stream()
              .filter(each -> Disks.allocatable(each, role))
              .map(each -> Disks.allocated(each, role))
              .toList();
      if (out
          || agent.awaited
          || !agent.active
          || free.isEmpty()
          || refused.getOrDefault(agent.id, Set.of()).contains(free)) {
        continue;
      }
      event.addOffers(offer(agent, free, known));
    }
    if (event.getOffersCount() > 0) {
      open.send(Event.newBuilder().setType(Event.Type.OFFERS).setOffers(event).build());
    }
  }

  private Offer offer(AgentDouble agent, List<Resource> free, FrameworkInfo known) {
    offered++;
    Offer offer =
        Offer.newBuilder()
            .setId(OfferID.newBuilder().setValue("offer-" + offered))
            .setFrameworkId(known.getId())
            .setAgentId(AgentID.newBuilder().setValue(agent.id))
            .setHostname(agent.host)
            .addAllResources(free)
            .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(known.getRoles(0)))
            .build();
    if (rescindsIn != 0) {
      offers.put(offer.getId().getValue(), offer);
    }
    rescindsIn = Math.max(-1, rescindsIn - 1);
    return offer;
  }

  /** Tells the framework, if it is there. */
  void tell(OperationStatus status) {
    Stream open = stream;
    if (open != null) {
      open.send(
          Event.newBuilder()
              .setType(Event.Type.UPDATE_OPERATION_STATUS)
              .setUpdateOperationStatus(Event.UpdateOperationStatus.newBuilder().setStatus(status))
              .build());
    }
  }

  /** Breaks the connection. */
  void tear() {
    Stream open = stream;
    if (open != null) {
      open.tear();
    }
  }

  synchronized JsonNode agents() {
    return AgentsAnswer.of(agents.values(), offers.values());
  }
}
