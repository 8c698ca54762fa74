package org.csiscaleio.emulator.sdc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host with real block devices. What the array has decided ({@code wanted}) and what the host
 * has ({@code attached}) are kept apart, since a host that hears nothing keeps what it had. All
 * state belongs to one thread, which takes the calls in their order.
 */
final class LoopHost implements SdcHost {
  private static final Logger LOG = LoggerFactory.getLogger(LoopHost.class);

  /** Not a size that any volume has: the array allocates in steps of 8 GiB. */
  private static final long DECOY_KIB = 1024 * 1024;

  private static final int CLOSE_SECONDS = 20;
  private static final int FENCE_SECONDS = 2;

  private final SdcHostSettings settings;
  private final LoopDevices loops;
  private final VolumeFiles files;
  private final DeviceLinks links;
  private final DrvCfg drvCfg;
  private final HostThread thread;

  private final Map<String, Wanted> wanted = new TreeMap<>();
  private final Map<String, Attached> attached = new TreeMap<>();
  private @Nullable LoopDevice decoy;
  private boolean connected = true;
  private long linkDelayMillis;
  private LinkFault fault = LinkFault.NONE;

  /** A mapping, with the behaviour that held when it was made. */
  private record Wanted(MappedVolume volume, LinkFault fault, long dueNanos) {}

  private record Attached(LoopDevice device, boolean readOnly, long sizeKib) {}

  /** Takes over the devices that an earlier emulator left for this SDC. */
  LoopHost(SdcHostSettings settings, LoopDevices loops, VolumeFiles files) throws IOException {
    this.settings = settings;
    this.loops = loops;
    this.files = files;
    this.links = new DeviceLinks(settings.byIdDirectory(), settings.systemId());
    this.drvCfg = new DrvCfg(settings);
    this.linkDelayMillis = settings.linkDelayMillis();
    this.thread = new HostThread("host " + settings.guid());
    adopt();
  }

  private void adopt() throws IOException {
    for (LoopDevices.Found found : loops.list()) {
      DeviceTag tag = found.device().tag();
      if (!tag.sdcGuid().equals(settings.guid())) {
        continue;
      }
      boolean usable =
          found.current() && !found.fenced() && !tag.volumeId().equals(DeviceTag.DECOY);
      if (!usable || attached.containsKey(tag.volumeId())) {
        loops.fence(found.device());
        loops.detach(found.device());
        continue;
      }
      loops.keep(found.device());
      loops.fitToFile(found.device());
      long sizeKib = found.file().toFile().length() / 1024;
      attached.put(tag.volumeId(), new Attached(found.device(), found.readOnly(), sizeKib));
      links.put(tag.volumeId(), found.device().path());
      log("took over " + found.device().path() + " of volume " + tag.volumeId());
    }
    links.keepOnly(attached.keySet());
    drvCfg.show(attached.keySet());
  }

  DrvCfg drvCfg() {
    return drvCfg;
  }

  String guid() {
    return settings.guid();
  }

  @Override
  public void mapped(MappedVolume volume) {
    var _ =
        thread.submit(
            "map " + volume.volumeId(),
            () -> {
              long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(linkDelayMillis);
              wanted.put(volume.volumeId(), new Wanted(volume, fault, due));
              settle(volume.volumeId());
            });
  }

  @Override
  public void unmapped(String volumeId) {
    thread.submitAndWait(
        "unmap " + volumeId,
        FENCE_SECONDS,
        () -> {
          wanted.remove(volumeId);
          settle(volumeId);
        });
  }

  @Override
  public void resized(String volumeId, long sizeKib) {
    var _ =
        thread.submit(
            "resize " + volumeId,
            () -> {
              wanted.computeIfPresent(
                  volumeId,
                  (id, w) ->
                      new Wanted(
                          new MappedVolume(id, sizeKib, w.volume().readOnly()),
                          w.fault(),
                          w.dueNanos()));
              settle(volumeId);
            });
  }

  @Override
  public void behave(long linkDelayMillis, LinkFault fault) {
    var _ =
        thread.submit(
            "change the behaviour",
            () -> {
              this.linkDelayMillis = linkDelayMillis;
              this.fault = fault;
            });
  }

  @Override
  public void connected(boolean connected) {
    var _ =
        thread.submit(
            "change the connection",
            () -> {
              this.connected = connected;
              settleAll();
            });
  }

  @Override
  public void rebooted() {
    thread.submitAndWait(
        "reboot",
        CLOSE_SECONDS,
        () -> {
          for (var entry : Map.copyOf(attached).entrySet()) {
            takeAway(entry.getKey(), entry.getValue());
          }
          long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(linkDelayMillis);
          wanted.replaceAll((id, w) -> new Wanted(w.volume(), fault, due));
          settleAll();
        });
  }

