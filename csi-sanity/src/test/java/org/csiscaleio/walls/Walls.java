package org.csiscaleio.walls;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rules of the house, as rules that can be checked. */
final class Walls {
  private static final String HOUSE = "org.csiscaleio.";

  private static final DescribedPredicate<JavaClass> GRPC =
      in("gRPC or the generated CSI classes", "io.grpc.", HOUSE + "csi.v");
  private static final DescribedPredicate<JavaClass> GRPC_ITSELF = in("gRPC", "io.grpc.");
  private static final DescribedPredicate<JavaClass> HTTP =
      in("HTTP", "okhttp3.", "tools.jackson.", "java.net.http.");
  private static final DescribedPredicate<JavaClass> KERNEL =
      in("the kernel", HOUSE + "node.host.", "java.lang.foreign.");

  private Walls() {}

  static List<ArchRule> rules() {
    var rules = new ArrayList<ArchRule>();
    rules.add(noClassKnowsBoth(GRPC_ITSELF, HTTP));
    rules.add(noClassKnowsBoth(GRPC_ITSELF, KERNEL));
    rules.add(moduleKnowsNoneOf("gateway", "proto", "identity", "controller", "node", "image"));
    rules.add(moduleKnowsNoneOf("operation", "gateway", "csi", "identity", "controller", "node"));
    rules.add(moduleKnowsNoneOf("controller", "node", "identity"));
    rules.add(moduleKnowsNoneOf("node", "controller", "identity"));
    rules.add(moduleKnowsNoneOf("identity", "controller", "node"));
    for (String module :
        List.of("csi", "operation", "gateway", "identity", "controller", "node", "image")) {
      rules.add(moduleKnowsNoneOf(module, "emulator", "rig", "demo", "mesos"));
    }
    for (String module :
        List.of(
            "csi", "operation", "gateway", "identity", "controller", "node", "emulator", "rig")) {
      rules.add(moduleKnowsNoneOf(module, "image"));
    }
    rules.add(moduleKnowsNoneOf("emulator", "gateway", "operation", "controller", "node", "csi"));
    rules.add(moduleKnowsNoneOf("rig", "gateway", "operation", "controller", "node", "emulator"));
    rules.add(moduleKnowsNoneOf("mesos", "gateway", "operation", "controller", "node", "emulator"));
    rules.add(
        none("only the replay's clients know gRPC", GRPC)
            .apply(
                HOUSE + "mesos",
                HOUSE + "mesos.container..",
                HOUSE + "mesos.volume..",
                HOUSE + "mesos.provider..",
                HOUSE + "mesos.isolator.."));
    rules.add(
        none("services and hosts know neither gRPC nor generated classes", GRPC)
            .apply(HOUSE + "*.service..", HOUSE + "*.host.."));
    rules.add(none("services do not know the kernel", KERNEL).apply(HOUSE + "*.service.."));
    rules.add(none("services do not know HTTP", HTTP).apply(HOUSE + "*.service.."));
    rules.add(none("the gateway does not know gRPC", GRPC).apply(HOUSE + "gateway.."));
    rules.add(none("the gateway does not know the kernel", KERNEL).apply(HOUSE + "gateway.."));
    rules.add(none("the emulator does not know gRPC", GRPC).apply(HOUSE + "emulator.."));
    return rules;
  }

  /** The rules that {@code classes} break, with what breaks them. */
  static List<String> broken(JavaClasses classes) {
    return rules().stream()
        .map(rule -> rule.allowEmptyShould(true).evaluate(classes))
        .filter(result -> result.hasViolation())
        .map(result -> result.getFailureReport().toString())
        .toList();
  }

  private interface OfPackages {
    ArchRule apply(String... packages);
  }

  private static OfPackages none(String reason, DescribedPredicate<JavaClass> forbidden) {
    return packages ->
        noClasses()
            .that()
            .resideInAnyPackage(packages)
            .should()
            .dependOnClassesThat(forbidden)
            .because(reason);
  }

  private static ArchRule moduleKnowsNoneOf(String module, String... others) {
    var packages = Arrays.stream(others).map(other -> HOUSE + other + ".").toArray(String[]::new);
    return none(
            module + " stands without " + String.join(", ", others),
            in(String.join(", ", others), packages))
        .apply(HOUSE + module + "..");
  }

  private static ArchRule noClassKnowsBoth(
      DescribedPredicate<JavaClass> one, DescribedPredicate<JavaClass> other) {
    return noClasses()
        .should(
            new ArchCondition<JavaClass>(
                "know both " + one.getDescription() + " and " + other.getDescription()) {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                if (knows(item, one) && knows(item, other)) {
                  events.add(SimpleConditionEvent.satisfied(item, item.getName() + " knows both"));
                }
              }
            });
  }

  private static boolean knows(JavaClass item, DescribedPredicate<JavaClass> what) {
    return item.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .anyMatch(what);
  }

  private static DescribedPredicate<JavaClass> in(String description, String... prefixes) {
    return describe(
        description,
        javaClass -> Arrays.stream(prefixes).anyMatch(javaClass.getName()::startsWith));
  }
}
