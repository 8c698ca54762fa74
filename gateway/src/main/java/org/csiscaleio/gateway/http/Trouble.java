package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;

/** What an exchange that broke means, when the request changed nothing or was not sent. */
final class Trouble {
  private Trouble() {}

  /**
   * The kind of failure.
   *
   * @param sent whether anything of the request may have reached the gateway
   */
  static Kind kind(IOException e, boolean sent, Deadline deadline) {
    if (isDistrust(e)) {
      return Kind.UNTRUSTED;
    }
    if (deadline.expired() || (sent && e instanceof InterruptedIOException)) {
      return Kind.TIMED_OUT;
    }
    return sent ? Kind.UNEXPECTED : Kind.UNREACHABLE;
  }

  private static boolean isDistrust(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }
}
