package org.csiscaleio.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The objects that a cluster is given. */
record Manifests(List<Map<?, ?>> objects) {
  /** All of them, without kustomize's own files. */
  static Manifests read() {
    var objects = new ArrayList<Map<?, ?>>();
    Repository.files("kubernetes", ".yaml").stream()
        .filter(file -> !file.endsWith("kustomization.yaml"))
        .forEach(file -> objects.addAll(Yaml.documents(Repository.text(file))));
    return new Manifests(objects);
  }

  List<Map<?, ?>> of(String kind) {
    return objects.stream().filter(object -> Yaml.text(object, "kind").equals(kind)).toList();
  }

  List<String> names(String kind) {
    return of(kind).stream().map(Manifests::name).toList();
  }

  static String name(Map<?, ?> object) {
    return Yaml.text(Yaml.map(object, "metadata"), "name");
  }

  /** What runs pods. */
  List<Map<?, ?>> workloads() {
    var workloads = new ArrayList<>(of("Deployment"));
    workloads.addAll(of("DaemonSet"));
    return workloads;
  }

  static Map<?, ?> pod(Map<?, ?> workload) {
    return Yaml.map(workload, "spec", "template", "spec");
  }

  static List<Map<?, ?>> containers(Map<?, ?> workload) {
    return Yaml.maps(pod(workload), "containers");
  }

  /** Whether a container runs this plugin. */
  static boolean isOurs(Map<?, ?> container) {
    return Yaml.text(container, "image").equals("csi-scaleio");
  }

  static String variable(Map<?, ?> container, String name) {
    return Yaml.maps(container, "env").stream()
        .filter(variable -> Yaml.text(variable, "name").equals(name))
        .map(variable -> Yaml.text(variable, "value"))
        .findFirst()
        .orElse("");
  }
}
