package org.csiscaleio.node.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code drv_cfg --query_mdms} prints, a line for each system: {@code MDM-ID 3ef46cbf2aaf5d0f
 * SDC ID 6b18479c00000003 …}.
 *
 * @param systemId 16 lower-case hex digits
 * @param sdcId what the system calls the SDC, as it is printed; empty where it is not printed
 */
record KnownMdms(String systemId, Optional<String> sdcId) {
  private static final Pattern LINE =
      Pattern.compile("MDM-ID ([0-9a-fA-F]{16}) (?:SDC ID ([0-9a-fA-F]{16}))?");

  /** Of all systems, in the order in which they are printed. */
  static List<KnownMdms> in(String output) {
    var all = new ArrayList<KnownMdms>();
    Matcher lines = LINE.matcher(output);
    while (lines.find()) {
      all.add(
          new KnownMdms(
              lines.group(1).toLowerCase(Locale.ROOT), Optional.ofNullable(lines.group(2))));
    }
    return all;
  }
}
