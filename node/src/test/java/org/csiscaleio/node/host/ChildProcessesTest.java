package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

class ChildProcessesTest {
  private final ChildProcesses processes = new ChildProcesses();

  private Commands.Ended run(String... command) {
    return processes.run(List.of(command), Deadline.after(Duration.ofSeconds(20)));
  }

  @Test
  void bothOutputsAndTheExitCodeAreKept() {
    Commands.Ended ended = run("sh", "-c", "echo out; echo err >&2; exit 3");

    assertThat(ended).isEqualTo(new Commands.Ended(3, "out\n", "err\n"));
    assertThat(ended.words()).isEqualTo("it said: err; out (exit code 3)");
  }

  @Test
  void argumentsArePassedAsTheyAre() {
    assertThat(run("printf", "%s|", "a b", "$(id)", ";", "*").output()).isEqualTo("a b|$(id)|;|*|");
  }

  @Test
  void aChildSeesNothingOfOurEnvironmentAndInput() {
    assertThat(run("env").output().lines())
        .allMatch(line -> line.startsWith("PATH=") || line.equals("LC_ALL=C"));
    assertThat(run("cat").output()).isEmpty();
  }

  @Test
  void floodsOfOutputAreReadToTheirEnd() {
    Commands.Ended ended = run("sh", "-c", "head -c 3000000 /dev/zero; echo done >&2");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.errors()).isEqualTo("done\n");
    assertThat(ended.output().length()).isLessThan(20_000);
  }

  /** A virtual thread that computes keeps its carrier, so the one that reads has to wait. */
  @Test
  void whatAProgramSaidIsReadHoweverBusyThisProcessIs() throws InterruptedException {
    var busy = new AtomicBoolean(true);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                while (busy.get()) {
                  Thread.onSpinWait();
                }
              }));
    }
    var idleAgain = new Thread(() -> letGo(busy));
    idleAgain.start();
    try {
      assertThat(run("echo", "heard").output()).isEqualTo("heard\n");
    } finally {
      busy.set(false);
      idleAgain.join();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void letGo(AtomicBoolean busy) {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    busy.set(false);
  }

  @Test
  void whoseOutputStaysOpenIsNotTakenForOneThatSaidNothing() {
    assertThatThrownBy(() ->
            processes.run(
                List.of("sh", "-c", "echo begun; sleep 2 &"),
                Deadline.after(Duration.ofMillis(900))))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
        .hasMessageContaining("could not be read to its end");
  }

  @Test
  void whoTakesTooLongIsKilledWithItsChildren() {
    String marker = "31" + System.nanoTime() % 1_000_000_000;
    assertThatThrownBy(() ->
            processes.run(
                List.of("sh", "-c", "echo begun; sleep " + marker + " & wait"),
                Deadline.after(Duration.ofMillis(900))))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.DEADLINE_EXCEEDED))
        .hasMessageContaining("was killed");

    Deadline end = Deadline.after(Duration.ofSeconds(10));
    while (ProcessHandle.allProcesses()
        .anyMatch(p -> p.info().commandLine().orElse("").equals("/usr/bin/sleep " + marker))) {
      assertThat(end.expired()).isFalse();
      Thread.onSpinWait();
    }
  }

  @Test
  void aMissingProgramIsNamed() {
    assertThatThrownBy(() -> run("mkfs.nothing", "/dev/null"))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("mkfs.nothing")
        .hasMessageContaining("install");
  }
}
