package org.csiscaleio.mesos;

/**
 * Here the real agent process would end: a CHECK failed, or what a master validates was not so. An
 * error, not an exception, because a test in which it happens has found a plugin that must not meet
 * that Mesos.
 */
public final class AgentAborts extends AssertionError {
  private static final long serialVersionUID = 1L;

  /**
   * Says what happened.
   *
   * @param where the line it stands for, {@code branch:file:line}
   */
  public AgentAborts(String what, String where) {
    super("the Mesos agent would abort at " + where + ": " + what);
  }

  /** Aborts unless {@code condition} holds. */
  public static void unless(boolean condition, String what, String where) {
    if (!condition) {
      throw new AgentAborts(what, where);
    }
  }
}
