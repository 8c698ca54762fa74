/**
 * What operators are shown of the program: the table of metrics, their values, and the two ways
 * out, a page for Prometheus and datagrams for StatsD. Knows neither gRPC nor ScaleIO, and asks
 * nobody anything: it shows what it was told. Begin at {@link
 * org.csiscaleio.image.metrics.Telemetry}.
 */
@NullMarked
package org.csiscaleio.image.metrics;

import org.jspecify.annotations.NullMarked;
