package org.csiscaleio.image.relay;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One gRPC call, {@code Identity/GetPluginInfo}, with nothing but the JDK: HTTP/2 (RFC 9113) as far
 * as one unary call over a unix socket needs it. Header blocks that come back are not read; whether
 * there is an answer shows in the data.
 */
final class PluginInfoCall {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;

  private static final int FRAME_HEADER_BYTES = 9;
  private static final int MESSAGE_HEADER_BYTES = 5;

  /** HTTP/2's own default; we announce no other. */
  private static final int LARGEST_FRAME = 1 << 14;

  private static final int LARGEST_ANSWER = 1 << 16;

  /** The generations of CSI, newest first, and the request each wants, in hexadecimal. */
  private record Generation(String service, String request) {}

  private static final List<Generation> GENERATIONS =
      List.of(
          new Generation("csi.v1.Identity", ""),
          new Generation("csi.v0.Identity", ""),
          // GetPluginInfoRequest.version = {0, 1, 0}
          new Generation("csi.Identity", "0a021001"));

  private final SocketChannel channel;

  private PluginInfoCall(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * What the plugin says about itself beside its name and version.
   *
   * @param limit after which the call is given up
   * @throws IOException when nobody listens there, or who does is not a CSI plugin
   */
  static Map<String, String> manifest(Path socket, Duration limit) throws IOException {
    for (Generation generation : GENERATIONS) {
      Optional<byte[]> answer = ask(socket, generation, limit);
      if (answer.isPresent()) {
        return PluginInfo.manifest(answer.get());
      }
    }
    throw new IOException("who listens on " + socket + " answers no GetPluginInfo of CSI");
  }

  /** Empty when that generation is not served. */
  private static Optional<byte[]> ask(Path socket, Generation generation, Duration limit)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Blocking channels of unix sockets know no timeout: whoever closes them ends the wait.
      Thread limiter = Thread.startVirtualThread(() -> closeAfter(limit, channel));
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        var call = new PluginInfoCall(channel);
        call.send(generation);
        return call.receive();
      } finally {
        limiter.interrupt();
      }
    }
  }

  private static void closeAfter(Duration limit, SocketChannel channel) {
    try {
      Thread.sleep(limit);
      channel.close();
    } catch (InterruptedException | IOException e) {
      // The call is over, or the channel is closed: as wanted.
    }
  }

  private void send(Generation generation) throws IOException {
    byte[] request = HexFormat.of().parseHex(generation.request());
    byte[] message =
        ByteBuffer.allocate(MESSAGE_HEADER_BYTES + request.length)
            .put((byte) 0)
            .putInt(request.length)
            .put(request)
            .array();
    write(PREFACE);
    write(frame(SETTINGS, 0, 0, new byte[0]));
    write(frame(HEADERS, END_HEADERS, 1, headers("/" + generation.service() + "/GetPluginInfo")));
    write(frame(DATA, END_STREAM, 1, message));
  }

  private static byte[] headers(String path) {
    var block = new ByteArrayOutputStream();
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(block, ":path", path);
    literal(block, ":authority", "localhost");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    return block.toByteArray();
  }

  /** HPACK (RFC 7541) 6.2.2: a literal field, not indexed, not compressed; both under 127 bytes. */
  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(FRAME_HEADER_BYTES + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** The answer's message, without gRPC's header; empty when the stream ended without one. */
  private Optional<byte[]> receive() throws IOException {
    var data = new ByteArrayOutputStream();
    while (true) {
      ByteBuffer header = read(FRAME_HEADER_BYTES);
      int lengthAndType = header.getInt();
      int length = lengthAndType >>> 8;
      int type = lengthAndType & 0xff;
      int flags = header.get();
      int stream = header.getInt() & Integer.MAX_VALUE;
      boolean padded = type == DATA && (flags & PADDED) != 0;
      if (padded || length > LARGEST_FRAME || data.size() + length > LARGEST_ANSWER) {
        throw new IOException("the answer to GetPluginInfo is not one");
      }
      byte[] payload = read(length).array();
      if (type == SETTINGS && (flags & ACK) == 0) {
        write(frame(SETTINGS, ACK, 0, new byte[0]));
      }
      if (type == DATA && stream == 1) {
        data.writeBytes(payload);
      }
      boolean ends = (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
      if (type == GOAWAY || (stream == 1 && (ends || type == RST_STREAM))) {
        return message(data.toByteArray());
      }
    }
  }

  private static Optional<byte[]> message(byte[] data) throws IOException {
    if (data.length == 0) {
      return Optional.empty();
    }
    ByteBuffer message = ByteBuffer.wrap(data);
    if (data.length < MESSAGE_HEADER_BYTES
        || message.get() != 0
        || message.getInt() != data.length - MESSAGE_HEADER_BYTES) {
      throw new IOException("the answer to GetPluginInfo is cut short or compressed");
    }
    byte[] content = new byte[message.remaining()];
    message.get(content);
    return Optional.of(content);
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the service hung up instead of answering GetPluginInfo");
      }
    }
    return bytes.flip();
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }
}
