package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * The SDC asked through its driver's control device. Requests and structures are those of goscaleio
 * and os-brick: {@code _IO('a', n)}, the buffer beginning with eight bytes of return code.
 */
final class ControlDeviceSdc implements Sdc {
  private static final int QUERY_GUID = 0x610E;
  private static final int RESCAN = 0x610A;

  /** rc[8], uuid[16], netIdMagic u32, netIdTime u32. */
  private static final int GUID_BUFFER_BYTES = 32;

  /** The first byte of the return code when the query succeeded. */
  private static final int GUID_SUCCESS = 0x41;

  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Path device;

  ControlDeviceSdc(Kernel kernel, BoundedCalls calls, Path device) {
    this.kernel = kernel;
    this.calls = calls;
    this.device = device;
  }

  @Override
  public String guid(Deadline deadline) {
    byte[] answer = ask(QUERY_GUID, GUID_BUFFER_BYTES, deadline);
    if (answer[0] != GUID_SUCCESS) {
      throw Failure.unavailable(
          "the SDC driver at " + device + " answered the query of its GUID with code " + answer[0]);
    }
    return Guid.of(answer, 8);
  }

  @Override
  public void rescan(Deadline deadline) {
    ask(RESCAN, 8, deadline);
  }

  private byte[] ask(int request, int bufferBytes, Deadline deadline) {
    try {
      return calls.ask(
          device,
          "asking the SDC driver",
          deadline,
          () -> kernel.control(device, request, new byte[bufferBytes]));
    } catch (IOException e) {
      throw new Failure(
          Failure.Code.UNAVAILABLE, "the SDC driver does not answer: " + e.getMessage(), e);
    }
  }
}
