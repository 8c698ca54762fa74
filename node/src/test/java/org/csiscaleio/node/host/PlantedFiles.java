package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real kernel, but for files that a test says are there, or are not; and mountinfo. What was
 * asked that changes something is kept.
 */
final class PlantedFiles {
  private final Map<Path, String> files = new HashMap<>();
  private final List<String> effects = new ArrayList<>();
  private Optional<String> mountInfo = Optional.empty();

  /** That file has that content; empty: it is not there. */
  PlantedFiles with(String file, String content) {
    files.put(Path.of(file), content);
    return this;
  }

  PlantedFiles mounted(String... lines) {
    mountInfo = Optional.of(String.join("\n", lines) + "\n");
    return this;
  }

  List<String> effects() {
    return effects;
  }

  Kernel kernel() {
    var real = new LinuxKernel();
    return (Kernel)
        Proxy.newProxyInstance(
            PlantedFiles.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (proxy, method, arguments) -> {
              if (Tampered.EFFECTS.contains(method.getName())) {
                effects.add(method.getName());
              }
              if (method.getName().equals("mountInfo") && mountInfo.isPresent()) {
                return mountInfo.get();
              }
              if (arguments != null && arguments[0] instanceof Path path) {
                Optional<Object> planted = planted(method.getName(), path);
                if (planted.isPresent()) {
                  return planted.get();
                }
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Optional<Object> planted(String question, Path path) {
    String content = files.get(path);
    return switch (question) {
      case "list" -> {
        List<String> names =
            files.keySet().stream()
                .filter(file -> file.startsWith(path) && !file.equals(path))
                .map(file -> file.getName(path.getNameCount()).toString())
                .distinct()
                .toList();
        yield names.isEmpty() ? Optional.empty() : Optional.of(names);
      }
      case "readFile" ->
          content == null
              ? Optional.empty()
              : Optional.of(
                  content.isEmpty() ? Optional.empty() : Optional.of(content.getBytes(UTF_8)));
      case "stat" ->
          content == null
              ? Optional.empty()
              : Optional.of(
                  content.isEmpty()
                      ? Optional.empty()
                      : Optional.of(
                          new FileStat(
                              FileStat.Kind.FILE, new DeviceNumber(0, 0), content.length())));
      default -> Optional.empty();
    };
  }
}
