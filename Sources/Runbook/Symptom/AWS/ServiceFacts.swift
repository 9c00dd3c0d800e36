extension Facts {
  /// Which events of a service count.
  enum EventScope: Sendable {
    /// Those of the trouble that the service is in now.
    case current
    /// Those from before the service was last steady.
    case earlier
  }

  /// Computes the facts of a service.
  ///
  /// - Parameters:
  ///   - service: the service.
  ///   - scope: the events to read.
  init(service: ServiceDescription, events scope: EventScope) {
    self.init()
    add(.input, "service")
    add(.context, "ecs")
    let (current, earlier) = service.episodes
    for event in scope == .current ? current : earlier { addLine(.event, event.message) }
    if scope == .current {
      addDeployments(of: service)
      for deployment in service.deployments + service.taskSets {
        if let reason = deployment.rolloutStateReason { addLine(.event, reason) }
      }
    }
    for provider in service.capacityProviders { add(.capacityProvider, provider) }
    if let type = service.launchType {
      add(.launchType, Vocabulary.canonical(type.value, of: .launchType), .json(type.source))
    }
    fillPlaceholders(from: service)
  }

  private mutating func addDeployments(of service: ServiceDescription) {
    for deployment in service.deployments {
      if let state = deployment.rolloutState {
        add(
          .rolloutState, Vocabulary.canonical(state.value, of: .rolloutState), .json(state.source))
      }
      if let failed = deployment.failedTasks, failed.value > 0 {
        add(.failedTasks, "some", .json(failed.source))
      }
    }
    if let status = service.status, ["DRAINING", "INACTIVE"].contains(status.value.uppercased()) {
      add(.serviceStatus, status.value.lowercased(), .json(status.source))
    }
    guard let desired = service.desiredCount, let running = service.runningCount else { return }
    if desired.value == 0 {
      add(.serviceStatus, "idle", .json(desired.source))
    } else if running.value < desired.value {
      add(.runningCount, "below", .json(running.source))
    }
  }

  private mutating func fillPlaceholders(from service: ServiceDescription) {
    if let arn = service.serviceArn { placeholders.take(arn: arn.value) }
    if let cluster = service.clusterArn {
      if cluster.value.hasPrefix("arn:") {
        placeholders.take(arn: cluster.value)
      } else {
        placeholders.add("cluster", cluster.value)
      }
    }
    if let name = service.name { placeholders.add("service", name.value) }
    if let definition = service.taskDefinition {
      if definition.value.hasPrefix("arn:") {
        placeholders.take(arn: definition.value)
      } else {
        placeholders.add("task-definition", definition.value)
      }
    }
    placeholders.deriveFromNames()
    for group in service.targetGroups { placeholders.take(arn: group.value) }
    // The newest line first: its task is the one that still can be described.
    for line in lines { placeholders.merge(PlaceholderText.values(in: line.text)) }
    if let name = service.containerNames.first { placeholders.add("container", name.value) }
    if let port = service.containerPorts.first { placeholders.add("port", String(port.value)) }
    if let subnet = service.subnets.first { placeholders.add("subnet-id", subnet.value) }
    if let group = service.securityGroups.first {
      placeholders.add("security-group-id", group.value)
    }
    if let count = service.desiredCount { placeholders.add("desired-count", String(count.value)) }
    if let newest = service.events.first?.createdAt {
      placeholders.setWindow(
        from: service.deployments.first?.createdAt?.value, to: newest.value)
    }
  }
}

extension ServiceDescription {
  /// The events of the present trouble, and those from before the service was last steady.
  ///
  /// A deployment that goes on, or that failed, began the present trouble, even where the old tasks
  /// were reported as steady meanwhile.
  var episodes: (current: [Event], earlier: [Event]) {
    let isOpen = { (deployment: Deployment) in
      ["FAILED", "IN_PROGRESS"].contains(deployment.rolloutState?.value.uppercased() ?? "")
    }
    let began = deployments.filter(isOpen).compactMap { $0.createdAt?.value }.max()
    var isSteady = false
    var current: [Event] = []
    var earlier: [Event] = []
    for event in events {
      if event.message.value.contains(folded: "has reached a steady state") { isSteady = true }
      let isOfDeployment =
        began.flatMap { began in event.createdAt.map { $0.value >= began } } ?? false
      if isSteady, !isOfDeployment { earlier.append(event) } else { current.append(event) }
    }
    return (current, earlier)
  }
}
