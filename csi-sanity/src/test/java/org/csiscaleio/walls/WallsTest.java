package org.csiscaleio.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.csiscaleio.controller.service.planted.ServiceThatKnowsGrpc;
import org.csiscaleio.gateway.planted.GatewayThatKnowsTheController;
import org.csiscaleio.walls.planted.KnowsGrpcAndHttp;
import org.csiscaleio.walls.planted.KnowsGrpcAndTheKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls between the modules stand, and would be seen to fall. */
class WallsTest {
  private static JavaClasses productCode;

  @Test
  void everyWallStands() {
    assertThat(Walls.broken(productCode)).isEmpty();
  }

  @Test
  void everyModuleHasBeenLookedAt() {
    Set<String> modules =
        productCode.stream()
            .map(javaClass -> javaClass.getPackageName().split("\\.", -1))
            .filter(name -> name.length > 2)
            .map(name -> name[2])
            .collect(Collectors.toSet());

    assertThat(modules)
        .contains(
            "csi", "operation", "gateway", "identity", "controller", "node", "image", "emulator");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        KnowsGrpcAndHttp.class,
        KnowsGrpcAndTheKernel.class,
        GatewayThatKnowsTheController.class,
        ServiceThatKnowsGrpc.class
      })
  void aClassThatBreaksAWallIsSeen(Class<?> planted) {
    JavaClasses classes = new ClassFileImporter().importClasses(planted);

    assertThat(Walls.broken(classes))
        .isNotEmpty()
        .allSatisfy(report -> assertThat(report).contains(planted.getSimpleName()));
  }

  @BeforeAll
  static void look() {
    // The rules go by names; what our classes' neighbours are made of does not matter.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    productCode = importProductCode();
  }

  private static JavaClasses importProductCode() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages("org.csiscaleio");
  }
}
