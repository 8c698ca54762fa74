package org.csiscaleio.emulator.api;

import java.util.List;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.RequestRefused;

/** A type that exists and of which this array has nothing. */
final class EmptyTypeApi extends TypeApi {
  EmptyTypeApi(String type) {
    super(type);
  }

  @Override
  Answer list() {
    return array(List.<String>of(), (json, none) -> json.writeString(none));
  }

  @Override
  Answer get(long id) {
    throw RequestRefused.mdm(ErrorCode.NOT_FOUND);
  }
}
