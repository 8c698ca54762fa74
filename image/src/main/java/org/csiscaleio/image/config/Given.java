package org.csiscaleio.image.config;

/**
 * A value as somebody wrote it, before it is understood.
 *
 * @param text the words themselves; members of a list are separated by commas
 */
record Given(String text, Source source) {}
