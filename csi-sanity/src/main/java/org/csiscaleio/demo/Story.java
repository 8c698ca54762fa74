package org.csiscaleio.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.PluginProcess;
import org.csiscaleio.rig.SimulatedHost;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;

/** The steps, in order; each throws {@link StepFailed} when what it shows is not so. */
final class Story {
  private static final int GIB = 10;
  private static final Map<String, String> KEYS = keys();

  private final Narrator narrator;
  private final Cluster cluster;
  private final List<RedisServer> servers = new ArrayList<>();

  Story(Narrator narrator, Cluster cluster) {
    this.narrator = narrator;
    this.cluster = cluster;
  }

  void tell() {
    startPlugins();
    VolumeUse onA = createVolume();
    attach(onA, cluster.a());
    RedisServer redisA = writeKeys(onA);
    killPlugin(onA, redisA);
    killHost(onA, redisA);
    VolumeUse onB = move(onA);
    RedisServer redisB = readKeys(onB);
    giveBack(onB, redisB);
    lookAround();
  }

  /** Ends every redis-server that still runs. */
  void stopServers() {
    servers.stream().filter(RedisServer::isAlive).forEach(RedisServer::sigkill);
  }

  private void startPlugins() {
    narrator.say("array: " + cluster.emulator().url() + " (emulated ScaleIO gateway 3.6)");
    for (PluginProcess plugin : List.of(cluster.a(), cluster.b())) {
      plugin.start();
      var info =
          plugin.client().identity().getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
      var node = plugin.client().node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
      narrator.say(
          "%s: plugin %s %s, node id %s, first Probe answered after %d ms"
              .formatted(
                  plugin.host().name(),
                  info.getName(),
                  info.getVendorVersion(),
                  node.getNodeId(),
                  plugin.startTook().toMillis()));
      require(node.getNodeId().equals(plugin.host().guid()), "the node id is the GUID of its SDC");
    }
  }

  private VolumeUse createVolume() {
    narrator.step("CreateVolume: " + GIB + " GiB, xfs");
    VolumeUse use = cluster.useOnA(VolumeWish.of("white-paper-redis", GIB, "xfs"));
    use.create(cluster.a().client());
    narrator.say("volume id " + use.id() + ", " + (use.volume().getCapacityBytes() >> 30) + " GiB");
    showArray();
    require(array(use).sizeKib() >= (long) GIB << 20, "the array has it, in its steps of 8 GiB");
    return use;
  }

  private void attach(VolumeUse use, PluginProcess plugin) {
    String host = plugin.host().name();
    narrator.step("Publish it to " + host + ": map, find the device, format, mount");
    use.publish(plugin.client());
    narrator.say("ControllerPublishVolume: mapped to " + host);
    use.stage(plugin.client());
    narrator.say("NodeStageVolume: device found, proven blank, formatted, mounted");
    use.nodePublish(plugin.client());
    narrator.say("NodePublishVolume: shown to the task");
    showHost(use);
    require(isXfs(use), "xfs is mounted where the task expects it");
  }

  private RedisServer writeKeys(VolumeUse use) {
    narrator.step("A real program keeps its data there: redis-server sets keys and saves");
    RedisServer redis = startRedis(use);
    KEYS.forEach(
        (key, value) -> narrator.show("SET " + key + " -> " + redis.cli("set", key, value)));
    narrator.show("SAVE -> " + redis.cli("save"));
    narrator.show(Shell.run("ls", "-l", use.target().toString()));
    require(Files.exists(use.target().resolve("dump.rdb")), "dump.rdb is on the volume");
    return redis;
  }

  private void killPlugin(VolumeUse use, RedisServer redis) {
    narrator.step("SIGKILL the plugin on host-a, and start it again");
    long pid = cluster.a().program().pid();
    cluster.a().sigkill();
    narrator.say("plugin with pid " + pid + " is dead; redis goes on:");
    requireKeys(redis);
    cluster.a().restart();
    narrator.say(
        "plugin with pid " + cluster.a().program().pid() + " answers Probe; the calls again:");
    use.create(cluster.a().client());
    use.publish(cluster.a().client());
    use.stage(cluster.a().client());
    use.nodePublish(cluster.a().client());
    require(isXfs(use), "mounted once, as before; nothing was made twice");
    requireKeys(redis);
  }

  private void killHost(VolumeUse use, RedisServer redis) {
    narrator.step("Kill host-a: redis, plugin and mounts are gone, its SDC is cut off");
    redis.sigkill();
    cluster.hostDies(use.host());
    require(MountTable.now().under(use.host().directory()).isEmpty(), "host-a has nothing mounted");
    showArray();
    require(
        array(use).mappedTo().contains(use.host().guid()),
        "the array still has the volume mapped to host-a, as after a real crash");
  }

