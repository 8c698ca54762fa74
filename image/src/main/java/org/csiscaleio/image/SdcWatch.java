package org.csiscaleio.image;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.csiscaleio.node.host.LinuxHost;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.SdcOnboarding;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Pauses;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Meter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In the background: looks whether this host's SDC is ready and, where the gateway can be asked,
 * what the array makes of it, and says in the log what is not as it should be, each thing once.
 * Tells the node when the SDC is another host's. Looks again every hour, or as often as a meter
 * wants; sooner, after 10 seconds to 10 minutes, while something is wrong.
 */
final class SdcWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SdcWatch.class);

  /**
   * One of the arrays that may know this host's SDC.
   *
   * @param systemId where it is configured
   */
  record Known(Optional<String> systemId, SdcOnboarding onboarding) {}

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** How often it is looked when all is well, and nobody wants it more often. */
  static final Duration WHEN_ALL_IS_WELL = Duration.ofHours(1);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LinuxHost host;
  private final NodeService node;
  private final List<Known> arrays;
  private final Meter meter;
  private final Duration whenAllIsWell;
  private final Rounds rounds;
  private Duration pause = FIRST_PAUSE;
  private List<Finding> here = List.of();
  private List<Finding> said = List.of();

  /**
   * @param arrays empty without a gateway
   * @param meter is told what was found
   * @param whenAllIsWell how often it is looked then
   */
  SdcWatch(
      LinuxHost host, NodeService node, List<Known> arrays, Meter meter, Duration whenAllIsWell) {
    this.host = requireNonNull(host, "host is null");
    this.node = requireNonNull(node, "node is null");
    this.arrays = List.copyOf(arrays);
    this.meter = requireNonNull(meter, "meter is null");
    this.whenAllIsWell = requireNonNull(whenAllIsWell, "whenAllIsWell is null");
    this.rounds = new Rounds("sdc-watch", this::round);
  }

  /** Begins; once. */
  void start() {
    rounds.start();
  }

  private Duration round() {
    if (lookNow()) {
      // The next time this host is looked at anew, too.
      here = List.of();
      pause = FIRST_PAUSE;
      return whenAllIsWell;
    }
    Duration now = least(pause, whenAllIsWell);
    pause = Pauses.longer(pause, LONGEST_PAUSE);
    return now;
  }

  /** Returns whether it is soon enough to look again in an hour. */
  private boolean lookNow() {
    Deadline deadline = Deadline.after(PATIENCE);
    try {
      // A host that was fine is not asked again only because the array is not.
      if (here.isEmpty() || here.stream().anyMatch(SdcWatch::isFail)) {
        here = host.checkSdc(deadline);
      }
      boolean usable = here.stream().noneMatch(SdcWatch::isFail);
      List<Finding> onArray = usable ? onArrays(deadline) : List.of();
      say(Stream.concat(here.stream(), onArray.stream()).toList());
      // What is only odd on this host will not be otherwise in ten seconds.
      return usable && onArray.stream().allMatch(Finding::isOk);
    } catch (RuntimeException e) {
      log.error("whether the SDC is ready cannot be told", e);
      return false;
    }
  }

  /** Of several systems a host need not serve all: only those that its SDC knows are asked. */
  private List<Known> served(Deadline deadline) {
    if (arrays.size() <= 1) {
      return arrays;
    }
    try {
      Optional<Set<String>> systems = host.systems(deadline);
      return arrays.stream()
          .filter(array ->
              systems.isEmpty() || array.systemId().filter(systems.get()::contains).isPresent())
          .toList();
    } catch (Failure failure) {
      return arrays;
    }
  }

  private List<Finding> onArrays(Deadline deadline) {
    var all = new ArrayList<Finding>();
    boolean everyoneAnswered = true;
    for (Known array : served(deadline)) {
      try {
        // Each has time of its own, whatever the others do.
        all.addAll(array.onboarding().run(host.identity(deadline), Deadline.after(PATIENCE)));
      } catch (Failure failure) {
        everyoneAnswered = false;
        all.add(
            Finding.warn(
                "SDC on the array",
                "cannot be asked for: " + failure.message(),
                "this is tried again"));
      }
    }
    Optional<String> another =
        all.stream()
            .filter(finding -> finding.part().equals(SdcOnboarding.IDENTITY))
            .filter(SdcWatch::isFail)
            .map(Finding::toString)
            .findFirst();
    // Who did not answer may be the one that said so before.
    if (another.isPresent() || everyoneAnswered) {
      node.sdcIsOfAnotherHost(another);
    }
    return List.copyOf(all);
  }

  private void say(List<Finding> findings) {
    meter.note(new Measurement.SdcLook(findings));
    findings.stream().filter(finding -> !said.contains(finding)).forEach(SdcWatch::say);
    if (!findings.equals(said) && findings.stream().noneMatch(SdcWatch::isFail)) {
      log.info(
          "the SDC of this host can be used: {}",
          findings.stream().filter(Finding::isOk).map(Finding::toString).collect(joining(", ")));
    }
    said = findings;
  }

  private static boolean isFail(Finding finding) {
    return finding.level() == Finding.Level.FAIL;
  }

  private static void say(Finding finding) {
    switch (finding.level()) {
      case OK, SKIP -> log.debug("{}", finding);
      case WARN -> log.warn("{}", finding);
      case FAIL -> log.error("{}", finding);
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    rounds.close();
  }
}
