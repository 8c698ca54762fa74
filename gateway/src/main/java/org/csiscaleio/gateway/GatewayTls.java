package org.csiscaleio.gateway;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What makes a gateway's certificate trusted. The installer of ScaleIO makes a self-signed one that
 * does not name the gateway's address, hence the ways beside the system's own.
 */
public sealed interface GatewayTls {

  /** The machine's certificate authorities; the certificate must name the gateway's address. */
  record SystemTrust() implements GatewayTls {}

  /**
   * The certificates of a PEM file, read anew when the file changes. The certificate must name the
   * gateway's address, unless it is itself one of the file's.
   */
  record CaFile(Path path) implements GatewayTls {
    public CaFile {
      requireNonNull(path, "path is null");
    }
  }

  /**
   * This one certificate, whatever it names and however old it is.
   *
   * @param sha256 of the certificate in DER, 64 lower-case hex digits; colons and upper case are
   *     accepted
   */
  record Fingerprint(String sha256) implements GatewayTls {
    private static final Pattern HEX64 = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
      sha256 = sha256.replace(":", "").toLowerCase(Locale.ROOT).strip();
      if (!HEX64.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "a certificate's SHA-256 fingerprint has 64 hex digits, this has not: " + sha256);
      }
    }
  }

  /** Any certificate: who sits between can read the password. For laboratories. */
  record Insecure() implements GatewayTls {}
}
