package org.csiscaleio.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.json.SystemReader;

/**
 * Which system the gateways must serve: the configured one, else the first that was seen. Several
 * addresses are checked to lead to the same system before anything else is asked of them.
 */
final class SystemIdentity {
  static final GatewayRequest REQUEST =
      GatewayRequest.get("ask which system this is", "/api/types/System/instances");
  static final AnswerReader<List<SystemInfo>> READER = AnswerReader.list(SystemReader::system);

  private final Optional<String> wanted;
  private final boolean severalAddresses;
  private final AtomicReference<Optional<SystemInfo>> known =
      new AtomicReference<>(Optional.empty());

  SystemIdentity(GatewaySettings settings) {
    this.wanted = settings.system();
    this.severalAddresses = settings.addresses().size() > 1;
  }

  /** Whether a gateway must be asked before it is used. */
  boolean mustBeChecked() {
    return severalAddresses || wanted.isPresent();
  }

  /** The system, when it has been seen. */
  Optional<SystemInfo> known() {
    return known.get();
  }

  /** The right system among those a gateway serves; it is known from then on. */
  Optional<SystemInfo> recognize(List<SystemInfo> found) {
    Optional<SystemInfo> right = found.stream().filter(this::fits).findFirst();
    right.ifPresent(system -> known.compareAndSet(Optional.empty(), right));
    // Another thread may just have seen another system first: then that one is it.
    return right.filter(this::fits);
  }

  /** Why none of these is right. */
  String mismatch(List<SystemInfo> found) {
    String theirs = found.stream().map(SystemIdentity::describe).collect(Collectors.joining(", "));
    String ours = wanted.map(w -> "'" + w + "' is configured").orElseGet(this::ourOtherGateways);
    return "it serves "
        + (theirs.isEmpty() ? "no system" : "system " + theirs)
        + ", but "
        + ours
        + "; correct the addresses or the system";
  }

  private String ourOtherGateways() {
    return "the other configured gateways serve "
        + known.get().map(SystemIdentity::describe).orElse("another");
  }

  private boolean fits(SystemInfo system) {
    if (known.get().isPresent()) {
      return known.get().get().id().equals(system.id());
    }
    return wanted
        .map(w -> w.equals(system.name()) || w.toLowerCase(Locale.ROOT).equals(system.id()))
        .orElse(true);
  }

  private static String describe(SystemInfo system) {
    return system.id() + (system.name().isEmpty() ? "" : " '" + system.name() + "'");
  }
}
