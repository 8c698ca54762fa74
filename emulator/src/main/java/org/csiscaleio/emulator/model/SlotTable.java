package org.csiscaleio.emulator.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Objects by id. The low half of an id is the slot, so that looking up costs no hash table, which
 * matters with 131,072 volumes in a small heap. Not safe for threads.
 */
final class SlotTable<T> {
  private final ToLongFunction<T> idOf;
  private final BitSet taken = new BitSet();
  private @Nullable Object[] slots = new @Nullable Object[64];
  private int size;

  SlotTable(ToLongFunction<T> idOf) {
    this.idOf = idOf;
  }

  int size() {
    return size;
  }

  /** Takes the lowest free slot, which stays taken until something is removed from it. */
  int takeSlot() {
    int slot = taken.nextClearBit(0);
    taken.set(slot);
    return slot;
  }

  /** Gives back a slot that nothing was put in. */
  void giveBack(int slot) {
    if (slot >= slots.length || slots[slot] == null) {
      taken.clear(slot);
    }
  }

  @SuppressWarnings("unchecked")
  private @Nullable T at(int slot) {
    return slot >= 0 && slot < slots.length ? (T) slots[slot] : null;
  }

  @Nullable T get(long id) {
    T found = at(ObjectId.slot(id));
    return found != null && idOf.applyAsLong(found) == id ? found : null;
  }

  /** Puts an object in its slot; returns the object with the same id that was there. */
  @Nullable T put(T object) {
    int slot = ObjectId.slot(idOf.applyAsLong(object));
    if (slot >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(slot + 1, slots.length * 2));
    }
    T before = at(slot);
    if (before == null) {
      size++;
    }
    slots[slot] = object;
    taken.set(slot);
    return before;
  }

  @Nullable T remove(long id) {
    T found = get(id);
    if (found != null) {
      slots[ObjectId.slot(id)] = null;
      taken.clear(ObjectId.slot(id));
      size--;
    }
    return found;
  }

  void forEach(Consumer<T> consumer) {
    for (int slot = taken.nextSetBit(0); slot >= 0; slot = taken.nextSetBit(slot + 1)) {
      T found = at(slot);
      if (found != null) {
        consumer.accept(found);
      }
    }
  }

  /** All objects of this moment, in the order of their slots. */
  List<T> all() {
    List<T> all = new ArrayList<>(size);
    forEach(all::add);
    return all;
  }
}
