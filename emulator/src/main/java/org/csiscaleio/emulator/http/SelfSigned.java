package org.csiscaleio.emulator.http;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate as a gateway's installer makes it: RSA 2048, 360 days.
 *
 * @param certificatePem the certificate
 * @param keyPem its private key
 */
record SelfSigned(String certificatePem, String keyPem) {
  private static final Duration VALIDITY = Duration.ofDays(360);
  private static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String[][] SUBJECT = {
    {"2.5.4.6", "US"},
    {"2.5.4.7", "Hopkinton"},
    {"2.5.4.10", "EMC"},
    {"2.5.4.11", "ASD"},
    {"2.5.4.3", "Scaleio_Gateway"}
  };

  /**
   * Makes one.
   *
   * @param names subject alternative names: host names and IP addresses; may be empty
   */
  static SelfSigned make(List<String> names, Instant now) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    byte[] algorithm = Der.sequence(Der.oid(SHA256_WITH_RSA), Der.nothing());
    byte[] name = subject();
    byte[] content =
        Der.sequence(
            Der.value(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(64, new SecureRandom()).setBit(62)),
            algorithm,
            name,
            Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(VALIDITY))),
            name,
            pair.getPublic().getEncoded(),
            Der.value(0xa3, extensions(names)));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(content);
    byte[] certificate = Der.sequence(content, algorithm, Der.bits(signature.sign()));
    return new SelfSigned(
        pem("CERTIFICATE", certificate), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  private static byte[] subject() {
    byte[][] parts = new byte[SUBJECT.length][];
    for (int i = 0; i < SUBJECT.length; i++) {
      parts[i] = Der.set(Der.sequence(Der.oid(SUBJECT[i][0]), Der.utf8(SUBJECT[i][1])));
    }
    return Der.sequence(parts);
  }

  private static byte[] extensions(List<String> names) {
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(
        Der.sequence(
            Der.oid(BASIC_CONSTRAINTS), Der.bool(true), Der.octets(Der.sequence(Der.bool(true)))));
    if (!names.isEmpty()) {
      byte[][] alternatives = names.stream().map(SelfSigned::alternative).toArray(byte[][]::new);
      extensions.add(
          Der.sequence(Der.oid(ALTERNATIVE_NAMES), Der.octets(Der.sequence(alternatives))));
    }
    return Der.sequence(extensions.toArray(byte[][]::new));
  }

  private static byte[] alternative(String name) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
    return address == null
        ? Der.value(0x82, name.getBytes(StandardCharsets.US_ASCII))
        : Der.value(0x87, address);
  }

  private static String pem(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  /** Without the key. */
  @Override
  public String toString() {
    return certificatePem;
  }
}
