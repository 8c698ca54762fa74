package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.csiscaleio.image.config.Nearest;

/**
 * A value in a JSON file that is checked, and where complaints about it go.
 *
 * @param path from the top, for complaints: {@code storage.plugin.name}
 */
record Place(String path, Json value, List<String> complaints) {
  /** The whole of a file. */
  static Place top(Json value, List<String> complaints) {
    return new Place("", value, complaints);
  }

  void complain(String what) {
    complaints.add((path.isEmpty() ? "" : path + ": ") + what);
  }

  private Place inner(String name, Json inner) {
    return new Place(path.isEmpty() ? name : path + "." + name, inner, complaints);
  }

  /** The members of an object; complains when it is none. */
  Map<String, Json> members() {
    if (value instanceof Json.Members object) {
      return object.byName();
    }
    complain("has to be an object");
    return Map.of();
  }

  boolean has(String name) {
    return value instanceof Json.Members object && object.byName().containsKey(name);
  }

  /** A member that need not be there. */
  Optional<Place> find(String name) {
    return value instanceof Json.Members object
        ? Optional.ofNullable(object.byName().get(name)).map(member -> inner(name, member))
        : Optional.empty();
  }

  /** A member that has to be there; complains when it is not. */
  Optional<Place> need(String name) {
    Optional<Place> found = find(name);
    if (found.isEmpty()) {
      complain(value instanceof Json.Members ? name + " is missing" : "has to be an object");
    }
    return found;
  }

  /** Mesos ignores a name that it does not know, and with it what was meant. */
  void onlyNames(String... known) {
    List<String> names = List.of(known);
    members().keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name ->
            complain(
                name
                    + " is not known and would be ignored"
                    + Nearest.to(name, names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("")));
  }

  /** The entries of an array; complains when it is none. */
  List<Place> entries() {
    if (!(value instanceof Json.Entries list)) {
      complain("has to be a list");
      return List.of();
    }
    var places = new ArrayList<Place>();
    for (Json entry : list.entries()) {
      places.add(new Place(path + "[" + places.size() + "]", entry, complaints));
    }
    return places;
  }

  /** A string that is not empty; complains when it is none. */
  Optional<String> text() {
    if (value instanceof Json.Text text && !text.value().isEmpty()) {
      return Optional.of(text.value());
    }
    complain("has to be a string that is not empty");
    return Optional.empty();
  }

  /** A string that has to be there. */
  Optional<String> needText(String name) {
    return need(name).flatMap(Place::text);
  }

  /** A number; complains when it is none. */
  Optional<Double> number() {
    if (value instanceof Json.Figure figure) {
      return Optional.of(figure.value().doubleValue());
    }
    complain("has to be a number");
    return Optional.empty();
  }

  /** An object all of whose members are strings; complains about those that are not. */
  Map<String, String> texts() {
    var texts = new TreeMap<String, String>();
    members()
        .forEach((name, member) -> {
          if (member instanceof Json.Text text) {
            texts.put(name, text.value());
          } else {
            inner(name, member).complain("has to be a string, in quotation marks");
          }
        });
    return texts;
  }

  /** Each member with its name. */
  void eachMember(BiConsumer<String, Place> visitor) {
    members().forEach((name, member) -> visitor.accept(name, inner(name, member)));
  }
}
