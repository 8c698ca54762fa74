package org.csiscaleio.deploy.master;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.ResourceProviderID;
import org.apache.mesos.v1.Protos.Value;

/**
 * Disk resources, and how Mesos reckons with them: two add up when all but their amount is alike.
 */
public final class Disks {
  private Disks() {}

  /** A pool; the plugin is called as its provider. */
  public static Resource pool(String provider, String profile, double mib) {
    return Resource.newBuilder()
        .setProviderId(ResourceProviderID.newBuilder().setValue(provider))
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(mib))
        .setDisk(
            DiskInfo.newBuilder()
                .setSource(
                    Source.newBuilder()
                        .setType(Source.Type.RAW)
                        .setVendor("org.csiscaleio." + provider)
                        .setProfile(profile)))
        .build();
  }

  /** A volume that is there already: an id and no profile. */
  public static Resource volume(String provider, String id, double mib) {
    Resource.Builder resource = pool(provider, "", mib).toBuilder();
    resource.getDiskBuilder().getSourceBuilder().clearProfile().setId(id);
    return resource.build();
  }

  /** A disk that was made from a pool. */
  public static Resource disk(Resource raw, Source.Type type, String id) {
    Resource.Builder resource = raw.toBuilder();
    resource.getDiskBuilder().getSourceBuilder().setType(type).setId(id);
    if (type == Source.Type.MOUNT) {
      resource
          .getDiskBuilder()
          .getSourceBuilder()
          .setMount(Source.Mount.newBuilder().setRoot("./csi/org.csiscaleio/node17/mounts"));
    }
    return resource.build();
  }

  /** What it is again when it is destroyed. */
  static Resource raw(Resource disk) {
    Resource.Builder resource = disk.toBuilder();
    resource.getDiskBuilder().getSourceBuilder().setType(Source.Type.RAW).clearMount();
    if (disk.getDisk().getSource().hasProfile()) {
      resource.getDiskBuilder().getSourceBuilder().clearId();
    }
    return resource.build();
  }

  public static Resource reserved(Resource resource, String role, String principal) {
    var reservation =
        ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role);
    if (!principal.isEmpty()) {
      reservation.setPrincipal(principal);
    }
    return resource.toBuilder().addReservations(reservation).build();
  }

  public static Resource persistent(Resource resource, String id) {
    Resource.Builder persistent = resource.toBuilder();
    persistent.getDiskBuilder().getPersistenceBuilder().setId(id);
    return persistent.build();
  }

  static Resource unreserved(Resource resource) {
    return resource.toBuilder().removeReservations(resource.getReservationsCount() - 1).build();
  }

  static String role(Resource resource) {
    int count = resource.getReservationsCount();
    return count == 0 ? "*" : resource.getReservations(count - 1).getRole();
  }

  /** Whether a framework with this role may be offered it. */
  static boolean allocatable(Resource resource, String role) {
    String of = role(resource);
    return of.equals("*") || of.equals(role) || role.startsWith(of + "/");
  }

  static Resource allocated(Resource resource, String role) {
    Resource.Builder allocated = resource.toBuilder();
    allocated.getAllocationInfoBuilder().setRole(role);
    return allocated.build();
  }

  static Resource unallocated(Resource resource) {
    return resource.toBuilder().clearAllocationInfo().build();
  }

  /** Takes one off; empty when it is not, or not so much of it, among them. */
  static Optional<List<Resource>> minus(List<Resource> from, Resource what) {
    var left = new ArrayList<Resource>();
    boolean found = false;
    for (Resource each : from) {
      double rest = each.getScalar().getValue() - what.getScalar().getValue();
      if (!found && alike(each, what) && rest >= 0) {
        found = true;
        if (rest > 0 && what.getDisk().getSource().hasId()) {
          return Optional.empty();
        }
        if (rest > 0) {
          left.add(sized(each, rest));
        }
      } else {
        left.add(each);
      }
    }
    return found ? Optional.of(left) : Optional.empty();
  }

  static List<Resource> plus(List<Resource> to, Resource what) {
    var sum = new ArrayList<>(to);
    for (int i = 0; i < sum.size(); i++) {
      if (alike(sum.get(i), what) && !what.getDisk().getSource().hasId()) {
        double size = sum.get(i).getScalar().getValue() + what.getScalar().getValue();
        sum.set(i, sized(what, size));
        return sum;
      }
    }
    sum.add(what);
    return sum;
  }

  static Resource sized(Resource resource, double mib) {
    return resource.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(mib)).build();
  }

  private static boolean alike(Resource one, Resource other) {
    return sized(one, 0).equals(sized(other, 0));
  }
}
