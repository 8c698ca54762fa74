package org.csiscaleio.mesos.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.csiscaleio.mesos.Failed;

/**
 * src/common/resources.cpp, for disks: pools of a kind add up; disks with an identity are each
 * their own, and two equal ones are two. Immutable.
 */
public record Resources(List<Resource> all) {
  public static final Resources NONE = new Resources(List.of());

  public Resources {
    all = List.copyOf(all);
  }

  /** Some resources; empty ones count for nothing. */
  public static Resources of(Collection<Resource> each) {
    Resources sum = NONE;
    for (Resource resource : each) {
      sum = sum.plus(resource);
    }
    return sum;
  }

  public static Resources of(Resource... each) {
    return of(List.of(each));
  }

  public Resources plus(Resource that) {
    if (that.thousandths() == 0) {
      return this;
    }
    var sum = new ArrayList<>(all);
    for (int i = 0; i < sum.size(); i++) {
      if (sum.get(i).isSamePool(that)) {
        sum.set(i, sum.get(i).ofThousandths(sum.get(i).thousandths() + that.thousandths()));
        return new Resources(sum);
      }
    }
    sum.add(that);
    return new Resources(sum);
  }

  public Resources plus(Resources those) {
    Resources sum = this;
    for (Resource that : those.all) {
      sum = sum.plus(that);
    }
    return sum;
  }

  public boolean contains(Resource that) {
    return holderOf(that).isPresent();
  }

  public boolean contains(Resources those) {
    Resources rest = this;
    for (Resource that : those.all) {
      if (!rest.contains(that)) {
        return false;
      }
      rest = rest.minus(that);
    }
    return true;
  }

  /** Without a resource that is contained. */
  public Resources minus(Resource that) {
    Resource holder =
        holderOf(that).orElseThrow(() -> new Failed(this + " does not contain " + that));
    var rest = new ArrayList<>(all);
    int at = rest.indexOf(holder);
    if (holder.thousandths() == that.thousandths()) {
      rest.remove(at);
    } else {
      rest.set(at, holder.ofThousandths(holder.thousandths() - that.thousandths()));
    }
    return new Resources(rest);
  }

  public Resources minus(Resources those) {
    Resources rest = this;
    for (Resource that : those.all) {
      rest = rest.minus(that);
    }
    return rest;
  }

  public Resources filter(Predicate<Resource> wanted) {
    return new Resources(all.stream().filter(wanted).toList());
  }

  /** Resources::apply: fails when what is consumed is not there. */
  public Resources apply(ResourceConversion conversion) {
    if (!contains(conversion.consumed())) {
      throw new Failed(this + " does not contain " + conversion.consumed());
    }
    return minus(conversion.consumed()).plus(conversion.converted());
  }

  /** Equal as sets, whatever the order. */
  public boolean isSameAs(Resources those) {
    return contains(those) && those.contains(this);
  }

  private Optional<Resource> holderOf(Resource that) {
    return all.stream()
        .filter(one ->
            one.equals(that) || (one.isSamePool(that) && one.thousandths() >= that.thousandths()))
        .findFirst();
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
