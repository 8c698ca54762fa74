package org.csiscaleio.emulator.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;

/**
 * The gateway's certificate and key: made once, as an installer makes them, then kept in the state
 * folder, so that a client may pin them.
 */
public final class TlsIdentity {
  private final Path certificate;
  private final Path key;

  public TlsIdentity(Path folder) {
    this.certificate = folder.resolve("certificate.pem");
    this.key = folder.resolve("key.pem");
  }

  /**
   * The TLS side of a server.
   *
   * @param names subject alternative names of a certificate that has to be made
   */
  public SslContext serverContext(List<String> names) {
    try {
      if (!Files.exists(certificate) || !Files.exists(key)) {
        make(names);
      }
      return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
          .sslProvider(SslProvider.JDK)
          .build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no TLS certificate in " + certificate + ": " + e, e);
    }
  }

  private void make(List<String> names) throws IOException, GeneralSecurityException {
    SelfSigned made = SelfSigned.make(names, Instant.now());
    write(key, made.keyPem(), "rw-------");
    write(certificate, made.certificatePem(), "rw-r--r--");
  }

  private static void write(Path file, String pem, String rights) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
    Files.writeString(part, pem);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
