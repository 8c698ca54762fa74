package org.csiscaleio.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Puts {@link Effects} around the methods that change something outside the process. */
public final class CrashAgent {
  private CrashAgent() {}

  /**
   * Called by the JVM before main.
   *
   * @param directory where orders are read and effects are written down
   */
  public static void premain(String directory, Instrumentation instrumentation) {
    Effects.obeyOrdersIn(Path.of(directory));
    instrumentation.addTransformer(new EffectWeaver());
  }

  /**
   * Writes the agent's jar.
   *
   * @param directory where orders are read and effects are written down
   * @return environment with which the plugin's launcher loads the agent
   */
  public static Map<String, String> environment(Path jar, Path directory) {
    // A plugin in a container has Java, and jars, of its own.
    boolean contained = Boolean.getBoolean("csiscaleio.contained");
    String archive = contained ? "" : " -XX:SharedArchiveFile=" + AgentsArchive.file();
    return Map.of("CSI_SCALEIO_JAVA_OPTS", jvmOption(jar, directory) + archive);
  }

  private static String jvmOption(Path jar, Path directory) {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", CrashAgent.class.getName());
    try {
      Files.createDirectories(directory);
      try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
        for (Class<?> part :
            List.of(
                CrashAgent.class,
                Effects.class,
                Effects.Order.class,
                EffectWeaver.class,
                EffectDoors.class)) {
          addFamily(out, part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the agent " + jar, e);
    }
    return "-javaagent:" + jar + "=" + directory;
  }

  /** A class and the anonymous ones inside it. */
  private static void addFamily(JarOutputStream out, Class<?> type) throws IOException {
    String path = type.getName().replace('.', '/');
    addEntry(out, path + ".class");
    for (int i = 1; hasEntry(path + "$" + i + ".class"); i++) {
      addEntry(out, path + "$" + i + ".class");
    }
  }

  private static boolean hasEntry(String name) {
    return CrashAgent.class.getClassLoader().getResource(name) != null;
  }

  private static void addEntry(JarOutputStream out, String name) throws IOException {
    out.putNextEntry(new JarEntry(name));
    try (var in = CrashAgent.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      in.transferTo(out);
    }
    out.closeEntry();
  }
}