  private VolumeUse move(VolumeUse onA) {
    narrator.step("Move the volume to host-b, by the proper calls to host-b's plugin");
    onA.unpublish(cluster.b().client());
    narrator.say("ControllerUnpublishVolume from host-a");
    require(array(onA).mappedTo().isEmpty(), "the array has it mapped to nobody");
    VolumeUse onB = onA.on(cluster.b().host());
    onB.attach(cluster.b().client());
    narrator.say("ControllerPublishVolume, NodeStageVolume, NodePublishVolume on host-b");
    showHost(onB);
    require(isXfs(onB), "xfs is mounted on host-b, and was not formatted again");
    return onB;
  }

  private RedisServer readKeys(VolumeUse use) {
    narrator.step("redis-server on host-b reads the keys");
    RedisServer redis = startRedis(use);
    requireKeys(redis);
    return redis;
  }

  private void giveBack(VolumeUse use, RedisServer redis) {
    narrator.step("Give it back: unpublish, unstage, unmap, delete");
    redis.stop();
    use.tearDown(cluster.b().client());
    narrator.say("NodeUnpublishVolume, NodeUnstageVolume, ControllerUnpublishVolume, DeleteVolume");
    cluster.hostReturns(cluster.a().host());
    narrator.say("host-a has booted again and learned what it missed");
  }

  private void lookAround() {
    narrator.step("Look: array, devices, mounts");
    showArray();
    require(cluster.emulator().administrator().volumes().isEmpty(), "no volume in the array");
    Await.until(
        "the devices to go", Duration.ofSeconds(10), () -> cluster.mountedOrAttached().isEmpty());
    require(cluster.deviceLinks().isEmpty(), "no device on either host");
    require(cluster.mountedOrAttached().isEmpty(), "no mount and no loop device");
  }

  private RedisServer startRedis(VolumeUse use) {
    SimulatedHost host = use.host();
    RedisServer redis =
        RedisServer.start(
            use.target(),
            host.directory().resolve("redis.sock"),
            cluster.logs().resolve("redis-" + host.name() + ".log"));
    servers.add(redis);
    return redis;
  }

  private void requireKeys(RedisServer redis) {
    for (var entry : KEYS.entrySet()) {
      String value = redis.cli("get", entry.getKey());
      narrator.show("GET " + entry.getKey() + " -> " + value);
      require(value.equals(entry.getValue()), "redis has " + entry.getKey());
    }
  }

  private ArrayVolume array(VolumeUse use) {
    return cluster
        .emulator()
        .administrator()
        .volume(use.id())
        .orElseThrow(() -> new StepFailed("the array does not have volume " + use.id()));
  }

  private void showArray() {
    var volumes = cluster.emulator().administrator().volumes();
    if (volumes.isEmpty()) {
      narrator.show("array: no volumes");
    }
    for (ArrayVolume volume : volumes) {
      narrator.show(
          "array: volume %s '%s' %d GiB %s mapped to %s"
              .formatted(
                  volume.id(),
                  volume.name(),
                  volume.sizeKib() >> 20,
                  volume.type(),
                  volume.mappedTo().isEmpty() ? "nobody" : String.join(", ", names(volume))));
    }
  }

  private List<String> names(ArrayVolume volume) {
    return List.of(cluster.a().host(), cluster.b().host()).stream()
        .filter(host -> volume.mappedTo().contains(host.guid()))
        .map(SimulatedHost::name)
        .toList();
  }

  private void showHost(VolumeUse use) {
    try {
      Path device = Files.readSymbolicLink(use.link());
      narrator.show(use.link().getFileName() + " -> " + device);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    narrator.show(
        Shell.run("df", "-h", "--output=source,fstype,size,used,target", use.target().toString()));
  }

  private static boolean isXfs(VolumeUse use) {
    return MountTable.now()
        .only(use.target())
        .filter(mount -> mount.type().equals("xfs"))
        .isPresent();
  }

  private void require(boolean holds, String claim) {
    if (!holds) {
      throw new StepFailed("not so: " + claim + " (logs: " + cluster.logs() + ")");
    }
    narrator.holds(claim);
  }

  private static Map<String, String> keys() {
    var keys = new LinkedHashMap<String, String>();
    keys.put("framework", "mesos");
    keys.put("storage", "scaleio");
    keys.put("written-on", "host-a");
    return keys;
  }
}
