package org.csiscaleio.mesos.provider;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.wire.ListedVolume;

/**
 * How ListVolumes and GetCapacity become offers: set arithmetic over RAW disks. Each disk known is
 * turned back into the RAW disk it was and looked for among those discovered; contract 5.1 to 5.3.
 *
 * @param vendor plugin type and name; empty before 1.7.1
 * @param defaultReservations of the provider's configuration
 * @param warnings told what Mesos logs and a plugin should never be the cause of
 */
record Reconciliation(
    Release release,
    Optional<String> vendor,
    List<String> defaultReservations,
    Consumer<String> warnings) {

  /** createRawDiskResource: 1.11.x:P:199. */
  Resource raw(
      long bytes, Optional<String> profile, Optional<String> id, Map<String, String> metadata) {
    return new Resource(
        Resource.Type.RAW,
        Resource.thousandthsOf(bytes),
        profile,
        vendor,
        id,
        metadata,
        "",
        defaultReservations,
        "");
  }

  Resource pool(String profile, long bytes) {
    return raw(bytes, Optional.of(profile), Optional.empty(), Map.of());
  }

  /** ListVolumes and every GetCapacity at once: at start, and from 1.9 on each time. */
  Resources all(Resources total, List<ListedVolume> listed, Resources pools) {
    if (!release.reconcilesByIdentity()) {
      requireDistinct(listed, "MESOS-9956");
      return apply(total, conversion(total, discovered(total, listed).plus(pools)));
    }
    Resources withVolumes = total;
    for (ResourceConversion each : existingVolumes(total, listed)) {
      withVolumes = apply(withVolumes, each);
    }
    return pools(withVolumes, pools);
  }

  /** GetCapacity alone: on a profile update before 1.9. */
  Resources pools(Resources total, Resources discovered) {
    Resources known = total.filter(it -> it.id().isEmpty() && it.type() == Resource.Type.RAW);
    return apply(total, conversion(known, discovered));
  }

  /** computeConversion, reconcileResources: 1.7.x:P:1390, 1.11.x:P:1031. */
  ResourceConversion conversion(Resources checkpointed, Resources discovered) {
    Resources remove = Resources.NONE;
    Resources add = discovered;
    for (Resource resource : checkpointed.all()) {
      Resource unconverted =
          raw(resource.bytes(), resource.profile(), resource.id(), resource.metadata());
      boolean stillUnconverted =
          release.reconcilesByIdentity()
              ? unconverted.equals(resource)
              : checkpointed.contains(unconverted);
      if (add.contains(unconverted)) {
        add = add.minus(unconverted);
      } else if (stillUnconverted) {
        remove = remove.plus(unconverted);
      } else {
        warnings.accept("Missing converted resource '" + resource + "'");
      }
    }
    add.all().stream()
        .filter(it -> it.id().isPresent() && it.profile().isPresent())
        .forEach(phantom -> warnings.accept("phantom disk '" + phantom + "'"));
    return new ResourceConversion(remove, add);
  }

  /** getExistingVolumes, 1.8.1 on: bears changed metadata, from 1.9 on duplicates too. */
  private List<ResourceConversion> existingVolumes(Resources total, List<ListedVolume> listed) {
    Resources remove = Resources.NONE;
    Resources add = Resources.NONE;
    var known = new LinkedHashMap<String, Resource>();
    for (Resource resource : total.filter(it -> it.id().isPresent()).all()) {
      if (known.putIfAbsent(resource.id().orElseThrow(), resource) != null) {
        AgentAborts.unless(
            release.toleratesDuplicates(), "duplicated volume " + resource, "1.8.1:P:1057");
        remove = remove.plus(resource);
      }
    }
    if (!release.toleratesDuplicates()) {
      requireDistinct(listed, "1.8.1:P:1057, at the next reconciliation");
    }
    var distinct = new ArrayList<ListedVolume>();
    var ids = new HashSet<String>();
    for (ListedVolume volume : listed) {
      if (!ids.add(volume.id())) {
        warnings.accept("Dropping duplicated volume '" + volume.id() + "'");
        continue;
      }
      distinct.add(volume);
      Resource before = known.get(volume.id());
      if (before != null && !before.metadata().equals(volume.context())) {
        warnings.accept("Changed metadata of volume '" + volume.id() + "'");
        remove = remove.plus(before);
        add = add.plus(before.withIdentity(before.id(), volume.context()));
      }
    }
    var metadata = new ResourceConversion(remove, add);
    Resources checkpointed = total.filter(it -> it.id().isPresent()).apply(metadata);
    return List.of(metadata, conversion(checkpointed, discovered(total, distinct)));
  }

  /** One RAW disk for each volume listed, of the profile the agent knows it by. */
  private Resources discovered(Resources total, List<ListedVolume> listed) {
    var profiles = new LinkedHashMap<String, String>();
    for (Resource resource : total.all()) {
      if (resource.id().isPresent() && resource.profile().isPresent()) {
        profiles.put(resource.id().get(), resource.profile().get());
      }
    }
    return Resources.of(
        listed.stream()
            .map(volume ->
                raw(
                    volume.capacityBytes(),
                    Optional.ofNullable(profiles.get(volume.id())),
                    Optional.of(volume.id()),
                    volume.context()))
            .toList());
  }

  private Resources apply(Resources total, ResourceConversion conversion) {
    try {
      return total.apply(conversion);
    } catch (Failed e) {
      throw new AgentAborts("cannot reconcile: " + e.getMessage(), applied());
    }
  }

  private String applied() {
    return switch (release) {
      case V1_5 -> "1.5.x:P:1028 or 1293";
      case V1_6 -> "1.6.x:P:1073 or 1339";
      case V1_7_1 -> "1.7.1:P:1098 or 1304";
      case V1_7_3 -> "1.7.x:P:1117 or 1325";
      case V1_8_0 -> "1.8.0:P:721 or 929";
      case V1_8_1 -> "1.8.1:P:727";
      case V1_9 -> "1.9.x:P:802";
      case V1_11 -> "1.11.x:P:803";
    };
  }

  private static void requireDistinct(List<ListedVolume> listed, String where) {
    var ids = new HashSet<String>();
    for (ListedVolume volume : listed) {
      AgentAborts.unless(ids.add(volume.id()), "duplicated volume " + volume.id(), where);
    }
  }
}
