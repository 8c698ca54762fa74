package org.csiscaleio.mesos.wire;

import com.google.protobuf.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every call an agent made to a plugin, in the order of the answers. Safe for many threads. */
public final class CallLog {
  private final List<RecordedCall> calls = new CopyOnWriteArrayList<>();

  void add(RecordedCall call) {
    calls.add(call);
  }

  public List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  /** The calls' names, those that failed with their code: {@code Probe=UNIMPLEMENTED}. */
  public List<String> names() {
    return calls.stream().map(RecordedCall::toString).toList();
  }

  /** The requests of one kind. */
  public <T extends Message> List<T> requests(Class<T> kind) {
    return calls.stream()
        .map(RecordedCall::request)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  public void clear() {
    calls.clear();
  }
}
