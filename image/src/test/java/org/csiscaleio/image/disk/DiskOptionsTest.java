package org.csiscaleio.image.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.log.Redaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskOptionsTest {
  private static final String GOOD = "create --profile p --size 16GiB --role db --master m";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) {
    return new DiskCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Optional.empty(),
            new Redaction())
        .run(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lst --master m                               | unknown command 'lst'
          list                                         | --master is missing
          list --master m x                            | list: 'x' is too much
          list --master m --yes                        | list: --yes says nothing here
          list --master zk://a:2181/mesos              | ZooKeeper is not asked
          list --master http://m/mesos                 | has a path
          list --master m --principl op                | unknown option --principl; did you mean '--principal'?
          list --master m --secret hush                | every user of this host can read command lines
          list --master m --secret-file /nowhere       | --secret-file needs --principal NAME
          list --master m --token-file /nowhere        | --token-file: /nowhere is not a file that can be read
          list --master m --insecure --ca-file /x      | say one of --ca-file, --fingerprint and --insecure
          list --master m --fingerprint 12             | has 64 hex digits
          destroy --master m                           | say the id of one disk
          destroy --master m a b                       | say the id of one disk
          create --master m --size 1 --role r          | --profile is missing
          create --master m --profile p --role r       | say either --size SIZE, or --volume ID
          create --master m --profile p --size 1       | --role is missing
          create --master m --profile p --size 1.5G --role r | 1.5G' is no size
          create --master m --profile p --size 0 --role r    | a disk has a size
          create --master m --profile p --size 1 --role a//b | a//b' is no name of a role
          create --master m --profile p --size 1 --role r --type path | say mount or block
          create --master m --profile p --size 1 --role r --wait 11m  | --wait: '11m' must be
          """)
  void whatIsWrongIsSaidAndNothingAsked(String line, String complaint) {
    assertThat(run(line)).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(complaint, "Try 'csi-scaleio disk --help'.")
        .doesNotContain("hush");
    assertThat(out.size()).isZero();
  }

  @Test
  void helpExplainsEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--master ADDRESS", "--secret-file FILE", "--with-volume", "Exit status");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(run("")).isEqualTo(2);
  }

  @Test
  void aSizeIsWrittenAsPeopleDo() {
    assertThat(DiskOptions.read(List.of(GOOD.split(" ", -1))).wanted().sizeMib())
        .isEqualByComparingTo("16384");
    assertThat(Sizes.parse("16384")).isEqualByComparingTo("16384");
    assertThat(Sizes.parse("2T")).isEqualByComparingTo("2097152");
    assertThat(Sizes.text(Sizes.parse("12345"))).isEqualTo("12345 MiB");
    assertThat(Sizes.text(Sizes.parse("24GiB"))).isEqualTo("24 GiB");
    assertThat(Sizes.onArray(Sizes.parse("12345"))).isEqualByComparingTo("16384");
  }

  @ParameterizedTest
  @CsvSource({
    "m, http://m:5050/",
    "m:80, http://m/",
    "http://m:80, http://m/",
    "https://m, https://m:5050/",
    "https://m:443, https://m/",
    "[::1]:5051, http://[::1]:5051/",
    "[::1], http://[::1]:5050/",
  })
  void mastersListenOnTheirOwnPortUnlessSaidOtherwise(String text, String url) {
    assertThat(MasterSettings.address(text)).hasToString(url);
  }

  @Test
  void aMastersAddressHoldsNoPasswordAndDoesNotShowIt() {
    assertThatThrownBy(() -> MasterSettings.address("http://op:hush@m"))
        .hasMessageContaining("--secret-file")
        .hasMessageNotContaining("hush");
  }
}
