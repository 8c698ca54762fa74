package org.csiscaleio.node.host;

/** A device's major and minor number. Major 0 stands for file systems that have no device. */
public record DeviceNumber(int major, int minor) {
  /** From Linux' 64-bit encoding, as stat(2) gives it. */
  static DeviceNumber ofRaw(long raw) {
    long major = (raw >>> 8 & 0xfff) | (raw >>> 32 & ~0xfffL);
    long minor = (raw & 0xff) | (raw >>> 12 & ~0xffL);
    return new DeviceNumber((int) major, (int) minor);
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
