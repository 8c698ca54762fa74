package org.csiscaleio.emulator.config;

import java.nio.file.Path;
import java.util.List;
import org.csiscaleio.emulator.model.ApiVersion;
import org.jspecify.annotations.Nullable;

/**
 * A whole, checked configuration.
 *
 * @param listenHost address to listen on
 * @param listenPort 0 = any free one
 * @param readyFile written with the URL once the emulator listens
 * @param state folder of all that outlives the process
 * @param certificateNames subject alternative names of the certificate; empty, as a gateway's
 *     installer makes it
 * @param maxSessions how many tokens may be alive at once
 * @param strictAccept refuse Accept headers that ask for another API version
 */
public record EmulatorConfig(
    String listenHost,
    int listenPort,
    @Nullable Path readyFile,
    Path state,
    ApiVersion version,
    boolean tls,
    List<String> certificateNames,
    List<UserConfig> users,
    int maxSessions,
    boolean strictAccept,
    long systemId,
    @Nullable String systemName,
    List<DomainConfig> protectionDomains,
    List<SdcConfig> sdcs) {
  public EmulatorConfig {
    certificateNames = List.copyOf(certificateNames);
    users = List.copyOf(users);
    protectionDomains = List.copyOf(protectionDomains);
    sdcs = List.copyOf(sdcs);
  }
}
