package org.csiscaleio.image.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.csiscaleio.image.mesos.Json;

/** How the command ended. */
sealed interface Outcome {
  /**
   * Done, or, in a dry run, what would be.
   *
   * @param disk the disk; with what is known of it
   * @param note what is left to do or to know; empty for nothing
   */
  record Good(Verb verb, String agent, String host, DiskResource disk, Optional<String> note)
      implements Outcome {}

  /** Nothing was changed, or all of it was taken back but what the note says. */
  record Bad(String why, Optional<String> note) implements Outcome {}

  /** No offer fitted. */
  record NothingFits(String what, List<String> misses) implements Outcome {
    public NothingFits {
      misses = List.copyOf(misses);
    }
  }

  /** It is not known whether it was done. */
  record Unknown(String why) implements Outcome {}

  /** What was done. */
  enum Verb {
    MADE("is made"),
    WOULD_MAKE("would be made"),
    DESTROYED("is destroyed"),
    WOULD_DESTROY("would be destroyed");

    private final String words;

    Verb(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** The exit status of the command. */
  default int status() {
    return switch (this) {
      case Good good -> 0;
      case Bad bad -> 1;
      case Unknown unknown -> 3;
      case NothingFits none -> 4;
    };
  }

  /** For people: what goes to standard output, or is said of a failure. */
  default List<String> lines() {
    return switch (this) {
      case Good good ->
          Stream.concat(
                  Stream.of(
                      good.disk().id().map(id -> "disk " + id).orElse("a disk")
                          + " "
                          + good.verb().words()
                          + ": "
                          + good.disk().kind()
                          + ", "
                          + Sizes.text(good.disk().sizeMib())
                          + good.disk().profile().map(profile -> " of " + profile).orElse("")
                          + " on "
                          + good.host()
                          + reserved(good)),
                  good.note().stream())
              .toList();
      case Bad bad -> Stream.concat(Stream.of(bad.why()), bad.note().stream()).toList();
      case NothingFits none -> misses(none);
      case Unknown unknown ->
          List.of(
              "it is not known whether it was done: " + unknown.why(),
              "csi-scaleio disk list shows what there is; do not ask again before you have looked");
    };
  }

  private static String reserved(Good good) {
    if (good.verb() == Verb.DESTROYED) {
      return "";
    }
    return ", reserved for " + (good.disk().role().equals("*") ? "nobody" : good.disk().role());
  }

  private static List<String> misses(NothingFits none) {
    var lines = new ArrayList<String>();
    lines.add("no offer fitted: " + none.what());
    none.misses().forEach(miss -> lines.add("  " + miss));
    if (none.misses().isEmpty()) {
      lines.add("  no agent offers a pool of a resource provider: see docs/troubleshooting.md");
    }
    return lines;
  }

  /** For programs. */
  default Json json() {
    Json.Members json = Json.object();
    return switch (this) {
      case Good good -> {
        Json.Members disk =
            json.with("outcome", good.verb().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .with("disk", DiskList.json(good.agent(), good.host(), good.disk()));
        yield good.note().map(note -> disk.with("note", note)).orElse(disk);
      }
      case Bad bad -> {
        Json.Members failed = json.with("outcome", "failed").with("error", bad.why());
        yield bad.note().map(note -> failed.with("note", note)).orElse(failed);
      }
      case NothingFits none ->
          json.with("outcome", "nothing-fits")
              .with("error", none.what())
              .with("misses", Json.texts(none.misses()));
      case Unknown unknown -> json.with("outcome", "unknown").with("error", unknown.why());
    };
  }
}
