package org.csiscaleio.controller.owner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 of texts in UTF-8. */
public final class Sha256 {
  private Sha256() {}

  /** In base64url without padding: 43 characters. */
  public static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(of(text));
  }

  /** The first 64 bits. */
  static long firstLong(String text) {
    return ByteBuffer.wrap(of(text)).getLong();
  }

  private static byte[] of(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
