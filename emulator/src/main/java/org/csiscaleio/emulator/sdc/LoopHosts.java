package org.csiscaleio.emulator.sdc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hosts whose volumes are loop devices over sparse files. Needs root and /dev/loop-control. */
final class LoopHosts implements SdcHosts {
  private static final Logger LOG = LoggerFactory.getLogger(LoopHosts.class);

  private final VolumeFiles files;
  private final LoopDevices loops;
  private final boolean keepDevices;
  private final List<LoopHost> hosts = new CopyOnWriteArrayList<>();
  private final WatchService rescans;

  /**
   * @param keepDevices leave devices and links when this is closed
   * @throws IOException when the folder cannot be made or the machine has no loop devices
   */
  LoopHosts(Path volumesFolder, boolean keepDevices) throws IOException {
    this.files = new VolumeFiles(volumesFolder);
    this.loops = new LoopDevices(files.folder());
    this.keepDevices = keepDevices;
    this.rescans = FileSystems.getDefault().newWatchService();
    Thread _ = Thread.ofPlatform().daemon().name("rescans").start(this::watch);
  }

  @Override
  public SdcHost open(SdcHostSettings settings) {
    try {
      var host = new LoopHost(settings, loops, files);
      hosts.add(host);
      var _ = host.drvCfg().folder().register(rescans, StandardWatchEventKinds.ENTRY_CREATE);
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException("host of SDC " + settings.guid(), e);
    }
  }

  @Override
  public void restored() {
    for (LoopHost host : hosts) {
      host.restored();
    }
    try {
      takeOrphansAway();
    } catch (IOException e) {
      LOG.error("could not take left-over devices away: {}", e.toString(), e);
    }
  }

  /** Devices over our files whose SDC is no longer there. */
  private void takeOrphansAway() throws IOException {
    List<String> guids = hosts.stream().map(LoopHost::guid).toList();
    for (LoopDevices.Found found : loops.list()) {
      if (!guids.contains(found.device().tag().sdcGuid())) {
        loops.fence(found.device());
        loops.detach(found.device());
        LOG.info("took the left-over {} away", found.device().path());
      }
    }
  }

  @Override
  public void volumeRemoved(String volumeId) {
    for (LoopHost host : hosts) {
      host.volumeGone(volumeId);
    }
    try {
      files.remove(volumeId);
    } catch (IOException e) {
      LOG.error("could not remove the bytes of volume {}: {}", volumeId, e.toString(), e);
    }
  }

  @Override
  public void recover(Predicate<String> volumeExists) {
    try {
      files.recover(volumeExists);
    } catch (IOException e) {
      LOG.error("could not put the volumes' bytes in order: {}", e.toString(), e);
    }
  }

  @Override
  public void volumeCopyBegun(String sourceVolumeId, String newVolumeId) {
    try {
      files.beginCopy(sourceVolumeId, newVolumeId);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "volume " + sourceVolumeId + " cannot be copied for " + newVolumeId, e);
    }
  }

  @Override
  public void volumeCopyEnded(String newVolumeId) {
    try {
      files.endCopy(newVolumeId);
    } catch (IOException e) {
      LOG.error("could not end the copy for volume {}: {}", newVolumeId, e.toString(), e);
    }
  }

  @Override
  public void volumeCopied(String sourceVolumeId, String targetVolumeId) {
    try {
      files.copy(sourceVolumeId, targetVolumeId);
    } catch (IOException e) {
      LOG.error(
          "could not copy volume {} to {}: {}", sourceVolumeId, targetVolumeId, e.toString(), e);
    }
  }

  @Override
  public void close() {
    try {
      rescans.close();
    } catch (IOException e) {
      LOG.warn("could not end the watch for rescans: {}", e.toString());
    }
    for (LoopHost host : hosts) {
      host.close(keepDevices);
    }
  }

  /** A mark may be that of any host, also after an overflow of events: looks at all. */
  private void watch() {
    try {
      while (true) {
        WatchKey key = rescans.take();
        key.pollEvents();
        key.reset();
        for (LoopHost host : hosts) {
          if (Files.deleteIfExists(host.drvCfg().rescanMark())) {
            host.rescan();
          }
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      LOG.debug("no more rescans");
    } catch (IOException e) {
      LOG.error("rescans are no longer seen: {}", e.toString(), e);
    }
  }
}
