package org.csiscaleio.emulator.api;

import java.util.List;
import java.util.function.LongFunction;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RequestRefused;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What a querySelectedStatistics asks: which objects, which properties. One unknown property fails
 * the whole query.
 *
 * @param ids null: all
 */
record StatisticsSelection(@Nullable List<Long> ids, List<String> properties) {
  static StatisticsSelection of(Params params) {
    params.requireOne("ids", "allIds");
    params.require("properties");
    List<Long> ids = params.has("allIds") ? null : TypeApi.selectedIds(params);
    return new StatisticsSelection(ids, params.texts("properties"));
  }

  Answer answer(List<Long> all, LongFunction<Statistics> of) {
    return Answer.json(200, json -> write(json, all, of));
  }

  void write(JsonGenerator json, List<Long> all, LongFunction<Statistics> of) {
    json.writeStartObject();
    for (long id : ids == null ? all : ids) {
      json.writeName(ObjectId.text(id));
      writeOne(json, of.apply(id));
    }
    json.writeEndObject();
  }

  void writeOne(JsonGenerator json, Statistics statistics) {
    for (String property : properties) {
      if (!statistics.has(property)) {
        throw RequestRefused.invalid(
            "Request message is not valid: The statistics property " + property + " is unknown.");
      }
    }
    statistics.write(json, properties);
  }
}
