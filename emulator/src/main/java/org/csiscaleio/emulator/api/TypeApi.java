package org.csiscaleio.emulator.api;

import java.util.List;
import java.util.function.BiFunction;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RequestRefused;
import tools.jackson.core.JsonGenerator;

/** What can be asked of one type of object. Whatever a type does not override, it does not know. */
abstract class TypeApi {
  private final String type;

  TypeApi(String type) {
    this.type = type;
  }

  final String type() {
    return type;
  }

  Answer list() {
    throw new UnknownCall();
  }

  Answer create(Params params) {
    throw new UnknownCall();
  }

  Answer typeAction(String action, Params params) {
    throw new UnknownCall();
  }

  /** The id of the object with a key of an old release; {@code by} is Name, Ip and so on. */
  String legacyLookup(String by, String key) {
    throw new UnknownCall();
  }

  Answer get(long id) {
    throw new UnknownCall();
  }

  Answer related(long id, String relation) {
    throw new UnknownCall();
  }

  Answer act(long id, String action, Params params) {
    throw new UnknownCall();
  }

  /** A JSON list, sent while it is made. */
  static <T> Answer array(List<T> items, ItemWriter<T> writer) {
    return Answer.stream(json -> {
      json.writeStartArray();
      for (T item : items) {
        writer.write(json, item);
      }
      json.writeEndArray();
    });
  }

  /** The objects of queryBySelectedIds, in the order of their ids; one unknown id fails it all. */
  static <T> Answer selected(
      ArrayServices services,
      Params params,
      BiFunction<ArrayTables, Long, T> byId,
      ItemWriter<T> writer) {
    List<Long> ids = selectedIds(params);
    return array(
        services.array().read(tables -> ids.stream().map(id -> byId.apply(tables, id)).toList()),
        writer);
  }

  static List<Long> selectedIds(Params params) {
    return params.texts("ids").stream().map(ObjectId::parse).toList();
  }

  /** The id of what was made. */
  static Answer created(long id) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("id", ObjectId.text(id));
          json.writeEndObject();
        });
  }

  static <T> Answer single(T item, ItemWriter<T> writer) {
    return Answer.json(200, json -> writer.write(json, item));
  }

  /** Writes one object. */
  @FunctionalInterface
  interface ItemWriter<T> {
    void write(JsonGenerator json, T item);
  }

  /** A call that this type does not have. */
  static final class UnknownCall extends RuntimeException {
    UnknownCall() {
      super("no such call", null, false, false);
    }
  }

  /** An object is missing by the words of the release: names were looked up otherwise in 2.x. */
  static RequestRefused noSuchKey(ApiVersion version, ErrorCode code) {
    return RequestRefused.mdm(version.atLeast(3, 0) ? code : ErrorCode.NOT_FOUND);
  }
}
