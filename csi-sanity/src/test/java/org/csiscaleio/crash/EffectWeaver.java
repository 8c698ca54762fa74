package org.csiscaleio.crash;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a call of {@link Effects} before the first instruction and before every return of the
 * methods that change something outside the process.
 */
final class EffectWeaver implements ClassFileTransformer {
  private static final ClassDesc EFFECTS = ClassDesc.of("org.csiscaleio.crash.Effects");
  private static final MethodTypeDesc TAKES_NAME =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

  /** The classes through which everything outside is changed, and which methods do it. */
  private static final Map<String, Predicate<String>> DOORS = EffectDoors.doors();

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    Predicate<String> changes = DOORS.get(className);
    if (changes == null) {
      return null;
    }
    try {
      var classFile = ClassFile.of();
      ClassModel model = classFile.parse(bytes);
      return classFile.transformClass(
          model, (builder, element) -> weave(builder, element, model, changes));
    } catch (RuntimeException e) {
      // The JVM swallows what a transformer throws; a weaver that did not weave must be seen.
      e.printStackTrace();
      Runtime.getRuntime().halt(70);
      throw e;
    }
  }

  private static void weave(
      ClassBuilder builder, ClassElement element, ClassModel model, Predicate<String> changes) {
    if (element instanceof MethodModel method
        && method.code().isPresent()
        && changes.test(method.methodName().stringValue())) {
      String owner = model.thisClass().asInternalName();
      String name =
          owner.substring(owner.lastIndexOf('/') + 1) + "." + method.methodName().stringValue();
      builder.transformMethod(method, MethodTransform.transformingCode(around(name)));
    } else {
      builder.with(element);
    }
  }

  private static CodeTransform around(String name) {
    return new CodeTransform() {
      @Override
      public void atStart(CodeBuilder builder) {
        tell(builder, "before", name);
      }

      @Override
      public void accept(CodeBuilder builder, CodeElement element) {
        if (element instanceof ReturnInstruction) {
          tell(builder, "after", name);
        }
        builder.with(element);
      }
    };
  }

  private static void tell(CodeBuilder builder, String when, String name) {
    builder.ldc(name).invokestatic(EFFECTS, when, TAKES_NAME);
  }
}
