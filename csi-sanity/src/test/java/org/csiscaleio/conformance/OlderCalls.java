package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.Status;
import java.util.List;
import java.util.Set;

/** The calls that the suites of CSI 0.1 to 0.3 are made of, in the words of one generation. */
record OlderCalls(OlderWire wire, String volume, String publishInfo, String nodeIdCall) {
  static final String WRITER = "mount {} access_mode { mode: SINGLE_NODE_WRITER }";

  /** What one volume capability, and a list of one, are called in requests. */
  static final String CAPABILITY = " volume_capability { " + WRITER + " }";

  static final String CAPABILITIES = " volume_capabilities { " + WRITER + " }";

  static OlderCalls of01(OlderWire wire) {
    return new OlderCalls(wire, "volume_info", "publish_volume_info", "GetNodeID");
  }

  static OlderCalls ofV0(OlderWire wire) {
    return new OlderCalls(wire, "volume", "publish_info", "NodeGetId");
  }

  /** A volume as CreateVolume answers it. */
  record Made(String id, long bytes, String attributes) {}

  /**
   * Creates a volume for one writer.
   *
   * @param range of bytes, in the form {@code required_bytes: 1}; empty for none
   */
  Made create(String name, String range) {
    Message answer = wire.call("CreateVolume", creation(name, range));
    String id = OlderWire.at(answer, volume + ".id").toString();
    assertThat(id).isNotEmpty();
    return new Made(
        id,
        (Long) OlderWire.at(answer, volume + ".capacity_bytes"),
        OlderWire.map(answer, volume + ".attributes", "volume_attributes"));
  }

  static String creation(String name, String range) {
    return "name: '" + name + "' capacity_range { " + range + " }" + CAPABILITIES;
  }

  void delete(String id) {
    wire.call("DeleteVolume", "volume_id: '" + id + "'");
  }

  String node() {
    String node = OlderWire.at(wire.call(nodeIdCall, ""), "node_id").toString();
    assertThat(node).isNotEmpty();
    return node;
  }

  static String publication(String id, String node) {
    return "volume_id: '" + id + "' node_id: '" + node + "'" + CAPABILITY;
  }

  /** Maps a volume; the answer is what a call of the node has to say about it. */
  String controllerPublish(String id, String node) {
    Message answer = wire.call("ControllerPublishVolume", publication(id, node));
    return OlderWire.map(answer, publishInfo, publishInfo);
  }

  /** The code that a ControllerPublishVolume ends with that must fail. */
  Status.Code failureOfPublish(String id, String node) {
    return wire.failure("ControllerPublishVolume", publication(id, node)).getCode();
  }

  void controllerUnpublish(String id, String node) {
    wire.call("ControllerUnpublishVolume", "volume_id: '" + id + "' node_id: '" + node + "'");
  }

  boolean supported(String id) {
    Message answer =
        wire.call("ValidateVolumeCapabilities", "volume_id: '" + id + "'" + CAPABILITIES);
    return (Boolean) OlderWire.at(answer, "supported");
  }

  List<String> listed() {
    return OlderWire.each(wire.call("ListVolumes", ""), "entries", volume + ".id");
  }

  List<String> capabilities(String method) {
    return OlderWire.each(wire.call(method, ""), "capabilities", "rpc.type");
  }

  /** A request that must be refused for what it is, and not for what is or is not there. */
  void refused(String method, String request, String missing) {
    Status status = wire.failure(method, request);
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains(missing + " is missing");
  }

  /** The plugin's name is what all the suites take for one. */
  void saysItsName() {
    assertThat(OlderWire.at(wire.call("GetPluginInfo", ""), "name").toString())
        .matches("[a-zA-Z][A-Za-z0-9._-]{0,61}[a-zA-Z]");
  }

  /** None but these, since the suites fail on what they do not know. */
  void saysNoOtherCapabilitiesThan(String method, Set<String> known) {
    assertThat(capabilities(method)).isNotEmpty().isSubsetOf(known);
  }
}
