package org.csiscaleio.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What csi-sanity wrote down, from its JUnit report. */
record SanityReport(List<Spec> specs) {
  /** How a spec ended. A pending one is switched off by csi-sanity's authors. */
  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED,
    PENDING
  }

  /**
   * One spec.
   *
   * @param reason what csi-sanity says about a failure or a skip, empty for a pass
   */
  record Spec(String name, Outcome outcome, String reason) {}

  SanityReport {
    specs = List.copyOf(specs);
  }

  /**
   * @throws IOException when the file is not a report
   */
  static SanityReport read(Path file) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var cases =
          factory
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement()
              .getElementsByTagName("testcase");
      List<Spec> specs = new ArrayList<>();
      for (int i = 0; i < cases.getLength(); i++) {
        var testcase = (Element) cases.item(i);
        // Set-up and tear-down of the suite are reported beside the specs.
        if (testcase.getAttribute("name").startsWith("[It]")) {
          specs.add(spec(testcase));
        }
      }
      return new SanityReport(specs);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " is not a JUnit report", e);
    }
  }

  List<Spec> ended(Outcome outcome) {
    return specs.stream().filter(spec -> spec.outcome == outcome).toList();
  }

  /** For people: how many specs ended how, and why those skipped were. */
  String figures() {
    Map<String, Integer> reasons = new TreeMap<>();
    ended(Outcome.SKIPPED).forEach(spec -> reasons.merge(spec.reason, 1, Integer::sum));
    var text = new StringBuilder();
    text.append(specs.size()).append(" specs");
    for (Outcome outcome : Outcome.values()) {
      text.append(", ").append(ended(outcome).size()).append(' ');
      text.append(outcome.name().toLowerCase(java.util.Locale.ROOT));
    }
    reasons.forEach(
        (reason, count) -> text.append("\n  ").append(count).append(" skipped: ").append(reason));
    return text.append('\n').toString();
  }

  private static Spec spec(Element testcase) {
    String name = testcase.getAttribute("name");
    return switch (testcase.getAttribute("status")) {
      case "passed" -> new Spec(name, Outcome.PASSED, "");
      case "pending" -> new Spec(name, Outcome.PENDING, "");
      case "skipped" ->
          new Spec(name, Outcome.SKIPPED, message(testcase, "skipped").replace("skipped - ", ""));
      // failed, panicked, timedout, interrupted, aborted, and whatever may come.
      default ->
          new Spec(
              name,
              Outcome.FAILED,
              testcase.getAttribute("status")
                  + ": "
                  + message(testcase, "failure")
                  + message(testcase, "error"));
    };
  }

  private static String message(Element testcase, String kind) {
    var elements = testcase.getElementsByTagName(kind);
    return elements.getLength() == 0 ? "" : ((Element) elements.item(0)).getAttribute("message");
  }
}
