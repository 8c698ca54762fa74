package org.csiscaleio.emulator.sdc;

import java.util.function.Predicate;

/** Hosts on which nothing appears. */
final class HostsWithoutDevices implements SdcHosts {
  private static final SdcHost SILENT =
      new SdcHost() {
        @Override
        public void mapped(MappedVolume volume) {}

        @Override
        public void unmapped(String volumeId) {}

        @Override
        public void resized(String volumeId, long sizeKib) {}

        @Override
        public void behave(long linkDelayMillis, LinkFault fault) {}

        @Override
        public void connected(boolean connected) {}

        @Override
        public void rebooted() {}
      };

  @Override
  public SdcHost open(SdcHostSettings settings) {
    return SILENT;
  }

  @Override
  public void restored() {}

  @Override
  public void volumeRemoved(String volumeId) {}

  @Override
  public void recover(Predicate<String> volumeExists) {}

  @Override
  public void volumeCopyBegun(String sourceVolumeId, String newVolumeId) {}

  @Override
  public void volumeCopyEnded(String newVolumeId) {}

  @Override
  public void volumeCopied(String sourceVolumeId, String targetVolumeId) {}

  @Override
  public void close() {}
}
