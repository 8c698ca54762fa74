package org.csiscaleio.image.disk;

import java.util.Locale;

/** What Mesos says of an operation, what that means, and what is to be done about it. */
enum OperationState {
  PENDING(Next.WAIT, "is being carried out", ""),
  FINISHED(Next.DONE, "is done", ""),
  FAILED(
      Next.FAILED,
      "was tried and has failed",
      "the words are the agent's or its plugin's: their logs say more"),
  ERROR(
      Next.FAILED,
      "was refused by the master before it was tried",
      "the words are the master's: ACLs, quotas and reservations are its to judge"),
  DROPPED(
      Next.AGAIN,
      "was not tried: the agent was busy with its pools, or what was offered had changed",
      "try again; a longer reconciliation_interval_seconds makes this rare"),
  UNREACHABLE(
      Next.WAIT,
      "is with an agent that has lost its master: whether it is carried out is not known yet",
      "see to the agent or its network; when it is back it goes on"),
  RECOVERING(
      Next.WAIT,
      "is with an agent that has not come back yet since the master was started",
      "wait for the agent to register, or start it"),
  GONE_BY_OPERATOR(
      Next.UNKNOWN,
      "was with an agent that an operator has declared gone",
      "a volume may have been made on the array: csi-scaleio volumes list shows it"),
  UNKNOWN(
      Next.LOOK,
      "is not known to the master any more",
      "csi-scaleio disk list shows what there is"),
  UNSUPPORTED(Next.WAIT, "is in a state that this program does not know", "");

  /** What this program does next. */
  enum Next {
    WAIT,
    DONE,
    FAILED,
    AGAIN,
    /** Looks at the agents' disks to find out. */
    LOOK,
    UNKNOWN
  }

  private final Next next;
  private final String meaning;
  private final String advice;

  OperationState(Next next, String meaning, String advice) {
    this.next = next;
    this.meaning = meaning;
    this.advice = advice;
  }

  static OperationState parse(String name) {
    for (OperationState state : values()) {
      if (name.equals("OPERATION_" + state.name())) {
        return state;
      }
    }
    return UNSUPPORTED;
  }

  Next next() {
    return next;
  }

  /** Goes on from "the operation ...". */
  String meaning() {
    return meaning;
  }

  /** Empty where there is nothing to do. */
  String advice() {
    return advice;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
