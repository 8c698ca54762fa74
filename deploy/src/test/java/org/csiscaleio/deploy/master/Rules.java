package org.csiscaleio.deploy.master;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation.CreateDisk;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/** What a master refuses, by src/master/validation.cpp; the messages go to the framework. */
final class Rules {
  private Rules() {}

  static void reserve(Resource to, FrameworkInfo framework, boolean forbidden) {
    provided(to);
    dynamically(to);
    ReservationInfo last = to.getReservations(to.getReservationsCount() - 1);
    if (framework.hasPrincipal() && !last.getPrincipal().equals(framework.getPrincipal())) {
      throw new IllegalArgumentException(
          "A reserve operation was attempted by authenticated principal '"
              + framework.getPrincipal()
              + "', which does not match a reserved resource in the request with principal '"
              + last.getPrincipal()
              + "'");
    }
    if (!to.getAllocationInfo().getRole().equals(last.getRole())
        || !framework.getRolesList().contains(last.getRole())) {
      throw new IllegalArgumentException(
          "A reserve operation was attempted for a resource with role '"
              + last.getRole()
              + "', but the resource was allocated to role '"
              + to.getAllocationInfo().getRole()
              + "'");
    }
    for (int i = 1; i < to.getReservationsCount(); i++) {
      if (!to.getReservations(i).getRole().startsWith(to.getReservations(i - 1).getRole() + "/")) {
        throw new IllegalArgumentException("Invalid resources: no refinement");
      }
    }
    if (forbidden) {
      throw new IllegalArgumentException(
          "Principal '"
              + framework.getPrincipal()
              + "' no authorized to perform action RESERVE_RESOURCES on object {\"value\":\""
              + last.getRole()
              + "\"}");
    }
  }

  static void unreserve(Resource from) {
    provided(from);
    dynamically(from);
    if (from.getDisk().hasPersistence()) {
      throw new IllegalArgumentException(
          "A dynamically reserved persistent volume cannot be unreserved directly");
    }
  }

  static void empty(Resource volume) {
    if (!volume.getDisk().hasPersistence()) {
      throw new IllegalArgumentException("Not a persistent volume");
    }
  }

  static void create(CreateDisk create, int minor) {
    Source source = create.getSource().getDisk().getSource();
    provided(create.getSource());
    if (source.getType() != Source.Type.RAW) {
      throw new IllegalArgumentException("'source' is not a RAW disk resource");
    }
    Source.Type target = create.getTargetType();
    if (target != Source.Type.MOUNT && target != Source.Type.BLOCK) {
      throw new IllegalArgumentException("'target_type' is neither MOUNT or BLOCK");
    }
    if (minor >= 7 && source.hasProfile() == create.hasTargetProfile()) {
      throw new IllegalArgumentException(
          create.hasTargetProfile()
              ? "'target_profile' must not be set when 'source' has a profile"
              : "'target_profile' must be set when 'source' has no profile");
    }
  }

  static void destroy(Resource disk, int minor) {
    provided(disk);
    Source source = disk.getDisk().getSource();
    if (minor < 8 && source.getType() == Source.Type.RAW) {
      throw new IllegalArgumentException("'source' is neither a MOUNT or BLOCK disk resource");
    }
    if (!source.hasId()) {
      throw new IllegalArgumentException("'source' is not backed by a CSI volume");
    }
    if (disk.getDisk().hasPersistence()) {
      throw new IllegalArgumentException(
          "A disk resource containing a persistent volume cannot be destroyed directly. Please"
              + " destroy the persistent volume first then destroy the disk resource");
    }
  }

  private static void dynamically(Resource resource) {
    int count = resource.getReservationsCount();
    if (count == 0
        || resource.getReservations(count - 1).getType() != ReservationInfo.Type.DYNAMIC) {
      throw new IllegalArgumentException("Resource is not dynamically reserved");
    }
  }

  @SuppressWarnings("deprecation")
  private static void provided(Resource resource) {
    if (!resource.hasProviderId()) {
      throw new IllegalArgumentException("'source' is not managed by a resource provider");
    }
    if (resource.hasReservation() || !resource.getRole().equals("*")) {
      throw new IllegalArgumentException("Invalid resources: both formats of reservations");
    }
  }
}
