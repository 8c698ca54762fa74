package org.csiscaleio.emulator;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.csiscaleio.emulator.api.ArrayServices;
import org.csiscaleio.emulator.api.Counters;
import org.csiscaleio.emulator.api.Gateway;
import org.csiscaleio.emulator.api.RequestKind;
import org.csiscaleio.emulator.auth.Doorkeeper;
import org.csiscaleio.emulator.auth.Tokens;
import org.csiscaleio.emulator.config.DomainConfig;
import org.csiscaleio.emulator.config.EmulatorConfig;
import org.csiscaleio.emulator.config.HostConfig;
import org.csiscaleio.emulator.config.PoolConfig;
import org.csiscaleio.emulator.config.SdcConfig;
import org.csiscaleio.emulator.control.ControlApi;
import org.csiscaleio.emulator.control.Dated;
import org.csiscaleio.emulator.control.Faults;
import org.csiscaleio.emulator.control.FaultyGateway;
import org.csiscaleio.emulator.http.GatewayServer;
import org.csiscaleio.emulator.http.Handshakes;
import org.csiscaleio.emulator.http.TlsIdentity;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.EmulatorClock;
import org.csiscaleio.emulator.model.HostBoard;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.ProtectionDomain;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.StorageArray;
import org.csiscaleio.emulator.sdc.SdcHostSettings;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.csiscaleio.emulator.state.StateStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running emulator. */
public final class Emulator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("emulator");
  private static final long KIB_PER_GIB = 1L << 20;
  private static final List<String> MDM_IPS = List.of("192.0.2.10", "192.0.2.11");

  private final EmulatorConfig config;
  private final SdcHosts hosts;
  private final StateStore store;
  private final StorageArray array;
  private final ArrayServices services;
  private final HostBoard board;
  private final GatewayServer server;

  /**
   * Starts: takes the state folder, brings the array back, listens, writes the ready file.
   *
   * @param hosts the SDCs' hosts; closed with the emulator
   * @param clock the time it lives by
   */
  public Emulator(EmulatorConfig config, SdcHosts hosts, InstantSource clock) {
    this.config = config;
    this.hosts = hosts;
    this.store = new StateStore(config.state());
    try {
      var tables = new ArrayTables(config.systemId());
      store.load(tables, config.systemId());
      var emulatorClock = new EmulatorClock(clock);
      this.board = new HostBoard(hosts);
      this.array = new StorageArray(tables, store, config.version(), emulatorClock, board);
      this.services = ArrayServices.of(config.systemId(), config.systemName(), array);
      hosts.recover(id -> tables.volumeOrNull(ObjectId.parse(id)) != null);
      takeInventory();
      array.finishRemovalsOfLastTime();
      array.resumeMigrationsOfLastTime();
      bringDevicesBack();
      this.server = listen(emulatorClock);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    announce();
  }

  private void bringDevicesBack() {
    array.read(tables -> {
      board.tellAll(tables);
      hosts.restored();
      return tables;
    });
  }

  private GatewayServer listen(EmulatorClock clock) {
    var tokens = new Tokens(clock, config.maxSessions());
    var door = new Doorkeeper(config.users(), tokens, config.version());
    var counters =
        new Counters(Arrays.stream(RequestKind.values()).map(RequestKind::label).toList());
    var faults = new Faults(clock);
    var gateway =
        new Gateway(services, config.users(), tokens, door, counters, config.strictAccept());
    var handshakes = new Handshakes();
    var control =
        new ControlApi(clock, tokens, counters, faults, services, config.tls() ? handshakes : null);
    SslContext tls =
        config.tls()
            ? new TlsIdentity(config.state()).serverContext(config.certificateNames())
            : null;
    return new GatewayServer(
        config.listenHost(),
        config.listenPort(),
        tls,
        handshakes,
        new Dated(new FaultyGateway(gateway, control, counters, faults), clock));
  }

  /** What the configuration wants is there; what it no longer has stays, as on a real array. */
  private void takeInventory() {
    for (DomainConfig domainConfig : config.protectionDomains()) {
      ProtectionDomain domain = services.inventory().domain(domainConfig.name());
      for (PoolConfig pool : domainConfig.storagePools()) {
        services
            .inventory()
            .pool(
                domain,
                pool.name(),
                pool.capacityGib() * KIB_PER_GIB,
                pool.sparePercent(),
                pool.zeroPadding());
      }
    }
    Set<Long> here = new HashSet<>();
    for (SdcConfig sdcConfig : config.sdcs()) {
      here.add(register(sdcConfig));
    }
    for (Sdc sdc : array.read(ArrayTables::sdcs)) {
      if (!here.contains(sdc.id())) {
        services.inventory().sdcIsAway(sdc.id());
      }
    }
  }

  private long register(SdcConfig sdcConfig) {
    @Nullable HostConfig host = sdcConfig.host();
    Sdc sdc =
        services
            .inventory()
            .sdc(
                sdcConfig.guid(),
                sdcConfig.name(),
                sdcConfig.ip(),
                host == null ? 0 : host.linkDelayMillis());
    if (host != null) {
      board.add(
          sdc.id(),
          hosts.open(
              new SdcHostSettings(
                  ObjectId.text(config.systemId()),
                  ObjectId.text(services.installationId()),
                  MDM_IPS,
                  ObjectId.text(sdc.id()),
                  sdc.guid(),
                  host.byIdDirectory(),
                  host.drvCfg(),
                  host.linkDelayMillis())));
    }
    return sdc.id();
  }

  private void announce() {
    log.info(
        "system {} of release {} listens on {}",
        ObjectId.text(config.systemId()),
        config.version().text(),
        url());
    @Nullable Path ready = config.readyFile();
    if (ready == null) {
      return;
    }
    try {
      Path part = ready.resolveSibling(ready.getFileName() + ".part");
      Files.writeString(part, url() + "\n");
      Files.move(part, ready, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the ready file " + ready, e);
    }
  }

  /** Where the gateway listens, e.g. {@code https://127.0.0.1:40123}. */
  public String url() {
    return server.url();
  }

  /** Stops: no more requests, hosts let go, state saved. */
  @Override
  public void close() {
    server.close();
    hosts.close();
    array.read(tables -> {
      store.saveAndClose(tables);
      return tables;
    });
    log.info("stopped, the state is in {}", config.state());
  }

  /** Stops as a killed process does: nothing is saved beyond what was saved already. For tests. */
  void die() {
    server.close();
    store.close();
  }
}
