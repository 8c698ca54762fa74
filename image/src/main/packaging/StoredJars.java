import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars of a class path into a directory, with the same entries in the same order, but stored
 * instead of compressed one by one: classes that are not in the archive load without inflating, and
 * the bundle, compressed as one stream, is a tenth smaller. The same jars give the same bytes.
 *
 * <p>{@code StoredJars CLASS_PATH DIRECTORY}
 */
public final class StoredJars {
  private StoredJars() {}

  public static void main(String[] arguments) throws IOException {
    for (String jar : arguments[0].split(":")) {
      if (jar.endsWith(".jar")) {
        Path copy = Path.of(arguments[1]).resolve(Path.of(jar).getFileName());
        Path half = copy.resolveSibling(copy.getFileName() + ".part");
        store(Path.of(jar), half);
        Files.move(half, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void store(Path jar, Path copy) throws IOException {
    try (var from = new ZipFile(jar.toFile());
        var to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(copy)))) {
      to.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : Collections.list(from.entries())) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        var sum = new CRC32();
        sum.update(content);
        var stored = new ZipEntry(entry.getName());
        stored.setTimeLocal(entry.getTimeLocal());
        stored.setSize(content.length);
        stored.setCompressedSize(content.length);
        stored.setCrc(sum.getValue());
        to.putNextEntry(stored);
        to.write(content);
        to.closeEntry();
      }
    }
  }
}
