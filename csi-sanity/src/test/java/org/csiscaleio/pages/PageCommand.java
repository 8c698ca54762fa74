package org.csiscaleio.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command that a page tells its reader to type: each line of a block marked {@code sh}, and each
 * line of any other block that begins with a prompt.
 *
 * @param page from the root of the source tree, e.g. docs/quick-start.md
 * @param line as it stands there, what it is continued by included
 */
record PageCommand(String page, int number, String line) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String FENCE = "```";
  private static final String PROMPT = "$ ";

  /** Of all pages, in their order. */
  static List<PageCommand> all() {
    return pages().flatMap(page -> of(page).stream()).toList();
  }

  /** The lines of one page. */
  static List<String> lines(String page) {
    return of(page).stream().map(PageCommand::line).toList();
  }

  /** All pages there are. */
  static Stream<String> pages() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<String> pages =
          docs.map(page -> "docs/" + page.getFileName())
              .filter(page -> page.endsWith(".md"))
              .sorted()
              .toList();
      return Stream.concat(Stream.of("README.md"), pages.stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<PageCommand> of(String page) {
    var commands = new ArrayList<PageCommand>();
    String block = "";
    var begun = new StringBuilder();
    List<String> lines = text(page);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        block = block.isEmpty() ? line : "";
      } else if (block.equals(FENCE + "sh")) {
        begun.append(line);
        if (line.endsWith("\\")) {
          begun.append('\n');
        } else if (!line.isBlank()) {
          commands.add(new PageCommand(page, i + 1, begun.toString()));
          begun.setLength(0);
        }
      } else if (!block.isEmpty() && line.startsWith(PROMPT)) {
        commands.add(new PageCommand(page, i + 1, line.substring(PROMPT.length())));
      }
    }
    return commands;
  }

  /** The first lines of blocks that are not marked as commands, each with its page. */
  static List<PageCommand> firstLinesOfOtherBlocks() {
    var found = new ArrayList<PageCommand>();
    pages()
        .forEach(page -> {
          String block = "";
          List<String> lines = text(page);
          for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
              block = block.isEmpty() ? lines.get(i) : "";
              if (block.equals(FENCE)) {
                found.add(new PageCommand(page, i + 2, lines.get(i + 1)));
              }
            }
          }
        });
    return found;
  }

  private static List<String> text(String page) {
    try {
      return Files.readAllLines(ROOT.resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return page + ":" + number + ": " + line;
  }
}
