package org.csiscaleio.mesos.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.wire.ListedVolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of offers when a plugin lists well, and when it does not. */
class ReconciliationTest {
  private static final long MIB = 1 << 20;
  private static final Map<String, String> LABELS = Map.of("system", "s1", "pool", "p1");

  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Release.class)
  void aVolumeThatIsListedAsItWasCreatedIsNoNews(Release release) {
    Resources total = Resources.of(mountDisk(release, 100), pool(release, 900));

    Resources now =
        of(release).all(total, List.of(listed(100, LABELS)), Resources.of(pool(release, 900)));

    assertThat(now.isSameAs(total)).isTrue();
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void aSizeThatWasRoundedUpBecomesASecondDisk(Release release) {
    Resources total = Resources.of(mountDisk(release, 100));

    Resources now = of(release).all(total, List.of(listed(8192, LABELS)), Resources.NONE);

    assertThat(now.filter(it -> it.id().isPresent()).all()).hasSize(2);
    assertThat(warnings).anyMatch(warning -> warning.startsWith("phantom disk"));
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void otherLabelsMakeASecondDiskUntil180AndAreTakenOverAfterwards(Release release) {
    Resources total = Resources.of(mountDisk(release, 100));
    var changed = List.of(listed(100, Map.of("system", "s2")));

    Resources now = of(release).all(total, changed, Resources.NONE);

    assertThat(now.all()).hasSize(release.atLeast(Release.V1_8_1) ? 1 : 2);
    assertThat(warnings).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void aVolumeListedTwiceAbortsTheAgentBefore19(Release release) {
    var twice = List.of(listed(100, LABELS), listed(100, LABELS));

    if (release.atLeast(Release.V1_9)) {
      assertThat(of(release).all(Resources.NONE, twice, Resources.NONE).all()).hasSize(1);
    } else {
      assertThatThrownBy(() -> of(release).all(Resources.NONE, twice, Resources.NONE))
          .isInstanceOf(AgentAborts.class)
          .hasMessageContaining(release == Release.V1_8_1 ? "1.8.1:P:1057" : "MESOS-9956");
    }
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void aSplitPoolThatShrinksAbortsTheAgentUntil180(Release release) {
    Resource half = pool(release, 50);
    Resources total = Resources.of(half, half.withReservations(List.of("role")));

    if (release.atLeast(Release.V1_8_1)) {
      Resources now = of(release).pools(total, Resources.of(pool(release, 40)));
      assertThat(now.all()).hasSize(2);
    } else {
      assertThatThrownBy(() -> of(release).pools(total, Resources.of(pool(release, 40))))
          .isInstanceOf(AgentAborts.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void aPoolThatMovesWithItsDisksNeverChanges(Release release) {
    Resource half = pool(release, 50);
    Resources total = Resources.of(half, half.withReservations(List.of("role")));

    Resources now = of(release).pools(total, Resources.of(pool(release, 100)));

    assertThat(now.isSameAs(total)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void aDiskThatIsNotListedGoesUnlessSomebodyHasConvertedIt(Release release) {
    Resource raw = of(release).raw(100 * MIB, Optional.empty(), Optional.of("v2"), Map.of());
    Resources total = Resources.of(mountDisk(release, 100), raw);

    Resources now = of(release).all(total, List.of(), Resources.NONE);

    assertThat(now.all()).containsExactly(mountDisk(release, 100));
    assertThat(warnings).hasSize(1).first().asString().startsWith("Missing converted resource");
  }

  @Test
  void sizesAreEqualToThreeDecimalsOfAMegabyte() {
    Resource disk = pool(Release.V1_11, 1).ofBytes(100 * MIB + 1);

    assertThat(disk).isEqualTo(pool(Release.V1_11, 100));
    assertThat(disk.bytes()).isEqualTo(100 * MIB);
  }

  private Reconciliation of(Release release) {
    return new Reconciliation(
        release,
        release.namesVendor() ? Optional.of("t.n") : Optional.empty(),
        List.of(),
        warnings::add);
  }

  private Resource pool(Release release, long mib) {
    return of(release).pool("thin", mib * MIB);
  }

  private Resource mountDisk(Release release, long mib) {
    return of(release)
        .raw(mib * MIB, Optional.of("thin"), Optional.of("v1"), LABELS)
        .ofType(Resource.Type.MOUNT, "./csi/t/n/mounts")
        .withReservations(List.of("role"));
  }

  private static ListedVolume listed(long mib, Map<String, String> context) {
    return new ListedVolume("v1", mib * MIB, context);
  }
}
