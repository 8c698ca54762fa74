package org.csiscaleio.emulator.control;

import java.util.Map;
import org.csiscaleio.emulator.api.Counters;
import org.csiscaleio.emulator.api.Gateway;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.http.Application;
import org.csiscaleio.emulator.http.Delivery;
import org.csiscaleio.emulator.http.Reply;
import org.csiscaleio.emulator.http.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as clients meet it: counted, and with the faults that somebody asked for. */
public final class FaultyGateway implements Application {
  private static final Logger log = LoggerFactory.getLogger("emulator.faults");

  private final Gateway gateway;
  private final ControlApi control;
  private final Counters counters;
  private final Faults faults;

  public FaultyGateway(Gateway gateway, ControlApi control, Counters counters, Faults faults) {
    this.gateway = gateway;
    this.control = control;
    this.counters = counters;
    this.faults = faults;
  }

  @Override
  public Reply serve(Request request) {
    if (ControlApi.owns(request.path())) {
      return Reply.whole(control.serve(request));
    }
    String kind = gateway.kind(request).label();
    counters.count(kind);
    Fault fault = faults.take(kind);
    if (fault == null) {
      return Reply.whole(gateway.serve(request));
    }
    log.info("fault {}: {} on {}", fault.id(), fault.action().label(), request);
    return suffer(fault, request);
  }

  private Reply suffer(Fault fault, Request request) {
    if (fault.action() != FaultAction.MDM_FAILOVER) {
      pause(fault.millis());
    }
    return switch (fault.action()) {
      case DELAY -> Reply.whole(gateway.serve(request));
      case HANG -> new Reply(Answer.empty(200), Delivery.NEVER);
      case RESET -> new Reply(Answer.empty(200), Delivery.LOST);
      case LOSE_ANSWER -> new Reply(gateway.serve(request), Delivery.LOST);
      case HALF -> new Reply(gateway.serve(request), Delivery.HALF);
      case STATUS -> Reply.whole(status(fault));
      case EXPIRE_TOKEN -> Reply.whole(gateway.expireToken(request));
      case MDM_FAILOVER -> Reply.whole(gateway.notConnected());
    };
  }

  private static Answer status(Fault fault) {
    String body = fault.body();
    return body == null
        ? new Answer(fault.status(), null, Map.of(), new Answer.Fixed(new byte[0]))
        : Answer.text(fault.status(), fault.contentType(), body);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      // The emulator stops; what is still to be said is said at once.
      Thread.currentThread().interrupt();
    }
  }
}
