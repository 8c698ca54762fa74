package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.controller.service.Agents.GIB;
import static org.csiscaleio.controller.service.Agents.GUID_A;
import static org.csiscaleio.controller.service.Agents.GUID_B;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.OWNER_A;
import static org.csiscaleio.controller.service.Agents.OWNER_B;
import static org.csiscaleio.controller.service.Agents.WRITER;
import static org.csiscaleio.controller.service.Agents.settings;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes made by others that an operator assigns to an instance. */
class ImportTest {
  private static final ImportPatterns LEGACY = ImportPatterns.of(List.of("legacy-?", "db*main"));

  private final Agents agents = new Agents();
  private final Agents.Agent a = agents.agent(OWNER_A, settings("512", LEGACY, true, false));

  @BeforeEach
  void makeVolumes() {
    agents.array.addThinVolumes(agents.poolId, "legacy-", 12);
  }

  @Test
  void whatThePatternsNameIsShownAsItIs() {
    List<ProvisionedVolume> listed = a.list();

    assertThat(listed).hasSize(10).allMatch(v -> v.capacityBytes() == 8 * GIB);
    assertThat(listed).allMatch(v -> v.context().isEmpty());
    assertThat(agents.a.list()).isEmpty();
  }

  @Test
  void anImportIsCheckedWithTheTargetProfilesCapabilityAndParameters() {
    for (Map<String, String> parameters :
        List.of(
            Map.<String, String>of(),
            Map.of("storagepool", "sp1", "protectiondomain", "pd1", "quotaGiB", "512"),
            Map.of("provisioning", "thin"))) {
      var check = new CapabilityCheck(handle("legacy-0"), List.of(WRITER), Map.of(), parameters);
      assertThat(a.controller.check(check, soon()))
          .isEqualTo(new CapabilityCheck.Answer.Confirmed());
    }
    var check =
        new CapabilityCheck(
            handle("legacy-0"), List.of(WRITER), Map.of(), Map.of("storagepool", "sp2"));
    assertThat(a.controller.check(check, soon()))
        .isInstanceOf(CapabilityCheck.Answer.NotConfirmed.class);
  }

  @Test
  void anImportIsUsedAndRetained() {
    ProvisionedVolume volume = a.list().getFirst();
    a.publish(volume, GUID_A);
    a.unpublish(volume, GUID_A);

    assertFails(Code.FAILED_PRECONDITION, () -> a.delete(volume), "importRetain");
    assertThat(agents.array.volume(volume.id().volumeId())).isPresent();
  }

  @Test
  void anImportIsDeletedWhenTheOperatorSaysSo() {
    var free = agents.agent(OWNER_A, settings("512", LEGACY, false, false));
    long before = free.capacity();
    ProvisionedVolume volume = free.list().getFirst();

    free.delete(volume);

    assertThat(agents.array.volume(volume.id().volumeId())).isEmpty();
    assertThat(free.capacity()).isEqualTo(before + 8 * GIB);
  }

  @Test
  void anOwnersVolumeIsNeverAnImport() {
    ProvisionedVolume theirs = agents.b.create("data", 5 * MIB);
    String tag = OWNER_B.tag().text();
    var greedy =
        agents.agent(
            OWNER_A,
            settings("512", ImportPatterns.of(List.of(tag + "*", tag + "=*")), false, false));

    assertThat(greedy.list()).isEmpty();
    assertFails(Code.FAILED_PRECONDITION, () -> greedy.delete(theirs), tag);
  }

  @Test
  void snapshotsAndCopiesAreNoImports() {
    agents.array.addSnapshot(volume("legacy-0").id(), "legacy-s");
    a.refresh();
    assertThat(a.list()).hasSize(10);
  }

  @Test
  void ofTwoAgentsWithTheSameImportOneGetsIt() {
    var b = agents.agent(OWNER_B, settings("512", LEGACY, true, false));
    ProvisionedVolume volume = a.list().getFirst();
    assertThat(b.list()).contains(volume);

    a.publish(volume, GUID_A);

    assertFails(Code.FAILED_PRECONDITION, () -> b.publish(volume, GUID_B), "host-a");
    assertFails(Code.FAILED_PRECONDITION, () -> b.delete(volume));
  }

  @ParameterizedTest
  @CsvSource({
    "db*, db, true",
    "db*, db-1, true",
    "db*, adb, false",
    "d?b, dxb, true",
    "d?b, db, false",
    "a.c, abc, false",
    "a.c, a.c, true",
    "[x], x, false",
    "\\E*, \\E1, true"
  })
  void patternsHaveTwoWildcards(String pattern, String name, boolean matches) {
    assertThat(ImportPatterns.of(List.of(pattern)).match(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "?*", "", "two words"})
  void aPatternThatTakesEverythingIsRefused(String pattern) {
    assertThatThrownBy(() -> ImportPatterns.of(List.of(pattern)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Volume volume(String name) {
    return agents.array.volumeNamed(name).orElseThrow();
  }

  private String handle(String name) {
    return volume(name).id();
  }
}
