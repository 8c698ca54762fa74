package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what an orchestrator calls a volume into the volume. A whole id speaks for itself; a bare
 * one may need the array, a name does: so what they meant is remembered while the volume is in use,
 * and it can be taken back while no gateway answers.
 */
final class VolumeIds {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeIds.class);
  private static final String NAME_PREFIX = "name:";

  private final NodeSettings settings;
  private final Host host;
  private final VolumeRecords records;
  private final Optional<ArrayAccess> array;

  VolumeIds(NodeSettings settings, Host host, VolumeRecords records, Optional<ArrayAccess> array) {
    this.settings = settings;
    this.host = host;
    this.records = records;
    this.array = array;
  }

  static boolean isName(String text) {
    return text.startsWith(NAME_PREFIX);
  }

  /**
   * The volume that is to be used. Made, if it does not exist, where request and operator want
   * that.
   *
   * @throws Failure NOT_FOUND when it is none of ours
   */
  VolumeId toUse(String text, Capability capability, VolumeContext context, Deadline deadline) {
    Optional<VolumeId> plain = plain(text, context.array().system());
    if (plain.isPresent()) {
      return plain.get();
    }
    Optional<VolumeId> inUse =
        remembered(text, deadline).filter(volume -> host.device(volume, deadline).isPresent());
    if (inUse.isPresent()) {
      return inUse.get();
    }
    ArrayAccess access = array.orElseThrow(() -> unknown(text));
    if (!isName(text) && !VolumeId.isId(text)) {
      throw unknown(text);
    }
    try {
      return access.resolve(text, context.array(), deadline);
    } catch (Failure failure) {
      if (failure.code() != Code.NOT_FOUND || !isName(text) || !context.array().create()) {
        throw failure;
      }
      return create(access, text.substring(NAME_PREFIX.length()), capability, context, deadline);
    }
  }

  private VolumeId create(
      ArrayAccess access,
      String name,
      Capability capability,
      VolumeContext context,
      Deadline deadline) {
    if (!settings.createVolumes()) {
      throw Failure.precondition(
          "there is no volume '"
              + name
              + "', and create=true is not allowed here: make the volume on the array, or have the"
              + " operator set nodeCreate");
    }
    VolumeId made = access.create(name, capability, context, deadline);
    LOG.info("There was no volume '{}'; it was made as {}", name, made);
    return made;
  }

  /**
   * The volume that is taken for shown at those paths; empty when nobody can tell any more which.
   */
  Optional<VolumeId> shown(String text, Set<Path> paths, Deadline deadline) {
    Optional<VolumeId> plain = plain(text, Optional.empty());
    if (plain.isPresent()) {
      return plain;
    }
    if (!isName(text) && !VolumeId.isId(text)) {
      throw unknown(text);
    }
    return remembered(text, deadline)
        .or(() ->
            paths.stream()
                .flatMap(path -> host.volumeShownAt(path, deadline).stream())
                .findFirst());
  }

  private Optional<VolumeId> remembered(String text, Deadline deadline) {
    return records.all(deadline).stream()
        .filter(record -> record.names().contains(text))
        .map(VolumeRecord::volume)
        .findFirst();
  }

  /** A whole id, or a bare one whose system can be told without asking the array. */
  private Optional<VolumeId> plain(String text, Optional<String> namedSystem) {
    String system =
        namedSystem
            .filter(VolumeId::isId)
            .or(settings::defaultSystemId)
            .or(() -> VolumeId.isId(text) ? host.systemWithVolume(text) : Optional.empty())
            .orElse("");
    if (system.isEmpty() && VolumeId.isId(text)) {
      if (array.isPresent()) {
        return Optional.empty();
      }
      throw Failure.notFound(
          "volume id '" + text + "' names no system, and no device here tells which is meant");
    }
    return VolumeId.parse(text, system);
  }

  private static Failure unknown(String text) {
    return Failure.notFound(
        isName(text)
            ? "which volume '"
                + text
                + "' is cannot be told here, because this plugin has no gateway to ask; give it"
                + " one, or use the volume's id"
            : "there is no volume '" + text + "'");
  }
}
