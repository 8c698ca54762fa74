package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the suite of CSI 0.3 asks about snapshots, which came with it. */
record OlderSnapshotSpecs(OlderSuite suite, OlderCalls calls) {
  /** Something to be tried with a volume that lives as long. */
  private interface WithVolume extends Consumer<String> {}

  void all() {
    lists();
    suite.spec(
        "DeleteSnapshot without snapshot_id",
        () -> calls.refused("DeleteSnapshot", "", "snapshot_id"));
    suite.spec("DeleteSnapshot of a snapshot that there is not", () -> delete("reallyfakeid"));
    spec(
        "DeleteSnapshot of a snapshot that there is",
        volume -> {
          delete(take(volume, "snapshot"));
          assertThat(listed("")).isEmpty();
        });
    suite.spec(
        "CreateSnapshot without name",
        () -> calls.refused("CreateSnapshot", "source_volume_id: 'testId'", "name"));
    suite.spec(
        "CreateSnapshot without source_volume_id",
        () -> calls.refused("CreateSnapshot", "name: 'name'", "source_volume_id"));
    spec(
        "CreateSnapshot twice is one snapshot",
        volume -> {
          String snapshot = take(volume, "snapshot");
          assertThat(take(volume, "snapshot")).isEqualTo(snapshot);
          delete(snapshot);
        });
    spec("CreateSnapshot again of another volume", this::takeOfAnother);
    spec(
        "CreateSnapshot with a name of 128 letters",
        volume -> delete(take(volume, "a".repeat(128))));
  }

  private void lists() {
    spec(
        "ListSnapshots says sources and times",
        volume -> {
          String snapshot = take(volume, "snapshot");
          Message all = calls.wire().call("ListSnapshots", "");
          assertThat(OlderWire.each(all, "entries", "snapshot.source_volume_id"))
              .containsExactly(volume);
          assertThat(OlderWire.each(all, "entries", "snapshot.created_at"))
              .allSatisfy(time -> assertThat(Long.parseLong(time)).isPositive());
          delete(snapshot);
        });
    spec(
        "ListSnapshots of one snapshot",
        volume -> {
          String one = take(volume, "one");
          String other = take(volume, "other");
          assertThat(listed("snapshot_id: '" + one + "'")).containsExactly(one);
          delete(one);
          delete(other);
        });
    suite.spec(
        "ListSnapshots of a snapshot that there is not",
        () -> assertThat(listed("snapshot_id: 'none-snapshot-id'")).isEmpty());
    spec(
        "ListSnapshots of one volume",
        volume -> {
          String snapshot = take(volume, "snapshot");
          assertThat(listed("source_volume_id: '" + volume + "'")).containsExactly(snapshot);
          delete(snapshot);
        });
    suite.spec(
        "ListSnapshots of a volume that there is not",
        () -> assertThat(listed("source_volume_id: 'none-volume-id'")).isEmpty());
    spec(
        "ListSnapshots says those made since",
        volume -> {
          assertThat(listed("")).isEmpty();
          String snapshot = take(volume, "snapshot");
          assertThat(listed("")).containsExactly(snapshot);
          delete(snapshot);
        });
    spec("ListSnapshots in pages", this::listInPages);
  }

  private void listInPages(String volume) {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      taken.add(take(volume, "snapshot-" + i));
    }
    Message first = calls.wire().call("ListSnapshots", "max_entries: 2");
    String token = OlderWire.at(first, "next_token").toString();
    Message rest = calls.wire().call("ListSnapshots", "starting_token: '" + token + "'");
    List<String> told = new ArrayList<>(ids(first));
    assertThat(told).hasSize(2);
    told.addAll(ids(rest));
    assertThat(told).containsExactlyInAnyOrderElementsOf(taken);
    assertThat(OlderWire.at(rest, "next_token").toString()).isEmpty();
    taken.forEach(this::delete);
  }

  private void takeOfAnother(String volume) {
    String snapshot = take(volume, "snapshot");
    String another = calls.create("another", "").id();
    assertThat(calls.wire().failure("CreateSnapshot", taking(another, "snapshot")).getCode())
        .isEqualTo(Status.Code.ALREADY_EXISTS);
    delete(snapshot);
    calls.delete(another);
  }

  private void spec(String name, WithVolume held) {
    suite.spec(
        name,
        () -> {
          String volume = calls.create("sanity", "").id();
          held.accept(volume);
          calls.delete(volume);
        });
  }

  private static String taking(String volume, String name) {
    return "source_volume_id: '" + volume + "' name: '" + name + "'";
  }

  private String take(String volume, String name) {
    Message answer = calls.wire().call("CreateSnapshot", taking(volume, name));
    assertThat(OlderWire.at(answer, "snapshot.status.type").toString()).isEqualTo("READY");
    return OlderWire.at(answer, "snapshot.id").toString();
  }

  private void delete(String snapshot) {
    calls.wire().call("DeleteSnapshot", "snapshot_id: '" + snapshot + "'");
  }

  private List<String> listed(String filter) {
    return ids(calls.wire().call("ListSnapshots", filter));
  }

  private static List<String> ids(Message answer) {
    return OlderWire.each(answer, "entries", "snapshot.id");
  }
}
