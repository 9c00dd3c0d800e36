/// What a task needs of the network before its containers run, and where it stands in it.
struct NetworkNeed: Sendable {
  /// The subnet of the task, or those of its service.
  var subnets: [String] = []
  var groups: [String] = []
  /// Whether it gets a public address; nil where nothing says.
  var hasPublicIP: Bool?
  /// Endpoints as their names end, such as `ecr.api`.
  var services: [String] = []
  /// Whether it needs the Internet itself, as an image of a public registry does.
  var needsInternet = false

  /// What a task needs whose image is in ECR and whose log goes to CloudWatch.
  static let usual = ["ecr.api", "ecr.dkr", "s3", "logs"]

  init() {}

  /// What a task of a definition needs, in the network of its service.
  init(_ task: TaskDescription, _ definition: TaskDefinition?, _ service: ServiceDescription?) {
    subnets = task.attachments.filter(\.isNetworkInterface).compactMap {
      $0.detail("subnetId")?.value
    }
    take(networkOf: service)
    let images =
      definition?.containers.compactMap(\.image)
      ?? task.containers.compactMap { $0.image?.value }
    take(images: images, definition)
  }

  /// What the tasks of a service need.
  init(_ service: ServiceDescription, _ definition: TaskDefinition?) {
    take(networkOf: service)
    take(images: definition?.containers.compactMap(\.image) ?? [], definition)
  }

  private mutating func take(networkOf service: ServiceDescription?) {
    if subnets.isEmpty { subnets = service?.subnets.map(\.value) ?? [] }
    groups = service?.securityGroups.map(\.value) ?? []
    hasPublicIP = service?.assignPublicIP.map { $0.value.equals(folded: "enabled") }
  }

  private mutating func take(images: [String], _ definition: TaskDefinition?) {
    for image in images {
      if ImageReference(image)?.account != nil {
        for service in ["ecr.api", "ecr.dkr", "s3"] { need(service) }
      } else {
        needsInternet = true
      }
    }
    for container in definition?.containers ?? [] {
      if container.logGroup != nil { need("logs") }
      for secret in container.secrets {
        need(secret.contains(":secretsmanager:") ? "secretsmanager" : "ssm")
      }
    }
  }

  private mutating func need(_ service: String) {
    if !services.contains(service) { services.append(service) }
  }
}

extension Facts {
  /// Adds where the way of a task to the services that it needs is closed.
  ///
  /// Only what was fetched counts: without the list of endpoints a subnet without a way out may
  /// have all that it needs.
  mutating func add(_ network: NetworkDescription, for need: NetworkNeed) {
    guard !network.isEmpty else { return }
    addGroups(network, need)
    for subnet in need.subnets {
      if let known = network.subnets.first(where: { $0.id == subnet }),
        let free = known.freeAddresses, free.value <= 0
      {
        add(.subnetFree, "none", .json(free.source))
      }
      addPath(from: subnet, network, need)
    }
  }

  /// The groups of the task let nothing out, or those of an endpoint do not let it in.
  private mutating func addGroups(_ network: NetworkDescription, _ need: NetworkNeed) {
    let own = need.groups.compactMap { id in network.groups.first { $0.id == id } }
    if !own.isEmpty, own.count == need.groups.count,
      !own.contains(where: { $0.outbound.contains { $0.admits(443) } })
    {
      add(.pathFault, "group-closed", .json(own[0].source))
      placeholders.add("security-group-id", own[0].id)
    }
    guard !need.groups.isEmpty else { return }
    let vpcs = need.subnets.compactMap(network.vpc)
    for endpoint in network.endpoints
    where need.services.contains(endpoint.service) && !endpoint.isGateway
      && (vpcs.isEmpty || endpoint.vpc.map(vpcs.contains) ?? true)
    {
      let groups = endpoint.groups.compactMap { id in network.groups.first { $0.id == id } }
      guard !groups.isEmpty, groups.count == endpoint.groups.count else { continue }
      // A range of addresses may hold that of the task; a group is that of the task or is not.
      let isOpen = groups.contains { group in
        group.inbound.contains { rule in
          rule.admits(443)
            && rule.peers.contains { !$0.hasPrefix("sg-") || need.groups.contains($0) }
        }
      }
      guard !isOpen else { continue }
      add(.pathFault, "endpoint-closed", .json(endpoint.source))
      add(.missingEndpoint, endpoint.service, .json(endpoint.source))
      placeholders.add("endpoint-security-group-id", groups[0].id)
    }
  }

  private mutating func addPath(
    from subnet: String, _ network: NetworkDescription, _ need: NetworkNeed
  ) {
    guard let table = network.routeTable(of: subnet) else { return }
    let route = table.defaultRoute
    let place = Evidence.json(route?.source ?? table.source)
    add(.subnetRoute, route?.target.rawValue ?? "none", place)
    guard let fault = fault(of: route, network, need) else { return }
    placeholders.add("subnet-id", subnet)
    placeholders.add("route-table-id", table.id)
    if let vpc = table.vpc ?? network.vpc(of: subnet) { placeholders.add("vpc-id", vpc) }
    if need.needsInternet { return add(.pathFault, fault, place) }
    guard network.knowsEndpoints else { return }
    let vpc = table.vpc ?? network.vpc(of: subnet)
    let endpoints = network.endpoints.filter { endpoint in
      endpoint.isAvailable && (vpc == nil || endpoint.vpc == nil || endpoint.vpc == vpc)
    }
    var missing: [String] = []
    for service in need.services {
      let own = endpoints.filter { $0.service == service }
      guard let endpoint = own.first else {
        missing.append(service)
        continue
      }
      if endpoint.isGateway, !own.contains(where: { $0.routeTables.contains(table.id) }) {
        add(.pathFault, "endpoint-not-in-route-table", .json(endpoint.source))
        add(.missingEndpoint, service, .json(endpoint.source))
      } else if !endpoint.isGateway, !own.contains(where: \.hasPrivateDNS) {
        add(.pathFault, "private-dns-off", .json(endpoint.source))
        add(.missingEndpoint, service, .json(endpoint.source))
      }
    }
    guard !missing.isEmpty else { return }
    // Who has endpoints means to use them; otherwise it is the route that is missing.
    let hasSome = missing.count < need.services.count
    let lacks = missing == ["s3"] ? "no-s3-endpoint" : "no-endpoint"
    add(.pathFault, hasSome ? lacks : fault, place)
    for service in missing { add(.missingEndpoint, service, place) }
  }

  /// Why the default route leads nowhere; nil where it leads out as far as is known.
  private func fault(
    of route: NetworkDescription.Route?, _ network: NetworkDescription, _ need: NetworkNeed
  ) -> String? {
    guard let route else { return "no-default-route" }
    if route.isBlackhole { return "blackhole" }
    switch route.target {
    case .natGateway:
      let state = network.natStates.first { $0.id == route.targetID }?.state.value
      return ["failed", "deleting", "deleted"].contains(state) ? "nat-failed" : nil
    case .internetGateway: return need.hasPublicIP == false ? "no-public-ip" : nil
    default: return nil
    }
  }

  /// Computes the facts of a subnet that is known without a task.
  init(subnet: String, of network: NetworkDescription) {
    self.init()
    add(.input, "network")
    add(.context, "ecs")
    var need = NetworkNeed()
    need.subnets = [subnet]
    need.services = NetworkNeed.usual
    placeholders.add("subnet-id", subnet)
    if let vpc = network.vpc(of: subnet) { placeholders.add("vpc-id", vpc) }
    add(network, for: need)
  }
}