  /** What waits for its link delay appears now. */
  void rescan() {
    var _ =
        thread.submit(
            "rescan",
            () -> {
              wanted.replaceAll((id, w) -> new Wanted(w.volume(), w.fault(), System.nanoTime()));
              settleAll();
              log("rescanned");
            });
  }

  /** All mappings that exist have been told: devices left over without one go. */
  void restored() {
    var _ = thread.submit("take left-over devices away", this::settleAll);
  }

  /** The volume is gone from the array: even a host that hears nothing cannot reach it. */
  void volumeGone(String volumeId) {
    thread.submitAndWait(
        "cut off " + volumeId,
        FENCE_SECONDS,
        () -> {
          Attached device = attached.get(volumeId);
          if (device != null) {
            loops.fence(device.device());
          }
        });
  }

  /** Ends; devices still in use stay with their users until those close them. */
  void close(boolean keepDevices) {
    if (!keepDevices) {
      thread.submitAndWait("detach its devices", CLOSE_SECONDS, this::detachAll);
    }
    thread.stop();
  }

  private void detachAll() throws IOException {
    for (var entry : attached.entrySet()) {
      links.remove(entry.getKey());
      loops.detach(entry.getValue().device());
    }
    attached.clear();
    if (decoy != null) {
      loops.detach(decoy);
    }
    drvCfg.show(Set.of());
  }

  private void settleAll() throws IOException {
    Set<String> volumeIds = new HashSet<>(wanted.keySet());
    volumeIds.addAll(attached.keySet());
    for (String volumeId : List.copyOf(volumeIds)) {
      settle(volumeId);
    }
  }

  /** Brings what the host has of one volume to what the array has decided. */
  private void settle(String volumeId) throws IOException {
    if (!connected) {
      return;
    }
    Wanted want = wanted.get(volumeId);
    Attached has = attached.get(volumeId);
    if (has != null && (want == null || want.volume().readOnly() != has.readOnly())) {
      takeAway(volumeId, has);
      has = null;
    }
    if (want != null && has == null) {
      appear(want);
    } else if (want != null && has != null && has.sizeKib() < want.volume().sizeKib()) {
      grow(want.volume(), has);
    }
  }

  private void appear(Wanted want) throws IOException {
    MappedVolume volume = want.volume();
    long wait = want.dueNanos() - System.nanoTime();
    if (wait > 0) {
      var _ =
          thread.submitLater("show " + volume.volumeId(), wait, () -> settle(volume.volumeId()));
      return;
    }
    var file = files.sized(volume.volumeId(), volume.sizeKib());
    LoopDevice device =
        loops.attach(file, volume.readOnly(), new DeviceTag(settings.guid(), volume.volumeId()));
    attached.put(volume.volumeId(), new Attached(device, volume.readOnly(), volume.sizeKib()));
    switch (want.fault()) {
      case NONE -> links.put(volume.volumeId(), device.path());
      case MISSING -> log("volume " + volume.volumeId() + " gets no link, as asked for");
      case DANGLING -> links.put(volume.volumeId(), Path.of("/dev/scini-gone"));
      case WRONG_DEVICE -> links.put(volume.volumeId(), decoy().path());
    }
    drvCfg.show(attached.keySet());
    log("volume " + volume.volumeId() + " appeared as " + device.path());
  }

  private void grow(MappedVolume volume, Attached has) throws IOException {
    files.sized(volume.volumeId(), volume.sizeKib());
    loops.fitToFile(has.device());
    attached.put(volume.volumeId(), new Attached(has.device(), has.readOnly(), volume.sizeKib()));
    log("volume " + volume.volumeId() + " grew to " + volume.sizeKib() + " KiB");
  }

  /** As when scini loses a volume: whoever still has the device open gets EIO from now on. */
  private void takeAway(String volumeId, Attached has) throws IOException {
    loops.fence(has.device());
    links.remove(volumeId);
    loops.detach(has.device());
    attached.remove(volumeId);
    drvCfg.show(attached.keySet());
    log("volume " + volumeId + " went from " + has.device().path());
  }

  private LoopDevice decoy() throws IOException {
    if (decoy == null) {
      var tag = new DeviceTag(settings.guid(), DeviceTag.DECOY);
      var file = files.sized(DeviceTag.DECOY + "-" + settings.guid(), DECOY_KIB);
      decoy = loops.attach(file, false, tag);
    }
    return decoy;
  }

  private void log(String what) {
    LOG.info("host {}: {}", settings.guid(), what);
  }
}
