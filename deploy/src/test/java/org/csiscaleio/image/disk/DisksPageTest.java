package org.csiscaleio.image.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.deploy.master.Disks.disk;
import static org.csiscaleio.deploy.master.Disks.persistent;
import static org.csiscaleio.deploy.master.Disks.pool;
import static org.csiscaleio.deploy.master.Disks.reserved;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.csiscaleio.deploy.master.MasterDouble;
import org.junit.jupiter.api.Test;

/** What the pages say of the command is what it does, one after the other on one cluster. */
class DisksPageTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```$\n\\$ csi-scaleio disk ([^\n]*)\n(.*?)^```$");
  private static final Pattern MASTERS = Pattern.compile(" --master \\S+");

  @Test
  void everyCommandOfTheirPageSaysWhatStandsThere() throws Exception {
    assertThat(typeAll(DOCS.resolve("disks.md"))).hasSize(4);
  }

  @Test
  void theQuickStartsCommandMakesADisk() throws Exception {
    assertThat(typeAll(DOCS.resolve("quick-start.md"))).hasSize(1);
  }

  private static List<String> typeAll(Path page) throws Exception {
    var typed = new ArrayList<String>();
    try (MasterDouble master = MasterDouble.start(11)) {
      master.allocation().agent("node16.example").has(pool("node16", "thin-xfs", 512 << 10));
      master
          .allocation()
          .agent("node17.example")
          .has(pool("node17", "thin-xfs", 512 << 10))
          .uses(
              persistent(
                  disk(
                      reserved(pool("node17", "thin-xfs", 32 << 10), "web", ""),
                      Source.Type.MOUNT,
                      "1a2b3c4d5e6f7081-5f8a2c0000000003"),
                  "uploads"));
      var blocks = BLOCK.matcher(Files.readString(page));
      while (blocks.find()) {
        // What does not fit is not waited for as long as an operator would.
        String line =
            MASTERS
                .matcher(blocks.group(1))
                .replaceFirst(blocks.group(1).startsWith("list") ? "" : " --wait 2s");
        boolean asks = blocks.group(1).startsWith("destroy");

        DiskRun run =
            DiskRun.of(
                List.of(master), asks ? Optional.of("yes") : Optional.empty(), line.split(" ", -1));

        assertThat(run.shown()).as(blocks.group(1)).isEqualTo(blocks.group(2));
        typed.add(blocks.group(1));
      }
    }
    return typed;
  }
}
