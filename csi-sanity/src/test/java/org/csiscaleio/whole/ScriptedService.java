package org.csiscaleio.whole;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeResponse;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.GetPluginInfoResponse;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.csi.v1.ProbeResponse;
import org.csiscaleio.csi.v1.Volume;

/**
 * A host's service that does nothing with an array: it says who it is, and gives back what it is
 * given.
 */
final class ScriptedService implements AutoCloseable {
  private final Path socket;
  private final EventLoopGroup eventLoop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Server server;

  private ScriptedService(Path socket, String name, Map<String, String> manifest)
      throws IOException {
    this.socket = socket;
    server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(eventLoop)
            .workerEventLoopGroup(eventLoop)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize(8 << 20)
            .addService(new Identity(name, manifest))
            .addService(new Controller())
            .build()
            .start();
  }

  /** One that speaks for its node. */
  static ScriptedService inNodeScope(Path socket, String name) throws IOException {
    return new ScriptedService(socket, name, Map.of("scope", "node"));
  }

  static ScriptedService telling(Path socket, Map<String, String> manifest) throws IOException {
    return new ScriptedService(socket, "service", manifest);
  }

  /** Ends at once, and takes its socket away. */
  @Override
  public void close() throws IOException {
    server.shutdownNow();
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5000);
    Files.deleteIfExists(socket);
  }

  private static final class Identity extends IdentityGrpc.IdentityImplBase {
    private final GetPluginInfoResponse info;

    Identity(String name, Map<String, String> manifest) {
      info =
          GetPluginInfoResponse.newBuilder()
              .setName(name)
              .setVendorVersion("1")
              .putAllManifest(manifest)
              .build();
    }

    @Override
    public void getPluginInfo(
        GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
      answer.onNext(info);
      answer.onCompleted();
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
      answer.onNext(ProbeResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private static final class Controller extends ControllerGrpc.ControllerImplBase {
    @Override
    public void createVolume(
        CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
      answer.onNext(
          CreateVolumeResponse.newBuilder()
              .setVolume(Volume.newBuilder().setVolumeId(request.getName()))
              .build());
      answer.onCompleted();
    }
  }
}
