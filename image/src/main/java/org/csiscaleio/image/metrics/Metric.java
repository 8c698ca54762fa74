package org.csiscaleio.image.metrics;

import java.util.List;
import java.util.Optional;

/** Every metric there is, in the order they are shown. */
enum Metric {
  BUILD_INFO(
      "csiscaleio_build_info",
      Kind.GAUGE,
      "Always 1: what runs, and how.",
      "version",
      "java",
      "mode",
      "scope"),

  RPC_REQUESTS(
      "csiscaleio_rpc_requests_total",
      Kind.COUNTER,
      "Requests of orchestrators that were answered.",
      "service",
      "method",
      "code"),
  RPC_DURATION(
      "csiscaleio_rpc_duration_seconds",
      Kind.HISTOGRAM,
      "How long they took, waiting for other calls on the same volume included.",
      "service",
      "method"),
  RPC_IN_FLIGHT(
      "csiscaleio_rpc_in_flight", Kind.GAUGE, "Requests that run now, those of Identity aside."),
  RPC_IN_FLIGHT_LIMIT(
      "csiscaleio_rpc_in_flight_limit",
      Kind.GAUGE,
      "How many may run at a time (maxRequests); more are answered UNAVAILABLE."),

  GATEWAY_REQUESTS(
      "csiscaleio_gateway_requests_total",
      Kind.COUNTER,
      "What was asked of the array or changed there, each with all attempts and addresses it took.",
      "system",
      "kind",
      "result"),
  GATEWAY_DURATION(
      "csiscaleio_gateway_request_duration_seconds",
      Kind.HISTOGRAM,
      "How long it took, waiting for one of maxGatewayRequests places and for logins included.",
      "system",
      "kind"),
  GATEWAY_LOGINS(
      "csiscaleio_gateway_logins_total",
      Kind.COUNTER,
      "Logins that were tried; one in some minutes to hours is usual.",
      "system",
      "gateway",
      "result"),
  GATEWAY_UP(
      "csiscaleio_gateway_up",
      Kind.GAUGE,
      "1 when the last request found a gateway that has its array, 0 when it did not.",
      "system"),
  GATEWAY_UP_AGE("csiscaleio_gateway_up_age_seconds", GATEWAY_UP, "How long ago that request was."),

  POOL_USABLE(
      "csiscaleio_pool_usable_bytes",
      Kind.GAUGE,
      "What the pool can hold, one copy of the data counted, without what is kept for rebuilds.",
      "system",
      "domain",
      "pool"),
  POOL_USED(
      "csiscaleio_pool_used_bytes",
      Kind.GAUGE,
      "What of it is in use, whoever uses it.",
      "system",
      "domain",
      "pool"),
  POOL_AVAILABLE(
      "csiscaleio_pool_available_bytes",
      Kind.GAUGE,
      "What the array would still grant to new volumes, as GetCapacity tells it in cluster scope.",
      "system",
      "domain",
      "pool",
      "provisioning"),
  POOL_AGE(
      "csiscaleio_pool_age_seconds", POOL_USABLE, "How long ago the array told the three above."),
  QUOTA(
      "csiscaleio_quota_bytes",
      Kind.GAUGE,
      "In node scope: what this plugin may use of the pool.",
      "system",
      "domain",
      "pool"),
  QUOTA_LEFT(
      "csiscaleio_quota_left_bytes",
      Kind.GAUGE,
      "In node scope: what of that is left, as GetCapacity tells it.",
      "system",
      "domain",
      "pool"),
  QUOTA_AGE("csiscaleio_quota_age_seconds", QUOTA, "How long ago the two above were asked for."),

  VOLUMES(
      "csiscaleio_volumes",
      Kind.GAUGE,
      "Volumes that this plugin lists, at the last look.",
      "system"),
  VOLUMES_SIZE(
      "csiscaleio_volumes_size_bytes",
      Kind.GAUGE,
      "Their sizes, as the orchestrator knows them, added up.",
      "system"),
  VOLUME_MAPPINGS(
      "csiscaleio_volume_mappings",
      Kind.GAUGE,
      "To how many hosts they are mapped, added up.",
      "system"),
  VOLUMES_AGE("csiscaleio_volumes_age_seconds", VOLUMES, "How long ago that look was."),

