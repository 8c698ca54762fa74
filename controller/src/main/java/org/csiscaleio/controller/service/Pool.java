package org.csiscaleio.controller.service;

import org.csiscaleio.gateway.ProtectionDomain;
import org.csiscaleio.gateway.StoragePool;

/** A storage pool with the protection domain it lies in. */
record Pool(StoragePool pool, ProtectionDomain domain) {

  String id() {
    return pool.id();
  }

  /** The pool with its protection domain working. */
  Pool asIfActive() {
    return new Pool(pool, new ProtectionDomain(domain.id(), domain.name(), true));
  }

  /** The pool as an operator names it. */
  String describe() {
    return "storage pool '" + pool.name() + "' of protection domain '" + domain.name() + "'";
  }

  /** Domain and pool, for lists. */
  String path() {
    return domain.name() + "/" + pool.name();
  }

  boolean isCalled(String nameOrId) {
    return pool.name().equals(nameOrId) || pool.id().equals(nameOrId);
  }

  boolean isIn(String domainNameOrId) {
    return domain.name().equals(domainNameOrId) || domain.id().equals(domainNameOrId);
  }
}
