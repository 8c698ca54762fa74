package org.csiscaleio.image.disk;

import java.util.Optional;
import org.csiscaleio.image.disk.DiskResource.Kind;
import org.csiscaleio.image.mesos.Json;
import org.csiscaleio.image.mesos.MesosRelease;

/** What is to be done with a disk, as each release of Mesos calls it. */
sealed interface Operation {
  /** The disk that it is done with. */
  DiskResource disk();

  /** Reserves for the last reservation of {@code disk}. */
  record Reserve(DiskResource disk) implements Operation {}

  /** Takes the last reservation off. */
  record Unreserve(DiskResource disk) implements Operation {}

  /**
   * Makes a disk.
   *
   * @param profile of a volume that is there already and has none
   */
  record Create(DiskResource disk, Kind target, Optional<String> profile) implements Operation {}

  /** Deletes a persistent volume and its files. */
  record Empty(DiskResource disk) implements Operation {}

  /** Makes a disk a part of its pool again. */
  record Destroy(DiskResource disk) implements Operation {}

  /** What it is called in messages and ids. */
  default String word() {
    return switch (this) {
      case Reserve reserve -> "reserve";
      case Unreserve unreserve -> "unreserve";
      case Create create -> "create";
      case Empty empty -> "empty";
      case Destroy destroy -> "destroy";
    };
  }

  /**
   * As it stands in an ACCEPT.
   *
   * @param id for what becomes of it to be told; a master that tells nobody drops one with an id
   */
  default Json json(MesosRelease master, Optional<String> id) {
    // 1.7 gave the operations on disks new names.
    boolean old = master.minor() < 7;
    Json.Members json =
        switch (this) {
          case Reserve reserve -> body("RESERVE", "reserve", "resources", list());
          case Unreserve unreserve -> body("UNRESERVE", "unreserve", "resources", list());
          case Empty empty -> body("DESTROY", "destroy", "volumes", list());
          case Create create -> create(create, old);
          case Destroy destroy -> {
            boolean block = disk().kind() == Kind.BLOCK;
            if (!old) {
              yield body("DESTROY_DISK", "destroy_disk", "source", disk().json());
            }
            yield block
                ? body("DESTROY_BLOCK", "destroy_block", "block", disk().json())
                : body("DESTROY_VOLUME", "destroy_volume", "volume", disk().json());
          }
        };
    return id.map(value -> json.with("id", Json.object().with("value", value))).orElse(json);
  }

  private static Json.Members create(Create create, boolean old) {
    Json.Members source = Json.object().with("source", create.disk().json());
    if (old && create.target() == Kind.BLOCK) {
      return Json.object().with("type", "CREATE_BLOCK").with("create_block", source);
    }
    Json.Members body = source.with("target_type", create.target().name());
    if (create.profile().isPresent()) {
      body = body.with("target_profile", create.profile().get());
    }
    return old
        ? Json.object().with("type", "CREATE_VOLUME").with("create_volume", body)
        : Json.object().with("type", "CREATE_DISK").with("create_disk", body);
  }

  private Json.Members body(String type, String name, String field, Json resources) {
    return Json.object().with("type", type).with(name, Json.object().with(field, resources));
  }

  private Json list() {
    return Json.list(disk().json());
  }
}
