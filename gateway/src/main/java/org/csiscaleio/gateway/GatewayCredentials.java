package org.csiscaleio.gateway;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A user of the MDM (of PowerFlex Manager since 4.0) and its password. Never shown: {@link
 * #toString} leaves the password out.
 */
public record GatewayCredentials(String user, String password) {
  private static final Pattern LINE_END = Pattern.compile("\\R\\z");

  public GatewayCredentials {
    requireNonNull(user, "user is null");
    requireNonNull(password, "password is null");
  }

  /** Credentials that never change, e.g. from the environment. */
  public static Supplier<GatewayCredentials> fixed(String user, String password) {
    var credentials = new GatewayCredentials(user, password);
    return () -> credentials;
  }

  /**
   * Credentials whose password stands in a file, read anew for every login so that a changed
   * password needs no restart. A trailing line end is not part of it.
   *
   * @return a supplier that throws {@link GatewayException} {@code NOT_AUTHENTICATED} when the file
   *     cannot be read
   */
  public static Supplier<GatewayCredentials> withPasswordFile(String user, Path passwordFile) {
    requireNonNull(user, "user is null");
    requireNonNull(passwordFile, "passwordFile is null");
    return () -> new GatewayCredentials(user, readPassword(passwordFile));
  }

  private static String readPassword(Path file) {
    try {
      return LINE_END.matcher(Files.readString(file)).replaceFirst("");
    } catch (IOException e) {
      // The exception's own text names the file only; the content never gets into it.
      throw new GatewayException(
          GatewayException.Kind.NOT_AUTHENTICATED,
          "the password file "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "); make it readable for the user this program runs as",
          e);
    }
  }

  @Override
  public String toString() {
    return "GatewayCredentials[user=" + user + ", password=(redacted)]";
  }
}
