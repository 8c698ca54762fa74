package org.csiscaleio.image.metrics;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which volume trees of a system are nearly full, as far as they were counted. */
final class FullTrees {
  /** From this part of the limit on, in percent: where the log warns too. */
  private static final int NEARLY = 90;

  /** So many are shown by name. */
  static final int MOST = 20;

  private final Store store;
  private final String system;
  private final Map<String, Integer> full = new HashMap<>();

  FullTrees(Store store, String system) {
    this.store = store;
    this.system = system;
  }

  /** One was counted. */
  synchronized void counted(String tree, int snapshots, int most) {
    note(tree, snapshots, most);
    show(most);
  }

  /** All were counted. */
  synchronized void counted(Map<String, Integer> snapshotsByTree, int most) {
    full.clear();
    snapshotsByTree.forEach((tree, snapshots) -> note(tree, snapshots, most));
    show(most);
  }

  private void note(String tree, int snapshots, int most) {
    if (snapshots * 100L >= (long) most * NEARLY) {
      full.put(tree, snapshots);
    } else {
      full.remove(tree);
    }
  }

  private void show(int most) {
    if (most > 0) {
      store.set(Metric.TREE_LIMIT, most, system);
    }
    store.set(Metric.TREES_NEARLY_FULL, full.size(), system);
    List<String> fullest =
        full.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST)
            .map(Map.Entry::getKey)
            .toList();
    store.forget(
        Metric.TREE_SNAPSHOTS,
        labels -> labels.getFirst().equals(system) && !fullest.contains(labels.get(1)));
    for (String tree : fullest) {
      store.set(Metric.TREE_SNAPSHOTS, full.getOrDefault(tree, 0), system, tree);
    }
  }
}
