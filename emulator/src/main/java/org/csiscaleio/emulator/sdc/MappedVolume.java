package org.csiscaleio.emulator.sdc;

/**
 * A volume as the array maps it to one SDC.
 *
 * @param volumeId 16 lower-case hexadecimal digits
 * @param sizeKib the volume's size in KiB
 * @param readOnly true: the host may not write to it
 */
public record MappedVolume(String volumeId, long sizeKib, boolean readOnly) {}
