package org.csiscaleio.image.disk;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.csiscaleio.image.mesos.Json;
import org.csiscaleio.image.mesos.JsonText;

/** The disks and pools of a cluster, for people or for programs. */
final class DiskList {
  private static final List<String> HEADINGS =
      List.of(
          "AGENT",
          "PLUGIN",
          "PROFILE",
          "STATE",
          "SIZE",
          "RESERVED FOR",
          "USE",
          "DISK",
          "VOLUME ON IT");

  private final Cluster cluster;
  private final Optional<String> agent;
  private final Optional<String> profile;

  /**
   * @param agent only this one's
   * @param profile only those of it
   */
  DiskList(Cluster cluster, Optional<String> agent, Optional<String> profile) {
    this.cluster = cluster;
    this.agent = agent;
    this.profile = profile;
  }

  /** A table. */
  void print(PrintStream out, UnaryOperator<String> harmless) {
    List<Cluster.Place> places = sorted();
    if (places.isEmpty()) {
      out.println(
          cluster.awaited().isEmpty()
              ? "No agent has a disk or a pool of a resource provider."
              : "No agent that is back has a disk or a pool of a resource provider.");
      return;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(HEADINGS);
    places.forEach(place -> rows.add(row(place).stream().map(harmless).toList()));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  void printJson(PrintStream out) {
    var disks = new ArrayList<Json>();
    for (Cluster.Place place : sorted()) {
      disks.add(
          json(place.agent().id(), place.agent().host(), place.disk())
              .with("plugin", cluster.plugin(place))
              .with("use", word(place.agent().use(place.disk()))));
    }
    out.print(
        JsonText.of(
            Json.object()
                .with("disks", new Json.Entries(disks))
                .with("awaited", Json.texts(cluster.awaited()))));
  }

  /** What there is to say of a disk, the same wherever it is said. */
  static Json.Members json(String agent, String host, DiskResource disk) {
    Json.Members json =
        Json.object()
            .with("agent", agent)
            .with("host", host)
            .with("provider", disk.provider())
            .with("state", state(disk))
            .with("sizeMib", new Json.Figure(disk.sizeMib().stripTrailingZeros()))
            .with("reservedFor", disk.role());
    json = disk.profile().isPresent() ? json.with("profile", disk.profile().get()) : json;
    json = disk.id().isPresent() ? json.with("id", disk.id().get()) : json;
    return disk.persistence().isPresent()
        ? json.with("persistentVolume", disk.persistence().get())
        : json;
  }

  private List<Cluster.Place> sorted() {
    return cluster.places().stream()
        .filter(place -> agent.map(place.agent()::is).orElse(true))
        .filter(place -> profile.isEmpty() || place.disk().profile().equals(profile))
        .sorted(
            Comparator.comparing((Cluster.Place place) -> place.agent().host())
                .thenComparing(place -> place.disk().provider())
                .thenComparing(place -> place.disk().profile().orElse(""))
                .thenComparing(place -> place.disk().id().orElse("")))
        .toList();
  }

  private List<String> row(Cluster.Place place) {
    DiskResource disk = place.disk();
    return List.of(
        place.agent().host() + (place.agent().active() ? "" : " (away)"),
        cluster.plugin(place),
        disk.profile().orElse("-"),
        state(disk),
        Sizes.text(disk.sizeMib()),
        disk.role().equals("*") ? "-" : disk.role(),
        disk.isPool() ? "-" : word(place.agent().use(disk)),
        disk.id().orElse("-"),
        disk.persistence().orElse("-"));
  }

  private static String state(DiskResource disk) {
    return disk.isPool() ? "pool" : disk.kind().name();
  }

  private static String word(Cluster.Use use) {
    return use.name().toLowerCase(Locale.ROOT);
  }
}
