package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.util.stream.Collectors;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;

/** A change for people: what is meant, then what was done. */
final class ChangeText implements ChangeReport {
  private final PrintStream out;
  private final PrintStream err;
  private String verb = "";
  private boolean carriesOut;
  private int planned;
  private int already;
  private int finished;
  private ArrayViewText array = volume -> "";

  private interface ArrayViewText {
    String where(Volume volume);
  }

  ChangeText(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void begin(Change change, ArrayView view, boolean carriesOut) {
    this.carriesOut = carriesOut;
    verb = change.done();
    array = view::pool;
    out.println(change.headline());
  }

  @Override
  public void refused(String why) {
    err.println("refused: " + why);
  }

  @Override
  public void judged(Volume volume, Verdict verdict) {
    switch (verdict) {
      case Verdict.Rename rename -> {
        planned++;
        out.printf(
            "  %s  %s -> %s  %s in %s%s%n",
            volume.id(),
            volume.name().isEmpty() ? "(no name)" : volume.name(),
            rename.newName(),
            Sizes.of(volume),
            array.where(volume),
            unmapping(rename));
      }
      case Verdict.Done done -> {
        already++;
        out.printf("  %s  %s is so already%n", volume.id(), volume.name());
      }
      case Verdict.Refused refused ->
          err.printf("refused: volume %s '%s' %s%n", volume.id(), volume.name(), refused.why());
    }
  }

  @Override
  public void unmapped(Volume volume, Sdc sdc) {
    out.printf("  %s  unmapped from %s%n", volume.id(), sdc.describe());
  }

  @Override
  public void done(Volume volume, String newName) {
    finished++;
    out.printf("  %s  is %s now%n", volume.id(), newName);
  }

  @Override
  public void failed(Volume volume, String why) {
    err.printf("volume %s '%s': %s%n", volume.id(), volume.name(), why);
  }

  @Override
  public void end(boolean good) {
    if (!carriesOut && good) {
      out.println(
          planned == 0
              ? "Nothing is to be done" + (already > 0 ? "." : ": no such volume.")
              : "Nothing was changed; say --yes to have " + count(planned) + " " + verb + ".");
    } else if (finished > 0 || good) {
      out.println(
          count(finished)
              + " "
              + verb
              + (good
                  ? "."
                  : "; " + (planned - finished) + " not. The same command again goes on."));
    } else {
      err.println("Nothing was changed.");
    }
  }

  private static String unmapping(Verdict.Rename rename) {
    return rename.unmap().isEmpty()
        ? ""
        : rename.unmap().stream()
            .map(Sdc::describe)
            .collect(Collectors.joining(" and ", ", unmapped from ", ", which is disconnected"));
  }

  private static String count(int volumes) {
    return volumes + (volumes == 1 ? " volume" : " volumes");
  }
}
