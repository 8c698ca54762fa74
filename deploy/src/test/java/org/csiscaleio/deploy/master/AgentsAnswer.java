package org.csiscaleio.deploy.master;

import java.util.Collection;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.CSIPluginInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;
import org.apache.mesos.v1.master.Protos.Response;
import tools.jackson.databind.JsonNode;

/** What GET_AGENTS answers, with reservations in both forms, as Mesos has them there. */
final class AgentsAnswer {
  private AgentsAnswer() {}

  static JsonNode of(Collection<AgentDouble> agents, Collection<Offer> offers) {
    var answer = Response.GetAgents.newBuilder();
    for (AgentDouble agent : agents) {
      AgentInfo info =
          AgentInfo.newBuilder()
              .setHostname(agent.host)
              .setId(AgentID.newBuilder().setValue(agent.id))
              .build();
      if (agent.awaited) {
        answer.addRecoveredAgents(info);
        continue;
      }
      var each =
          Response.GetAgents.Agent.newBuilder()
              .setAgentInfo(info)
              .setActive(agent.active)
              .setVersion("1.11.1");
      agent.total.forEach(resource -> each.addTotalResources(endpoint(resource)));
      agent.used.forEach(resource -> each.addAllocatedResources(endpoint(resource)));
      offers.stream()
          .filter(offer -> offer.getAgentId().getValue().equals(agent.id))
          .flatMap(offer -> offer.getResourcesList().stream())
          .forEach(resource -> each.addOfferedResources(endpoint(resource)));
      agent.total.stream()
          .map(Resource::getProviderId)
          .distinct()
          .forEach(id ->
              each.addResourceProviders(
                  Response.GetAgents.Agent.ResourceProvider.newBuilder()
                      .setResourceProviderInfo(
                          ResourceProviderInfo.newBuilder()
                              .setId(id)
                              .setType("org.apache.mesos.rp.local.storage")
                              .setName("scaleio")
                              .addAllDefaultReservations(defaults(agent))
                              .setStorage(
                                  ResourceProviderInfo.Storage.newBuilder()
                                      .setPlugin(
                                          CSIPluginInfo.newBuilder()
                                              .setType("org.csiscaleio")
                                              .setName("node17"))))));
      answer.addAgents(each);
    }
    return JsonMessages.write(
        Response.newBuilder().setType(Response.Type.GET_AGENTS).setGetAgents(answer).build());
  }

  private static List<Resource.ReservationInfo> defaults(AgentDouble agent) {
    return agent.defaultReserved.isEmpty()
        ? List.of()
        : agent.defaultReserved.getFirst().getReservationsList();
  }

  @SuppressWarnings("deprecation")
  private static Resource endpoint(Resource resource) {
    Resource.Builder both = resource.toBuilder().setRole(Disks.role(resource));
    if (resource.getReservationsCount() == 1) {
      both.setReservation(Resource.ReservationInfo.newBuilder());
    }
    return both.build();
  }
}
