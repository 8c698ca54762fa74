package org.csiscaleio.deploy.master;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Response;
import tools.jackson.databind.JsonNode;

/** Operations: what a master refuses, what an agent makes of the others, and what is told of it. */
final class Operations {
  private final Allocation allocation;

  /** The last status of each with an id, as long as the master remembers. */
  private final Map<String, OperationStatus> statuses = new HashMap<>();

  private final Map<String, OperationStatus> unacknowledged = new LinkedHashMap<>();

  Operations(Allocation allocation) {
    this.allocation = allocation;
  }

  List<String> unacknowledged() {
    return List.copyOf(unacknowledged.keySet());
  }

  /** Refuses one; only who gave it an id hears of it. */
  void drop(Operation operation, String message) {
    if (operation.hasId() && allocation.minor() >= 6) {
      allocation.tell(
          OperationStatus.newBuilder()
              .setOperationId(operation.getId())
              .setState(OperationState.OPERATION_ERROR)
              .setMessage(message)
              .build());
    }
  }

  /** What is left of an offer when the operation has been taken. */
  List<Resource> apply(
      Operation operation, AgentDouble agent, List<Resource> left, FrameworkInfo framework) {
    if (operation.hasId() && allocation.minor() < 6) {
      return left;
    }
    try {
      return switch (operation.getType()) {
        case RESERVE -> {
          Resource to = one(operation.getReserve().getResourcesList());
          Rules.reserve(to, framework, allocation.forbidsReservations());
          yield speculate(operation, agent, left, Disks.unreserved(to), to);
        }
        case UNRESERVE -> {
          Resource from = one(operation.getUnreserve().getResourcesList());
          Rules.unreserve(from);
          yield speculate(operation, agent, left, from, Disks.unreserved(from));
        }
        case DESTROY -> {
          Resource from = one(operation.getDestroy().getVolumesList());
          Rules.empty(from);
          Resource.Builder to = from.toBuilder();
          to.getDiskBuilder().clearPersistence().clearVolume();
          yield speculate(operation, agent, left, from, to.build());
        }
        case CREATE_DISK -> {
          Resource source = operation.getCreateDisk().getSource();
          Rules.create(operation.getCreateDisk(), allocation.minor());
          yield atAgent(operation, agent, left, source);
        }
        case DESTROY_DISK -> {
          Resource source = operation.getDestroyDisk().getSource();
          Rules.destroy(source, allocation.minor());
          yield atAgent(operation, agent, left, source);
        }
        default -> throw new IllegalArgumentException("nobody sends " + operation.getType());
      };
    } catch (IllegalArgumentException e) {
      drop(operation, e.getMessage() + "; on agent " + agent.id);
      return left;
    }
  }

  private static Resource one(List<Resource> resources) {
    if (resources.size() != 1) {
      throw new IllegalArgumentException("one resource is expected here");
    }
    return resources.getFirst();
  }

  private List<Resource> without(List<Resource> left, Resource what) {
    return Disks.minus(left, what)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Invalid operation: " + left + " does not contain " + what));
  }

  /** Done at once at the master; the agent says so later. */
  private List<Resource> speculate(
      Operation operation, AgentDouble agent, List<Resource> left, Resource from, Resource to) {
    List<Resource> rest = without(left, from);
    agent.convert(Disks.unallocated(from), Optional.of(Disks.unallocated(to)));
    settle(operation, agent, from, OperationState.OPERATION_FINISHED, "", List.of(to), true);
    return Disks.plus(rest, to);
  }

  private List<Resource> atAgent(
      Operation operation, AgentDouble agent, List<Resource> left, Resource allocated) {
    List<Resource> rest = without(left, allocated);
    Resource source = Disks.unallocated(allocated);
    Fate fate = allocation.nextFate();
    agent.use(source);
    if (operation.hasId()) {
      remember(status(operation, agent, source, OperationState.OPERATION_PENDING, "").build());
    }
    if (fate instanceof Fate.Pending) {
      return rest;
    }
    // An agent takes its time, and the ACCEPT has been answered before.
    Thread.ofVirtual()
        .start(() -> {
          pause();
          synchronized (allocation) {
            carryOut(operation, agent, source, fate);
            allocation.offer();
          }
        });
    return rest;
  }