  TREE_SNAPSHOTS(
      "csiscaleio_snapshot_tree_snapshots",
      Kind.GAUGE,
      "Snapshots and clones in a volume tree that is nearly full (from 90 % on); the 20 fullest"
          + " trees only.",
      "system",
      "tree"),
  TREE_LIMIT(
      "csiscaleio_snapshot_tree_limit",
      Kind.GAUGE,
      "Snapshots and clones that the array allows in one tree.",
      "system"),
  TREES_NEARLY_FULL(
      "csiscaleio_snapshot_trees_nearly_full",
      Kind.GAUGE,
      "Trees that are nearly full, as far as they were counted.",
      "system"),
  TREES_AGE(
      "csiscaleio_snapshot_trees_age_seconds",
      TREES_NEARLY_FULL,
      "How long ago one of them was counted."),

  NODE_STEPS(
      "csiscaleio_node_steps_total",
      Kind.COUNTER,
      "What was done on this host for volumes.",
      "step",
      "result"),
  NODE_STEP_DURATION(
      "csiscaleio_node_step_duration_seconds", Kind.HISTOGRAM, "How long it took.", "step"),
  STUCK_CALLS(
      "csiscaleio_node_stuck_calls",
      Kind.GAUGE,
      "Calls into the kernel that hang on a dead device and were given up."),
  SDC_FINDING(
      "csiscaleio_sdc_finding",
      Kind.GAUGE,
      "What was found of this host's SDC, part by part: 0 as it should be, 1 a warning, 2 volumes"
          + " cannot be used.",
      "part"),
  SDC_OK("csiscaleio_sdc_ok", Kind.GAUGE, "1 when every part of it is as it should be."),
  SDC_AGE("csiscaleio_sdc_age_seconds", SDC_OK, "How long ago it was looked at."),

  STATSD_DROPPED(
      "csiscaleio_statsd_dropped_total",
      Kind.COUNTER,
      "Durations that were not sent to StatsD, because there were too many in ten seconds."),

  PROCESS_CPU("process_cpu_seconds_total", Kind.COUNTER, "Processor time used."),
  PROCESS_START(
      "process_start_time_seconds", Kind.GAUGE, "When the process was started, since 1970."),
  PROCESS_MEMORY("process_resident_memory_bytes", Kind.GAUGE, "Resident memory."),
  PROCESS_FILES("process_open_fds", Kind.GAUGE, "Open file descriptors."),
  PROCESS_MOST_FILES("process_max_fds", Kind.GAUGE, "As many may be open."),
  PROCESS_THREADS("process_threads", Kind.GAUGE, "Threads of the operating system."),
  JVM_HEAP_USED("jvm_heap_used_bytes", Kind.GAUGE, "Heap in use, garbage included."),
  JVM_HEAP("jvm_heap_committed_bytes", Kind.GAUGE, "Heap taken from the operating system."),
  JVM_MOST_HEAP("jvm_heap_max_bytes", Kind.GAUGE, "The most heap there may be."),
  JVM_GC("jvm_gc_collections_total", Kind.COUNTER, "Garbage collections.", "gc"),
  JVM_GC_TIME(
      "jvm_gc_collection_seconds_total",
      Kind.COUNTER,
      "Time they took, the program standing.",
      "gc");

  /** What a metric's values mean. */
  enum Kind {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Prometheus' word. */
    String word() {
      return word;
    }
  }

  /** Upper bounds of all histograms' buckets, in seconds: no call may take longer than a minute. */
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final String title;
  private final Kind kind;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // of List.of
  private final List<String> labels;

  private final Optional<Metric> ageOf;

  Metric(String title, Kind kind, String help, String... labels) {
    this.title = title;
    this.kind = kind;
    this.help = help;
    this.labels = List.of(labels);
    this.ageOf = Optional.empty();
  }

  /** The seconds since another metric's values were told. */
  Metric(String title, Metric ageOf, String help) {
    this.title = title;
    this.kind = Kind.GAUGE;
    this.help = help;
    this.labels = ageOf.labels;
    this.ageOf = Optional.of(ageOf);
  }

  /** Its name for Prometheus. */
  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  /** A sentence for operators. */
  String help() {
    return help;
  }

  List<String> labels() {
    return labels;
  }

  /** The metric whose age this is. */
  Optional<Metric> ageOf() {
    return ageOf;
  }

  /** Whether it is about the process, not about what it does. */
  boolean ofProcess() {
    return compareTo(PROCESS_CPU) >= 0;
  }

  static double[] bounds() {
    return BOUNDS.clone();
  }
}
