package org.csiscaleio.emulator.control;

/** What a fault does to a request. */
public enum FaultAction {
  /** Waits, then serves. */
  DELAY("delay"),
  /** Reads, never answers. */
  HANG("hang"),
  /** Resets the connection without serving. */
  RESET("reset"),
  /** Serves, then resets instead of answering. */
  LOSE_ANSWER("loseAnswer"),
  /** Serves, sends half of the body, resets. */
  HALF("half"),
  /** Answers a status without serving. */
  STATUS("status"),
  /** Answers 401 and forgets the request's token. */
  EXPIRE_TOKEN("expireToken"),
  /** For a while refuses as a gateway does that has lost its MDM. */
  MDM_FAILOVER("mdmFailover");

  private final String label;

  FaultAction(String label) {
    this.label = label;
  }

  /** As in the control API. */
  public String label() {
    return label;
  }
}
