package org.csiscaleio.image;

import java.util.Optional;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.metrics.Telemetry;
import org.csiscaleio.image.trace.Tracing;
import org.csiscaleio.operation.meter.Meter;

/**
 * Who is told of what happens: metrics, traces, both or nobody.
 *
 * @param metrics empty when nobody wants them
 * @param traces empty when nobody wants them
 */
record Meters(Optional<Telemetry> metrics, Optional<Tracing> traces) implements AutoCloseable {
  /** For what is no array's. */
  Meter ofHost() {
    Meter meter = metrics.isPresent() ? metrics.get().ofHost() : Meter.NONE;
    return traces.isPresent() ? meter.and(traces.get().ofHost()) : meter;
  }

  /** For an array's; it is called as the operator called it, else by its first gateway's host. */
  Meter ofSystem(Configuration.Gateway gateway) {
    if (metrics.isEmpty() && traces.isEmpty()) {
      return Meter.NONE;
    }
    String system = gateway.system().orElseGet(() -> gateway.addresses().getFirst().getHost());
    Meter meter = metrics.isPresent() ? metrics.get().ofSystem(system) : Meter.NONE;
    return traces.isPresent() ? meter.and(traces.get().ofSystem(system)) : meter;
  }

  @Override
  public void close() {
    if (metrics.isPresent()) {
      metrics.get().close();
    }
    if (traces.isPresent()) {
      traces.get().close();
    }
  }
}
