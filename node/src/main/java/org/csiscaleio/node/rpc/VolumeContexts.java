package org.csiscaleio.node.rpc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.node.service.ArrayWish;
import org.csiscaleio.node.service.SubPath;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Failure;

/**
 * Reads a volume_context, the same in all generations of CSI: what CreateVolume put there, and what
 * a person writes into the description of a task whose volume was not made by the orchestrator,
 * with the words that REX-Ray's users have (dvdi's {@code volumetype} and {@code newfstype}).
 */
final class VolumeContexts {
  /** The array's largest volume is 1 PiB. */
  private static final long LARGEST_GIB = 1L << 20;

  private final String field;

  /**
   * @param field what the caller's generation calls it
   */
  VolumeContexts(String field) {
    this.field = field;
  }

  /**
   * @throws Failure INVALID_ARGUMENT naming the key whose value cannot be
   */
  VolumeContext read(Map<String, String> context) {
    if (flag(context, "overwritefs")) {
      throw Failure.invalid(
          field
              + " overwritefs is true, but no file system is ever overwritten here; leave it"
              + " out, and erase the volume by hand if nobody needs what is on it");
    }
    return new VolumeContext(
        Capabilities.fileSystem(
            first(context, "fsType", "newfstype").orElse(""), field + " fsType"),
        Fields.value(context, "mkfsFormatOption")
            .map(options -> List.of(options.split("\\s+", -1)))
            .orElse(List.of()),
        Fields.value(context, "subPath").map(this::subPath),
        new ArrayWish(
            first(context, "systemId", "system"),
            flag(context, "create"),
            sizeGib(context),
            first(context, "storagePool", "volumetype"),
            Fields.value(context, "protectionDomain"),
            first(context, "provisioning", "thickProvisioning", "thinOrThick").map(this::thick),
            flag(context, "preempt"),
            number(context, "iopsLimit"),
            number(context, "bandwidthLimitInKbps")));
  }

  private static Optional<String> first(Map<String, String> context, String... keys) {
    return List.of(keys).stream().flatMap(key -> Fields.value(context, key).stream()).findFirst();
  }

  private SubPath subPath(String text) {
    try {
      return new SubPath(Path.of(text));
    } catch (InvalidPathException e) {
      throw new Failure(
          Failure.Code.INVALID_ARGUMENT, field + " subPath is not a path: " + e.getReason(), e);
    }
  }

  private boolean flag(Map<String, String> context, String key) {
    return Fields.value(context, key)
        .map(value ->
            switch (value.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default ->
                  throw Failure.invalid(
                      field + " " + key + " is '" + value + "'; it is true or false");
            })
        .orElse(false);
  }

  private boolean thick(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true", "thick", "thickprovisioned" -> true;
      case "false", "thin", "thinprovisioned" -> false;
      default ->
          throw Failure.invalid(field + " provisioning is '" + word + "'; it is thin or thick");
    };
  }

  private OptionalLong sizeGib(Map<String, String> context) {
    Optional<String> text = first(context, "sizeGiB", "size");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long gib = number("size", text.get());
    if (gib < 1 || gib > LARGEST_GIB) {
      throw Failure.invalid(
          field + " size is '" + text.get() + "'; it is 1 to " + LARGEST_GIB + ", in GiB");
    }
    return OptionalLong.of(gib);
  }

  private long number(Map<String, String> context, String key) {
    return Fields.value(context, key).map(text -> number(key, text)).orElse(0L);
  }

  private long number(String key, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Failure(
          Failure.Code.INVALID_ARGUMENT,
          field + " " + key + " is '" + text + "', which is not a whole number",
          e);
    }
  }
}
