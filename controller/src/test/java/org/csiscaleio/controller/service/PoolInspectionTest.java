package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import org.junit.jupiter.api.Test;

/** What is said of the storage pool of the configuration. */
class PoolInspectionTest {
  private final FakeScaleIoSystem system = new FakeScaleIoSystem();
  private final FakeArray array = system.array();
  private final String domain = array.addProtectionDomain("pd1");
  private final String pool = array.addStoragePool(domain, "sp1", 8192);

  private List<Finding> look(String name, boolean unpaddedAllowed, String... quotas) {
    return new PoolInspection(
            system,
            Optional.of(name).filter(text -> !text.isEmpty()),
            Optional.empty(),
            false,
            unpaddedAllowed,
            PoolQuotas.of(List.of(quotas)))
        .look(Deadline.after(Duration.ofSeconds(10)));
  }

  private Finding of(String part) {
    return look("sp1", true).stream()
        .filter(finding -> finding.part().equals(part))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGoodPoolIsOkAndItsRoomIsTold() {
    assertThat(look("sp1", false, "sp1=100", "pd1/sp1=50", "7")).allMatch(Finding::isOk);
    assertThat(of("capacity").seen()).contains("pd1/sp1", "GiB");
  }

  @Test
  void aPoolThatIsNotThereIsSaidWithThoseThatAre() {
    Finding missing = look("nopool", false).getFirst();
    assertThat(missing.level()).isEqualTo(Level.FAIL);
    assertThat(missing.seen()).contains("'nopool'", "pd1/sp1");
    assertThat(missing.advice()).contains("storagePool");
  }

  @Test
  void whoConfiguresNoPoolIsShownThem() {
    assertThat(look("", false))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.isOk()).isTrue();
          assertThat(finding.seen()).contains("pd1/sp1");
        });
  }

  @Test
  void aPoolWithoutZeroPaddingFailsAndIsAWarningWhereItIsAllowed() {
    array.addStoragePool(domain, "sp2", 8192, false);
    Finding refused = look("sp2", false).getFirst();
    assertThat(refused.level()).isEqualTo(Level.FAIL);
    assertThat(refused.seen()).contains("no zero padding");
    assertThat(look("sp2", true))
        .filteredOn(finding -> finding.level() == Level.WARN)
        .singleElement()
        .satisfies(finding -> assertThat(finding.advice()).contains("not formatted"));
  }

  @Test
  void aDomainThatIsNotActiveFails() {
    array.setDomainActive(domain, false);
    assertThat(look("sp1", false).getFirst().level()).isEqualTo(Level.FAIL);
  }

  @Test
  void aPoolThatFillsUpIsWarnedOfAndAFullOneFails() {
    array.setThinWritten(pool, 6200);
    assertThat(of("capacity").level()).isEqualTo(Level.WARN);
    assertThat(of("capacity").seen()).contains("high threshold of 80 %");
    array.setThinWritten(pool, 6700);
    assertThat(of("capacity").level()).isEqualTo(Level.FAIL);
    assertThat(of("capacity").seen()).contains("critical threshold of 90 %");
  }

  @Test
  void damageIsSaid() {
    array.setDamage(pool, 1, 0);
    assertThat(of("data").level()).isEqualTo(Level.WARN);
    array.setDamage(pool, 0, 1);
    assertThat(of("data").level()).isEqualTo(Level.FAIL);
  }

  @Test
  void aQuotaOfAPoolThatIsNotThereFails() {
    assertThat(look("sp1", false, "sp9=100").getLast().level()).isEqualTo(Level.FAIL);
    assertThat(look("sp1", false, "sp9=100").getLast().seen()).contains("sp9", "pd1/sp1");
  }
}
