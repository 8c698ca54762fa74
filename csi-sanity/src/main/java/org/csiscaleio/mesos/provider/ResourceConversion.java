package org.csiscaleio.mesos.provider;

/** What is taken out of the total resources, and what is put in. */
public record ResourceConversion(Resources consumed, Resources converted) {
  static ResourceConversion of(Resource consumed, Resource converted) {
    return new ResourceConversion(Resources.of(consumed), Resources.of(converted));
  }
}
