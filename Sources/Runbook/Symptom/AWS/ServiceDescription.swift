/// A service as `describe-services` or a projection of it tells of it.
struct ServiceDescription: Sendable {
  /// A line of the service's event log.
  struct Event: Sendable {
    var createdAt: Located<Timestamp>?
    var message: Located<String>
  }

  /// A deployment or a task set.
  struct Deployment: Sendable {
    var id: Located<String>?
    var status: Located<String>?
    var rolloutState: Located<String>?
    var rolloutStateReason: Located<String>?
    var createdAt: Located<Timestamp>?
    var failedTasks: Located<Int>?
    var desiredCount: Located<Int>?
    var runningCount: Located<Int>?
    var taskDefinition: Located<String>?
  }

  var serviceArn: Located<String>?
  var name: Located<String>?
  var clusterArn: Located<String>?
  var status: Located<String>?
  var desiredCount: Located<Int>?
  var runningCount: Located<Int>?
  var pendingCount: Located<Int>?
  var taskDefinition: Located<String>?
  var launchType: Located<String>?
  var capacityProviders: [Located<String>] = []
  var targetGroups: [Located<String>] = []
  var containerNames: [Located<String>] = []
  var containerPorts: [Located<Int>] = []
  var subnets: [Located<String>] = []
  var securityGroups: [Located<String>] = []
  /// `ENABLED` or `DISABLED`.
  var assignPublicIP: Located<String>?
  /// Alarms that a deployment looks at.
  var alarms: [Located<String>] = []
  var deployments: [Deployment] = []
  var taskSets: [Deployment] = []
  /// Newest first.
  var events: [Event] = []
  /// The service itself.
  var source: JSONValue

  /// Reads a service; the names are those of the API and of common projections.
  init(_ fields: Fields) {
    source = fields.source
    serviceArn = fields.string("serviceArn")
    name = fields.string("serviceName", "service")
    clusterArn = fields.string("clusterArn", "cluster")
    status = fields.string("status")
    desiredCount = fields.int("desiredCount", "desired")
    runningCount = fields.int("runningCount", "running")
    pendingCount = fields.int("pendingCount", "pending")
    taskDefinition = fields.string("taskDefinition")
    launchType = fields.string("launchType")
    capacityProviders = fields.objects("capacityProviderStrategy").compactMap {
      $0.string("capacityProvider")
    }
    for balancer in fields.objects("loadBalancers") {
      if let target = balancer.string("targetGroupArn") { targetGroups.append(target) }
      if let name = balancer.string("containerName") { containerNames.append(name) }
      if let port = balancer.int("containerPort") { containerPorts.append(port) }
    }
    let network = fields.object("networkConfiguration")?.object("awsvpcConfiguration")
    subnets = network?.strings("subnets") ?? []
    securityGroups = network?.strings("securityGroups") ?? []
    assignPublicIP = network?.string("assignPublicIp")
    let configuration = fields.objectQuietly("deploymentConfiguration")
    alarms = configuration?.objectQuietly("alarms")?.strings("alarmNames") ?? []
    deployments = fields.objects("deployments").map(Deployment.init)
    taskSets = fields.objects("taskSets").map(Deployment.init)
    events = Event.list(fields.objects("events"))
  }

  /// A service that is known only by one deployment of it.
  init(deployment fields: Fields) {
    source = fields.source
    deployments = [Deployment(fields)]
    desiredCount = fields.int("desiredCount")
    runningCount = fields.int("runningCount")
    pendingCount = fields.int("pendingCount")
    taskDefinition = fields.string("taskDefinition")
  }

  /// A service that is known only by its events.
  init(events: [Event], source: JSONValue) {
    self.source = source
    self.events = events
  }
}

extension ServiceDescription.Event {
  /// Events with a message, newest first as the API gives them, whatever order they came in.
  static func list(_ fields: [Fields]) -> [Self] {
    let events: [Self] = fields.compactMap { event in
      guard let message = event.string("message") else { return nil }
      return Self(createdAt: event.time("createdAt", "timestamp"), message: message)
    }
    guard events.allSatisfy({ $0.createdAt != nil }) else { return events }
    let times = events.map { $0.createdAt?.value.seconds ?? 0 }
    // Stable: events of one second stay in order.
    return events.indices.sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] > times[$1] }
      .map { events[$0] }
  }
}

extension ServiceDescription.Deployment {
  init(_ fields: Fields) {
    id = fields.string("id")
    status = fields.string("status")
    rolloutState = fields.string("rolloutState")
    rolloutStateReason = fields.string("rolloutStateReason")
    createdAt = fields.time("createdAt")
    failedTasks = fields.int("failedTasks")
    desiredCount = fields.int("desiredCount", "computedDesiredCount", "desired")
    runningCount = fields.int("runningCount", "running")
    taskDefinition = fields.string("taskDefinition")
  }
}
