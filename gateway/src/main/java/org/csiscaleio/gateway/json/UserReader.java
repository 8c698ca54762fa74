package org.csiscaleio.gateway.json;

import org.csiscaleio.gateway.GatewayUser;

/** Reads a user of the MDM. */
public final class UserReader {
  private String name = "";
  private String role = "";
  private boolean passwordExpired;

  private UserReader() {}

  /** The user at hand. */
  public static GatewayUser read(JsonInput in) {
    var reader = new UserReader();
    in.object(reader::field);
    return new GatewayUser(reader.name, reader.role, reader.passwordExpired);
  }

  private void field(String field, JsonInput in) {
    switch (field) {
      case "name" -> name = in.text();
      case "userRole" -> role = in.text();
      case "passwordChangeRequired" -> passwordExpired = in.flag(false);
      default -> {}
    }
  }
}
