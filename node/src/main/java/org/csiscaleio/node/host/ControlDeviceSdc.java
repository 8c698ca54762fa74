package org.csiscaleio.node.host;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * The SDC asked through its driver's control device. Requests and structures are those of goscaleio
 * and os-brick: {@code _IO('a', n)}, the buffer beginning with eight bytes of return code.
 */
final class ControlDeviceSdc implements Sdc {
  private static final int QUERY_GUID = 0x610E;
  private static final int QUERY_MDMS = 0x610C;
  private static final int RESCAN = 0x610A;

  /** rc[8], number of MDMs u16 (in: room for so many), from 16 on one record for each. */
  private static final int MDM_COUNT = 8;

  private static final int FIRST_MDM = 16;
  private static final short MOST_MDMS = 20;

  /** A record: filler u32, the system's id as low and high u32, other ids, addresses. */
  private static final int MDM_BYTES = 424;

  private static final int MDM_ID_LOW = 4;
  private static final int MDM_ID_HIGH = 8;
  private static final int MDMS_BUFFER_BYTES = FIRST_MDM + MOST_MDMS * MDM_BYTES;

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
    byte[] answer = ask(QUERY_GUID, new byte[GUID_BUFFER_BYTES], deadline);
    if (answer[0] != GUID_SUCCESS) {
      throw Failure.unavailable(
          "the SDC driver at " + device + " answered the query of its GUID with code " + answer[0]);
    }
    return Guid.of(answer, 8);
  }

  @Override
  public Set<String> systems(Deadline deadline) {
    byte[] request = new byte[MDMS_BUFFER_BYTES];
    ByteBuffer.wrap(request).order(LITTLE_ENDIAN).putShort(MDM_COUNT, MOST_MDMS);
    ByteBuffer answer = ByteBuffer.wrap(ask(QUERY_MDMS, request, deadline)).order(LITTLE_ENDIAN);
    int count = answer.getShort(MDM_COUNT);
    if (count < 0 || count > MOST_MDMS) {
      throw Failure.unavailable(
          "the SDC driver at " + device + " told of " + count + " systems, which cannot be");
    }
    var systems = new TreeSet<String>();
    for (int i = 0; i < count; i++) {
      int record = FIRST_MDM + i * MDM_BYTES;
      systems.add(
          "%08x%08x"
              .formatted(answer.getInt(record + MDM_ID_HIGH), answer.getInt(record + MDM_ID_LOW)));
    }
    return systems;
  }

  @Override
  public void rescan(Deadline deadline) {
    ask(RESCAN, new byte[8], deadline);
  }

  private byte[] ask(int request, byte[] buffer, Deadline deadline) {
    try {
      return calls.ask(
          device, "asking the SDC driver", deadline, () -> kernel.control(device, request, buffer));
    } catch (IOException e) {
      throw new Failure(
          Failure.Code.UNAVAILABLE, "the SDC driver does not answer: " + e.getMessage(), e);
    }
  }
}
