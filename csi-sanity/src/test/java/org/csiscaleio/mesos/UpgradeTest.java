package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.csiscaleio.mesos.provider.Offer;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was checkpointed under csi.v0 is used and ended under csi.v1, by the same plugin. */
@Tag("side-by-side")
class UpgradeTest extends MesosTest {
  @Test
  void publishedVolumesOutliveTheWayFrom17To111() throws Exception {
    Agent agent = start(Line.MESOS_1_7_3);
    Resource used = disk(agent, ODD);
    Resource idle = disk(agent, 2 * ODD);
    Task task = agent.launch("long-running", used);
    Files.writeString(task.volume(0).resolve("data"), "precious");

    for (Release next : List.of(Release.V1_8_0, Release.V1_8_1, Release.V1_9, Release.V1_11)) {
      Offer before = agent.offer();
      agent = restart(agent, agent.flags().with(next));
      assertThat(agent.offer().resources().isSameAs(before.resources())).as("%s", next).isTrue();
      assertThat(agent.provider().warnings()).isEmpty();
      assertThat(task.volume(0).resolve("data")).hasContent("precious");
      assertThat(agent.calls().names()).doesNotContain("NodePublishVolume");
    }

    Task second = agent.launch("second", used, idle);
    assertThat(second.volume(0).resolve("data")).hasContent("precious");
    task.end();
    second.end();
    done(agent.apply(Operation.destroyDisk(used)));
    done(agent.apply(Operation.destroyDisk(idle)));
    assertNothingLeft(host(Line.MESOS_1_7_3));
  }

  @Test
  void aRebootOnTheWayFrom17To18BringsVolumesBack() throws Exception {
    Agent agent = start(Line.MESOS_1_7_3);
    Resource disk = disk(agent, ODD);
    Task task = agent.launch("before", disk);
    Files.writeString(task.volume(0).resolve("data"), "precious");
    new ProcessBuilder("sync", "-f", task.volume(0).toString()).start().waitFor();
    stop(agent);
    mesos().reboot(host(Line.MESOS_1_7_3));

    agent = start(host(Line.MESOS_1_7_3), flags(Line.MESOS_1_7_3).with(Release.V1_8_0));

    Task again = agent.launch("after", disk);
    assertThat(again.volume(0).resolve("data")).hasContent("precious");
    again.end();
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(Line.MESOS_1_7_3));
  }
}
