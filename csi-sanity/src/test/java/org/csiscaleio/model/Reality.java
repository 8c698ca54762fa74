package org.csiscaleio.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.csiscaleio.rig.ArrayAdministrator;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.MountTable;

/** What the array holds and the hosts show, against what the model says. */
final class Reality {
  /** The SDC makes, grows and takes away devices in its own time. */
  private static final Duration SDC_LIMIT = Duration.ofSeconds(10);

  /** What the plugin keeps about volumes whose limits were changed. */
  private static final String RECORD = "q=";

  private final Cluster cluster;
  private final World world;
  private final Places places;

  Reality(Cluster cluster, World world) {
    this.cluster = cluster;
    this.world = world;
    this.places = new Places(cluster);
  }

  /** Throws where they differ. No faults may be pending: the array is asked, too. */
  void isAsTheModelSays() {
    theArrayHolds();
    theHostsShowDevices();
    theHostsHaveMounted();
  }

  private void theArrayHolds() {
    var sizes = new TreeMap<String, Long>();
    var mappings = new TreeMap<String, Set<String>>();
    int records = 0;
    for (ArrayVolume volume : cluster.emulator().administrator().volumes()) {
      if (volume.name().startsWith(RECORD)) {
        records++;
      } else {
        sizes.put(volume.id(), volume.sizeKib() >> 20);
        mappings.put(volume.id(), volume.mappedTo());
      }
    }
    var knownSizes = new TreeMap<String, Long>();
    var knownMappings = new TreeMap<String, Set<String>>();
    for (KnownVolume volume : world.volumes()) {
      knownSizes.put(ArrayAdministrator.arrayId(volume.id()), volume.gib());
      knownMappings.put(ArrayAdministrator.arrayId(volume.id()), Questions.nodes(cluster, volume));
    }
    for (KnownSnapshot snapshot : world.snapshots()) {
      knownSizes.put(ArrayAdministrator.arrayId(snapshot.id()), snapshot.gib());
      knownMappings.put(ArrayAdministrator.arrayId(snapshot.id()), Set.of());
    }
    assertThat(sizes).as("sizes on the array").isEqualTo(knownSizes);
    assertThat(mappings).as("mappings on the array").isEqualTo(knownMappings);
    assertThat(records).as("records of limits").isEqualTo((int) world.limited());
  }

  /** Throws where the array limits a mapping otherwise. */
  void isLimitedAsTheModelSays(KnownVolume volume) {
    var known = new HashMap<String, List<Long>>();
    Limits limits = volume.changed().over(volume.ask().limits());
    Questions.nodes(cluster, volume).forEach(node -> known.put(node, limits.ofMapping()));
    assertThat(cluster.emulator().administrator().limits(volume.id()))
        .as("limits of %s", volume)
        .isEqualTo(known);
  }

  private void theHostsShowDevices() {
    var sizes = new TreeMap<Path, Long>();
    for (NodeSteps.Here here : NodeSteps.mapped(world)) {
      sizes.put(places.link(here.host(), here.volume().id()), here.volume().gib());
    }
    Await.until(
        "devices of " + sizes + ", not " + cluster.deviceLinks(),
        SDC_LIMIT,
        () -> new HashSet<>(cluster.deviceLinks()).equals(sizes.keySet()) && haveSizes(sizes));
  }

  private static boolean haveSizes(Map<Path, Long> sizes) throws IOException {
    for (var each : sizes.entrySet()) {
      try (FileChannel device = FileChannel.open(each.getKey(), StandardOpenOption.READ)) {
        if (device.size() >> 30 != each.getValue()) {
          return false;
        }
      }
    }
    return true;
  }

  private void theHostsHaveMounted() {
    var known = new TreeMap<Path, String>();
    for (NodeSteps.Here here : NodeSteps.mapped(world)) {
      KnownVolume volume = here.volume();
      Use use = here.use();
      if (use.staged() && !volume.ask().isBlock()) {
        known.put(
            places.staging(here.host(), volume.name()),
            words(volume.ask().fsType(), Use.reads(use.mode())));
      }
      use.targets()
          .forEach((target, readOnly) ->
              known.put(
                  places.target(here.host(), volume.name(), target),
                  volume.ask().isBlock() ? "raw" : words(volume.ask().fsType(), readOnly)));
    }
    var mounted = new TreeMap<Path, String>();
    for (var host : cluster.hosts()) {
      for (var mount : MountTable.now().under(host.directory())) {
        boolean raw = mount.type().equals("devtmpfs") || mount.type().equals("tmpfs");
        String before =
            mounted.put(mount.point(), raw ? "raw" : words(mount.type(), mount.readOnly()));
        assertThat(before).as("mounted below %s", mount).isNull();
      }
    }
    assertThat(mounted).as("mounted").isEqualTo(known);
  }

  private static String words(String fsType, boolean readOnly) {
    return fsType + (readOnly ? " read-only" : "");
  }
}
