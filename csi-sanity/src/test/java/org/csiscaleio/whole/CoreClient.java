package org.csiscaleio.whole;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/**
 * A client with gRPC's C core, which Mesos has too: {@code src/test/python/core_client.py}, a
 * process of its own with one channel. One call at a time.
 */
final class CoreClient implements AutoCloseable {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path SCRIPT = Path.of("src/test/python/core_client.py").toAbsolutePath();

  private final Process process;
  private final Writer calls;
  private final BufferedReader answers;

  private CoreClient(Process process) {
    this.process = process;
    this.calls = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static CoreClient to(Path socket, Path log) throws IOException {
    return new CoreClient(
        new ProcessBuilder(PYTHON.toString(), SCRIPT.toString(), socket.toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  /**
   * What a call ended with.
   *
   * @param text the response in base64, or the status' message
   */
  record Ended(Status.Code code, String text) {
    /** The response of a call that was OK. */
    <A extends Message> A as(Parser<A> parser) throws IOException {
      if (code != Status.Code.OK) {
        throw new AssertionError(code + ": " + text);
      }
      return parser.parseFrom(Base64.getDecoder().decode(text));
    }
  }

  /** Makes a call and waits until it has ended. */
  Ended call(MethodDescriptor<?, ?> method, Message request, Duration deadline) throws IOException {
    String body = Base64.getEncoder().encodeToString(request.toByteArray());
    calls.write(
        "/"
            + method.getFullMethodName()
            + " "
            + deadline.toMillis() / 1000.0
            + " "
            + (body.isEmpty() ? "-" : body)
            + "\n");
    calls.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the client has ended: see its log. Is python3-grpcio installed?");
    }
    String[] parts = line.split(" ", 2);
    return new Ended(Status.Code.valueOf(parts[0]), parts.length > 1 ? parts[1] : "");
  }

  @Override
  public void close() throws IOException {
    calls.close();
    process.destroyForcibly();
  }
}
