package org.csiscaleio.gateway;

import java.util.List;

/**
 * An array for {@link ScaleIoSystemContract}: empty, with one protection domain that has two pools
 * (the second without zero padding), and three approved SDCs.
 *
 * @see ScaleIoSystemContract
 */
public interface ContractArray extends AutoCloseable {
  /** The system under test. */
  ScaleIoSystem system();

  /** The API version the array speaks. */
  GatewayVersion version();

  /** The SDCs' GUIDs, as the array was told them, perhaps in lower case. */
  List<String> sdcGuids();

  /** Takes a snapshot as an administrator; returns its id. */
  String snapshot(String volumeId, String name);

  @Override
  void close();
}
