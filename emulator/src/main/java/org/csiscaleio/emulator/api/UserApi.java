package org.csiscaleio.emulator.api;

import java.util.List;
import org.csiscaleio.emulator.config.UserConfig;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.RequestRefused;
import tools.jackson.core.JsonGenerator;

/** Users of the MDM: those of the configuration. */
final class UserApi extends TypeApi {
  /** Anything will do: users are never made or removed here. */
  private static final int GENERATION = 0x4f5e_0000;

  private final List<UserConfig> users;
  private final long systemId;

  UserApi(List<UserConfig> users, long systemId) {
    super("User");
    this.users = users;
    this.systemId = systemId;
  }

  private static long id(int number) {
    return ObjectId.make(GENERATION, number);
  }

  @Override
  Answer list() {
    return Answer.json(
        200,
        json -> {
          json.writeStartArray();
          for (int number = 0; number < users.size(); number++) {
            write(json, number);
          }
          json.writeEndArray();
        });
  }

  @Override
  Answer get(long id) {
    int number = ObjectId.slot(id);
    if (number < 0 || number >= users.size() || id(number) != id) {
      throw RequestRefused.mdm(ErrorCode.NOT_FOUND);
    }
    return Answer.json(200, json -> write(json, number));
  }

  private void write(JsonGenerator json, int number) {
    UserConfig user = users.get(number);
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(id(number)));
    json.writeStringProperty("name", user.name());
    json.writeStringProperty("systemId", ObjectId.text(systemId));
    json.writeStringProperty("userRole", user.role().apiName());
    json.writeBooleanProperty("passwordChangeRequired", false);
    Links.of(json, "User", id(number)).parent("systemId", "System", systemId).end();
    json.writeEndObject();
  }
}
