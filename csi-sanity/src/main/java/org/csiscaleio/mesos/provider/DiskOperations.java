package org.csiscaleio.mesos.provider;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.DiskProfile;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.RecursiveDelete;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.volume.VolumeManager;
import org.csiscaleio.mesos.volume.VolumeState;
import org.csiscaleio.mesos.wire.ListedVolume;

/**
 * What each operation does to a volume, and what it makes of the resource: applyCreateDisk,
 * applyDestroyDisk, applyCreate, applyDestroy; in 1.5 and 1.6 applyCreateVolumeOrBlock and
 * applyDestroyVolumeOrBlock.
 *
 * @param profiles those known now
 */
record DiskOperations(
    Release release,
    CsiPaths paths,
    VolumeManager volumes,
    RecursiveDelete delete,
    Map<String, DiskProfile> profiles) {

  /** What the operation's resource becomes; throws Failed when the operation fails. */
  Resource apply(Operation operation) {
    Resource source = operation.source();
    return switch (operation.kind()) {
      case RESERVE -> {
        var roles = new ArrayList<>(source.reservations());
        roles.add(operation.word());
        yield source.withReservations(roles);
      }
      case UNRESERVE ->
          source.withReservations(
              source.reservations().subList(0, source.reservations().size() - 1));
      case CREATE -> create(source, operation.word());
      case DESTROY -> destroy(source);
      case CREATE_DISK -> createDisk(operation);
      case DESTROY_DISK -> destroyDisk(source);
    };
  }

  private Resource create(Resource source, String persistenceId) {
    if (source.type() != Resource.Type.MOUNT) {
      throw new Failed("Cannot create persistent volume on a " + source.type() + " disk");
    }
    return source.withPersistence(persistenceId);
  }

  /** Before 1.7.2 the data stays for whoever gets the disk next: MESOS-9544. */
  private Resource destroy(Resource source) {
    String id = source.id().orElseThrow();
    if (release.wipesPersistentVolumes()
        && volumes.state(id).map(VolumeState::nodePublishRequired).orElse(false)) {
      AgentAborts.unless(
          volumes.state(id).orElseThrow().state() == VolumeState.State.PUBLISHED,
          "volume " + id + " is not published although a container has used it",
          "1.7.x:P:3339");
      delete.contents(paths.target(release, id)); // While mounted.
    }
    return source.withPersistence("");
  }

  private Resource createDisk(Operation operation) {
    Resource source = operation.source();
    boolean block = operation.targetType().equals(Optional.of(Resource.Type.BLOCK));
    if (source.type() != Resource.Type.RAW) {
      throw new Failed("Cannot create a disk from a " + source.type() + " disk");
    }
    requireOneOfTwoKinds(operation);
    if (!release.importsWithTargetProfile() && source.profile().isEmpty()) {
      return converted(source, importWithDefaults(source, block), operation, Optional.empty());
    }
    DiskProfile profile = profile(operation, block);
    ListedVolume made;
    if (source.profile().isPresent()) {
      made =
          volumes.createVolume(
              operation.uuid(), source.bytes(), profile.capability(), profile.parameters());
    } else {
      made = listed(source);
      volumes.validateVolume(made, profile.capability(), profile.parameters());
    }
    return converted(source, made, operation, Optional.of(profile.name()));
  }

  /** A pool with a profile, or a pre-existing disk with an id; a phantom has both: MESOS-9395. */
  private void requireOneOfTwoKinds(Operation operation) {
    Resource source = operation.source();
    boolean preExisting =
        release.importsWithTargetProfile()
            ? source.id().isPresent() && operation.targetProfile().isPresent()
            : source.id().isPresent();
    AgentAborts.unless(
        source.profile().isPresent() != preExisting,
        "a disk is made of " + source,
        switch (release) {
          case V1_5 -> "1.5.x:P:2736";
          case V1_6 -> "1.6.x:P:2963";
          case V1_7_1, V1_7_3 -> "1.7.x:P:3113";
          case V1_8_0, V1_8_1 -> "1.8.0:P:1655";
          case V1_9, V1_11 -> "1.11.x:P:1769";
        });
  }

  private DiskProfile profile(Operation operation, boolean block) {
    String name = operation.targetProfile().or(operation.source()::profile).orElseThrow();
    DiskProfile profile = profiles.get(name);
    if (profile == null) {
      throw new Failed("Profile '" + name + "' not found");
    }
    if (profile.capability().block() != block) {
      throw new Failed("Profile '" + name + "' cannot be used to create such a disk");
    }
    return profile;
  }

  /** 1.5 and 1.6: a default capability is validated, or the checkpoint's must be of that kind. */
  private ListedVolume importWithDefaults(Resource source, boolean block) {
    ListedVolume volume = listed(source);
    Optional<VolumeState> known = volumes.state(volume.id());
    if (known.isEmpty()) {
      Capability capability = block ? Capability.rawBlock() : Capability.mount("");
      volumes.validateVolume(volume, capability, Map.of());
    } else if (known.get().capability().block() != block) {
      throw new Failed("Volume '" + volume.id() + "' cannot be converted to such a disk");
    }
    return volume;
  }

  private static ListedVolume listed(Resource source) {
    return new ListedVolume(source.id().orElseThrow(), source.bytes(), source.metadata());
  }

  private Resource converted(
      Resource source, ListedVolume made, Operation operation, Optional<String> profile) {
    Resource.Type type = operation.targetType().orElseThrow();
    String root =
        type == Resource.Type.BLOCK
            ? ""
            : "."
                + "/csi/"
                + paths.type()
                + "/"
                + paths.name()
                + "/mounts"
                + (release.atLeast(Release.V1_6) ? "" : "/" + CsiPaths.encode(made.id()));
    Map<String, String> labels = made.context().isEmpty() ? source.metadata() : made.context();
    return source
        .withIdentity(Optional.of(made.id()), labels)
        .withProfile(profile)
        .ofType(type, root);
  }

  private Resource destroyDisk(Resource source) {
    String id = source.id().orElseThrow(() -> new AgentAborts("no volume id", "1.11.x:P:1882"));
    if (source.type() == Resource.Type.RAW && !release.destroysRawDisks()) {
      throw new Failed("Cannot destroy a RAW disk"); // Said by the master.
    }
    boolean imported = source.profile().isEmpty();
    boolean deprovisioned = volumes.deleteVolume(id, imported);
    Resource raw = source.ofType(Resource.Type.RAW, "");
    if (!deprovisioned) {
      return release.deletesImportedVolumes() ? raw.withProfile(Optional.empty()) : raw;
    }
    Resource pool = raw.withIdentity(Optional.empty(), Map.of());
    // A pool of a profile that is gone would be offered under a name nobody knows.
    return isKnown(source.profile()) || !release.forgetsProfiles() ? pool : pool.ofThousandths(0);
  }

  private boolean isKnown(Optional<String> profile) {
    return profile.map(profiles::containsKey).orElse(false);
  }
}