  private void carryOut(Operation operation, AgentDouble agent, Resource source, Fate fate) {
    switch (fate) {
      case Fate.Failed failed -> {
        agent.release(source);
        settle(
            operation,
            agent,
            source,
            OperationState.OPERATION_FAILED,
            failed.message(),
            List.of(),
            true);
      }
      case Fate.Dropped dropped -> {
        agent.release(source);
        settle(
            operation,
            agent,
            source,
            OperationState.OPERATION_DROPPED,
            dropped.message(),
            List.of(),
            true);
      }
      case Fate.Told told -> {
        agent.release(source);
        settle(
            operation,
            agent,
            source,
            OperationState.valueOf(told.state()),
            told.message(),
            List.of(),
            false);
      }
      case Fate.Late late -> {
        settle(
            operation,
            agent,
            source,
            OperationState.valueOf(late.stateBefore()),
            "",
            List.of(),
            false);
        Resource now = change(operation, agent, source);
        settle(operation, agent, source, OperationState.OPERATION_FINISHED, "", List.of(now), true);
      }
      case Fate.Twice twice -> {
        Resource now = change(operation, agent, source);
        settle(operation, agent, source, OperationState.OPERATION_FINISHED, "", List.of(now), true);
        repeat();
      }
      case Fate.Untold untold -> {
        Resource now = change(operation, agent, source);
        remember(
            status(operation, agent, source, OperationState.OPERATION_FINISHED, "")
                .addConvertedResources(now)
                .build());
      }
      case Fate.Forgotten forgotten -> {
        change(operation, agent, source);
        statuses.remove(operation.getId().getValue());
      }
      case Fate.Broken broken -> {
        Resource now = change(operation, agent, source);
        allocation.tear();
        remember(
            status(operation, agent, source, OperationState.OPERATION_FINISHED, "")
                .addConvertedResources(now)
                .build());
      }
      case Fate.Done done -> {
        Resource now = change(operation, agent, source);
        settle(operation, agent, source, OperationState.OPERATION_FINISHED, "", List.of(now), true);
      }
      case Fate.Vanished vanished -> {
        agent.release(source);
        agent.convert(source, Optional.empty());
        settle(operation, agent, source, OperationState.OPERATION_FINISHED, "", List.of(), true);
      }
      case Fate.Pending pending -> {}
    }
  }

  private static Resource change(Operation operation, AgentDouble agent, Resource source) {
    agent.release(source);
    Resource now;
    if (operation.getType() == Operation.Type.CREATE_DISK) {
      Source.Type target = operation.getCreateDisk().getTargetType();
      boolean imports = source.getDisk().getSource().hasId();
      String id = imports ? source.getDisk().getSource().getId() : agent.nextVolume();
      now = Disks.disk(source, target, id);
      if (imports) {
        Resource.Builder profiled = now.toBuilder();
        profiled
            .getDiskBuilder()
            .getSourceBuilder()
            .setProfile(operation.getCreateDisk().getTargetProfile());
        now = profiled.build();
      }
    } else {
      now = Disks.raw(source);
    }
    agent.convert(source, Optional.of(now));
    return now;
  }

  private void settle(
      Operation operation,
      AgentDouble agent,
      Resource of,
      OperationState state,
      String message,
      List<Resource> converted,
      boolean reliably) {
    if (!operation.hasId()) {
      return;
    }
    OperationStatus.Builder status =
        status(operation, agent, of, state, message).addAllConvertedResources(converted);
    if (reliably) {
      UUID uuid = UUID.randomUUID();
      var bytes = ByteBuffer.allocate(16);
      bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
      status.getUuidBuilder().setValue(ByteString.copyFrom(bytes.array()));
      unacknowledged.put(operation.getId().getValue(), status.build());
    }
    remember(status.build());
    allocation.tell(status.build());
  }

  private OperationStatus.Builder status(
      Operation operation, AgentDouble agent, Resource of, OperationState state, String message) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder().setOperationId(operation.getId()).setState(state);
    if (!message.isEmpty()) {
      status.setMessage(message);
    }
    if (allocation.minor() >= 7) {
      status.setAgentId(AgentID.newBuilder().setValue(agent.id));
      status.setResourceProviderId(of.getProviderId());
    }
    return status;
  }

  private void remember(OperationStatus status) {
    if (!status.getOperationId().getValue().isEmpty()) {
      statuses.put(status.getOperationId().getValue(), status);
    }
  }

  /** Agents repeat what nobody has acknowledged. */
  void repeat() {
    unacknowledged.values().forEach(allocation::tell);
  }

  void acknowledged(Call.AcknowledgeOperationStatus call) {
    String id = call.getOperationId().getValue();
    OperationStatus status = unacknowledged.get(id);
    if (!call.hasAgentId() || !call.hasResourceProviderId()) {
      throw new IllegalStateException("an acknowledgement without agent or provider");
    }
    if (status != null && status.getUuid().getValue().equals(call.getUuid())) {
      unacknowledged.remove(id);
      statuses.remove(id);
    }
  }

  /** From 1.8 on as updates, before in the answer. */
  @SuppressWarnings("deprecation")
  Optional<JsonNode> reconcile(Call.ReconcileOperations call) {
    var answers = new ArrayList<OperationStatus>();
    for (var asked : call.getOperationsList()) {
      String id = asked.getOperationId().getValue();
      OperationStatus known = statuses.get(id);
      answers.add(
          known != null
              ? known.toBuilder().clearUuid().build()
              : OperationStatus.newBuilder()
                  .setOperationId(asked.getOperationId())
                  .setState(OperationState.OPERATION_UNKNOWN)
                  .setMessage("Reconciliation: Operation is unknown")
                  .build());
    }
    if (allocation.minor() >= 8) {
      answers.forEach(allocation::tell);
      return Optional.empty();
    }
    return Optional.of(
        JsonMessages.write(
            Response.newBuilder()
                .setType(Response.Type.RECONCILE_OPERATIONS)
                .setReconcileOperations(
                    Response.ReconcileOperations.newBuilder().addAllOperationStatuses(answers))
                .build()));
  }

  private static void pause() {
    try {
      Thread.sleep(30);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
