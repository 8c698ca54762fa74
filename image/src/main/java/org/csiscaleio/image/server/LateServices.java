package org.csiscaleio.image.server;

import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Services that are made when one of their methods is first called. An orchestrator speaks one
 * generation of CSI; the messages of the others would be megabytes that nobody uses.
 */
public final class LateServices extends HandlerRegistry {
  private final Map<String, Supplier<BindableService>> makers;
  private final Chain chain;
  private final Map<String, ServerServiceDefinition> made = new ConcurrentHashMap<>();

  /**
   * Makes none yet.
   *
   * @param makers by the service's full name, e.g. csi.v1.Node
   * @param chain what each request passes
   */
  public LateServices(Map<String, Supplier<BindableService>> makers, Chain chain) {
    this.makers = Map.copyOf(makers);
    this.chain = chain;
  }

  /**
   * Makes one ahead of its first call, where there is such a service.
   *
   * @param service its full name
   */
  public void prepare(String service) {
    Supplier<BindableService> maker = makers.get(service);
    if (maker != null) {
      made(service, maker);
    }
  }

  /** Called on the request's own thread, which may take its time. */
  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String method, @Nullable String authority) {
    String service = MethodDescriptor.extractFullServiceName(method);
    Supplier<BindableService> maker = service == null ? null : makers.get(service);
    return service == null || maker == null ? null : made(service, maker).getMethod(method);
  }

  private ServerServiceDefinition made(String service, Supplier<BindableService> maker) {
    return made.computeIfAbsent(
        service, any -> ServerInterceptors.interceptForward(maker.get(), chain.outermostFirst()));
  }
}
