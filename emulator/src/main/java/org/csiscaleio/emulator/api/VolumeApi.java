package org.csiscaleio.emulator.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.AccessMode;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.NewVolume;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RemoveMode;
import org.csiscaleio.emulator.model.RequestRefused;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.Volume;
import org.csiscaleio.emulator.model.VolumeType;
import org.jspecify.annotations.Nullable;

/** Volumes and snapshots: finding, making, changing, removing. */
final class VolumeApi extends TypeApi {
  private static final long KIB_PER_GIB = 1L << 20;

  private final ArrayServices services;
  private final MappingActions mappings;
  private final MigrationActions migrations;

  VolumeApi(ArrayServices services) {
    super("Volume");
    this.services = services;
    this.mappings = new MappingActions(services);
    this.migrations = new MigrationActions(services);
  }

  /** Lists volumes with what they say of SDCs, all of one moment. */
  static Answer listing(ArrayServices services, Function<ArrayTables, List<Volume>> which) {
    Map<Long, Sdc> sdcs = new HashMap<>();
    List<Volume> volumes =
        services
            .array()
            .read(tables -> {
              tables.sdcs().forEach(sdc -> sdcs.put(sdc.id(), sdc));
              return which.apply(tables);
            });
    return array(volumes, new VolumeJson(services.version(), sdcs::get)::write);
  }

  @Override
  Answer list() {
    return listing(services, tables -> tables.volumes());
  }

  @Override
  Answer get(long id) {
    return services
        .array()
        .read(tables ->
            single(
                tables.volume(id), new VolumeJson(services.version(), tables::sdcOrNull)::write));
  }

  @Override
  Answer related(long id, String relation) {
    if (!relation.equals("Statistics")) {
      throw new UnknownCall();
    }
    return services
        .array()
        .read(tables -> new VolumeStatistics(tables).of(tables.volume(id)).answer());
  }

  @Override
  Answer create(Params params) {
    params.require("storagePoolId");
    params.requireOne("volumeSizeInKb", "volumeSizeInGb");
    VolumeType type =
        params.optionalOneOf(
            "volumeType", List.of(VolumeType.THIN, VolumeType.THICK), VolumeType::apiName);
    String domainId = params.optional("protectionDomainId");
    long id =
        services
            .volumes()
            .create(
                new NewVolume(
                    params.optional("name"),
                    sizeKib(params),
                    type == null ? VolumeType.THICK : type,
                    ObjectId.parse(params.text("storagePoolId")),
                    domainId == null ? null : ObjectId.parse(domainId),
                    params.bool("useRmcache", false)));
    return created(id);
  }

  private static long sizeKib(Params params) {
    if (params.has("volumeSizeInKb")) {
      return params.number("volumeSizeInKb");
    }
    long gib = params.number("volumeSizeInGb");
    return Math.abs(gib) > Long.MAX_VALUE / KIB_PER_GIB ? Long.MAX_VALUE : gib * KIB_PER_GIB;
  }

  @Override
  Answer typeAction(String action, Params params) {
    return switch (action) {
      case "queryIdByKey" -> Answer.jsonText(idByName(params.text("name")));
      case "queryBySelectedIds" -> selected(params);
      case "querySelectedStatistics" -> statistics(params);
      default -> throw new UnknownCall();
    };
  }

  private String idByName(String name) {
    Volume volume = services.array().read(tables -> tables.volumeByName(name));
    if (volume == null) {
      throw noSuchKey(services.version(), ErrorCode.VOL_NOT_FOUND);
    }
    return ObjectId.text(volume.id());
  }

  @Override
  String legacyLookup(String by, String key) {
    if (!by.equals("Name")) {
      throw new UnknownCall();
    }
    return idByName(key);
  }

  private Answer selected(Params params) {
    List<Long> ids = selectedIds(params);
    return listing(services, tables -> ids.stream().map(tables::volume).toList());
  }

  private Answer statistics(Params params) {
    return services
        .array()
        .read(tables -> {
          var of = new VolumeStatistics(tables);
          return StatisticsSelection.of(params)
              .answer(
                  tables.volumes().stream().map(Volume::id).toList(),
                  id -> of.of(tables.volume(id)));
        });
  }

  @Override
  Answer act(long id, String action, Params params) {
    switch (action) {
      case "setVolumeName" -> services.volumes().rename(id, params.text("newName"));
      case "setVolumeSize" -> services.volumes().resize(id, wholeSize(params));
      case "removeVolume" -> remove(id, params);
      case "overwriteVolumeContent" ->
          services.snapshots().overwrite(id, ObjectId.parse(params.text("srcVolumeId")));
      case "setVolumeUseRmcache" -> {
        params.require("useRmcache");
        services.array().read(tables -> tables.volume(id));
      }
      case "setVolumeAccessModeLimit" -> limitAccess(id, params);
      default -> {
        if (!mappings.act(id, action, params) && !migrations.act(id, action, params)) {
          throw new UnknownCall();
        }
      }
    }
    return Answer.emptyObject();
  }

  /** Not rounded, unlike a new volume's. */
  private static long wholeSize(Params params) {
    long gib = params.number("sizeInGB");
    if (gib <= 0 || gib % 8 != 0) {
      throw RequestRefused.invalid(
          "Request message is not valid: sizeInGB must be a positive number in granularity of 8"
              + " GB, but its value is "
              + gib);
    }
    return gib;
  }

  private void remove(long id, Params params) {
    params.require("removeMode");
    RemoveMode mode =
        params.optionalOneOf("removeMode", List.of(RemoveMode.values()), RemoveMode::name);
    services.volumes().remove(id, mode == null ? RemoveMode.ONLY_ME : mode);
  }

  private void limitAccess(long id, Params params) {
    if (!services.version().hasAccessModes()) {
      throw new UnknownCall();
    }
    params.require("accessModeLimit");
    @Nullable AccessMode limit =
        params.optionalOneOf(
            "accessModeLimit",
            List.of(AccessMode.READ_WRITE, AccessMode.READ_ONLY),
            AccessMode::apiName);
    services.volumes().limitAccess(id, limit == null ? AccessMode.READ_WRITE : limit);
  }
}
