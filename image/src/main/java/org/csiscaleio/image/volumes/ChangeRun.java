package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Carries a change out, or shows what it would do. All or nothing is judged first; then volume by
 * volume, each judged anew from what the array says at that moment. Cut short anywhere, the same
 * command again does the rest.
 */
final class ChangeRun {
  private final ScaleIoSystem system;
  private final Supplier<Deadline> deadlines;
  private final ChangeReport report;

  /**
   * @param deadlines one for each step
   */
  ChangeRun(ScaleIoSystem system, Supplier<Deadline> deadlines, ChangeReport report) {
    this.system = system;
    this.deadlines = deadlines;
    this.report = report;
  }

  /** Returns whether all was done, or could be. */
  boolean run(Change change, boolean carryOut) {
    ArrayView array = ArrayView.read(system, deadlines.get());
    report.begin(change, array, carryOut);
    List<String> objections = change.objections(array);
    objections.forEach(report::refused);
    List<Volume> renamed = new ArrayList<>();
    boolean refused = !objections.isEmpty();
    for (Volume volume : change.meant(array)) {
      Verdict verdict = change.judge(volume, array);
      report.judged(volume, verdict);
      refused |= verdict instanceof Verdict.Refused;
      if (verdict instanceof Verdict.Rename) {
        renamed.add(volume);
      }
    }
    if (refused || !carryOut) {
      report.end(!refused);
      return !refused;
    }
    boolean done = carryOut(change, array, renamed);
    report.end(done);
    return done;
  }

  private boolean carryOut(Change change, ArrayView array, List<Volume> volumes) {
    for (Volume volume : volumes) {
      try {
        carryOut(change, array, volume);
      } catch (Refusal e) {
        report.failed(volume, e.message());
        return false;
      } catch (Failure e) {
        report.failed(volume, e.message());
        return false;
      }
    }
    return true;
  }

  private void carryOut(Change change, ArrayView array, Volume seen) {
    ArrayView now = array.withHostsNow(system, deadlines.get());
    change.objections(now).stream()
        .findFirst()
        .ifPresent(objection -> {
          throw new Refusal(objection);
        });
    Volume volume = read(seen);
    switch (change.judge(volume, now)) {
      case Verdict.Refused refused -> throw new Refusal("it " + refused.why());
      case Verdict.Done done -> report.done(volume, volume.name());
      case Verdict.Rename rename -> {
        for (Sdc sdc : rename.unmap()) {
          system.unmap(volume.id(), sdc.id(), deadlines.get());
          report.unmapped(volume, sdc);
        }
        requireUnmapped(read(volume), rename.unmap());
        system.rename(volume.id(), rename.newName(), deadlines.get());
        report.done(volume, rename.newName());
      }
    }
  }

  private Volume read(Volume seen) {
    return system
        .volume(seen.id(), deadlines.get())
        .orElseThrow(() -> new Refusal("it is gone from the array"));
  }

  private static void requireUnmapped(Volume volume, List<Sdc> from) {
    for (SdcMapping mapping : volume.mappings()) {
      if (from.stream().anyMatch(sdc -> sdc.id().equals(mapping.sdcId()))) {
        throw new Refusal("it is still mapped to SDC " + mapping.sdcId());
      }
    }
  }
}
