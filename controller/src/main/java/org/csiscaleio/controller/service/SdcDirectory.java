package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.operation.Deadline;

/**
 * The system's SDCs by GUID, which is the CSI node id, and by the id the array uses; remembered,
 * and asked for again when one is missing.
 */
final class SdcDirectory {
  /** Ids of SDCs do not change; what changes (names, addresses) only shows in messages. */
  private static final Duration AGE = Duration.ofHours(1);

  private record Sdcs(Map<String, Sdc> byGuid, Map<String, Sdc> byId) {}

  private final Remembered<Sdcs> sdcs;

  SdcDirectory(ScaleIoSystem system) {
    this(system, list -> {});
  }

  /**
   * @param witness is shown all SDCs whenever they were read
   */
  SdcDirectory(ScaleIoSystem system, Consumer<List<Sdc>> witness) {
    this.sdcs = new Remembered<>("its SDCs", AGE, deadline -> read(system, witness, deadline));
  }

  /** Sees to it that they are known. One request, the first time. */
  void require(Deadline deadline) {
    var _ = sdcs.get(deadline);
  }

  /** The SDC of a node. One request, the first time and when it is not known. */
  Optional<Sdc> ofNode(String nodeId, Deadline deadline) {
    long asked = Remembered.now();
    String guid = guid(nodeId);
    Sdc known = sdcs.get(deadline).byGuid().get(guid);
    return known != null ? Optional.of(known) : ofNodeSince(asked, nodeId, deadline);
  }

  /** The same, from what the array said at that instant or later. */
  Optional<Sdc> ofNodeSince(long instant, String nodeId, Deadline deadline) {
    return Optional.ofNullable(sdcs.since(instant, deadline).byGuid().get(guid(nodeId)));
  }

  /** The SDC of that id, from what the array said at that instant or later. */
  Optional<Sdc> byIdSince(long instant, String sdcId, Deadline deadline) {
    return Optional.ofNullable(sdcs.since(instant, deadline).byId().get(sdcId));
  }

  /** All SDCs by their ids, from what the array said at that instant or later. */
  Map<String, Sdc> allSince(long instant, Deadline deadline) {
    return sdcs.since(instant, deadline).byId();
  }

  /**
   * The node ids for lists of SDC ids. One request, the first time and when one is not known. What
   * has no GUID is left out: it is no node of ours.
   */
  Map<List<String>, List<String>> nodesOf(Collection<List<String>> sdcIdLists, Deadline deadline) {
    long asked = Remembered.now();
    if (sdcIdLists.stream().allMatch(List::isEmpty)) {
      return Map.of(List.of(), List.of());
    }
    Map<String, Sdc> known = sdcs.get(deadline).byId();
    if (!sdcIdLists.stream().allMatch(known.keySet()::containsAll)) {
      known = sdcs.since(asked, deadline).byId();
    }
    var nodes = new HashMap<List<String>, List<String>>();
    for (List<String> sdcIds : sdcIdLists) {
      nodes.put(sdcIds, guids(sdcIds, known));
    }
    return nodes;
  }

  /** The node ids for SDC ids, as far as they are known without asking. */
  List<String> rememberedNodes(List<String> sdcIds) {
    return sdcs.last().map(known -> guids(sdcIds, known.byId())).orElse(List.of());
  }

  /** The hosts of mappings, as an operator recognises them. */
  String describe(Collection<SdcMapping> mappings, Deadline deadline) {
    Map<String, Sdc> known = sdcs.get(deadline).byId();
    return mappings.stream()
        .map(mapping -> {
          Sdc sdc = known.get(mapping.sdcId());
          return sdc != null ? sdc.describe() : describe(mapping);
        })
        .collect(joining(", "));
  }

  private static String describe(SdcMapping mapping) {
    return "SDC " + mapping.sdcId() + (mapping.sdcIp().isEmpty() ? "" : " at " + mapping.sdcIp());
  }

  private static List<String> guids(List<String> sdcIds, Map<String, Sdc> known) {
    return sdcIds.stream()
        .map(known::get)
        .filter(sdc -> sdc != null && !sdc.guid().isEmpty())
        .map(Sdc::guid)
        .toList();
  }

  private static String guid(String nodeId) {
    return nodeId.toUpperCase(Locale.ROOT);
  }

  private static Sdcs read(ScaleIoSystem system, Consumer<List<Sdc>> witness, Deadline deadline) {
    List<Sdc> all = system.sdcs(deadline);
    witness.accept(all);
    var byGuid = new HashMap<String, Sdc>();
    var byId = new HashMap<String, Sdc>();
    for (Sdc sdc : all) {
      byGuid.put(guid(sdc.guid()), sdc);
      byId.put(sdc.id(), sdc);
    }
    return new Sdcs(byGuid, byId);
  }
}
