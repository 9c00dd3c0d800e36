/// A task as `describe-tasks`, an EventBridge event or a projection of either tells of it.
///
/// Everything is optional: a projection has what was asked for, and a field of the wrong type counts
/// as absent.
struct TaskDescription: Sendable {
  /// One container of the task.
  struct Container: Sendable {
    /// The name in the task definition.
    var name: Located<String>?
    /// The image reference.
    var image: Located<String>?
    /// The exit code.
    var exitCode: Located<Int>?
    /// The container's own reason.
    var reason: Located<String>?
    var lastStatus: Located<String>?
    var healthStatus: Located<String>?
    /// Agents that run inside the container, such as that of ECS Exec.
    var managedAgents: [Agent] = []
    /// The container itself.
    var source: JSONValue
  }

  /// An agent inside a container.
  struct Agent: Sendable {
    var name: Located<String>?
    var lastStatus: Located<String>?
    var reason: Located<String>?
  }

  /// A network interface, a volume or a Service Connect proxy.
  struct Attachment: Sendable {
    var type: Located<String>?
    var status: Located<String>?
    /// Names and values.
    var details: [(name: String, value: Located<String>)] = []

    /// Whether it is the network interface, `eni` in events.
    var isNetworkInterface: Bool {
      let type = type?.value.lowercased() ?? ""
      return type == "eni" || type == "elasticnetworkinterface"
    }

    /// Whether it is a volume.
    var isVolume: Bool {
      let type = type?.value.lowercased() ?? ""
      return type.contains("elasticblockstorage") || type == "ebs"
    }

    /// The value of a detail.
    func detail(_ name: String) -> Located<String>? {
      details.first { $0.name == name }?.value
    }
  }

  var taskArn: Located<String>?
  var clusterArn: Located<String>?
  var taskDefinitionArn: Located<String>?
  var group: Located<String>?
  var startedBy: Located<String>?
  var lastStatus: Located<String>?
  var desiredStatus: Located<String>?
  var stopCode: Located<String>?
  var stoppedReason: Located<String>?
  var healthStatus: Located<String>?
  var launchType: Located<String>?
  var capacityProvider: Located<String>?
  var cpu: Located<Int>?
  var memory: Located<Int>?
  var isExecEnabled: Located<Bool>?
  var createdAt: Located<Timestamp>?
  var pullStartedAt: Located<Timestamp>?
  var pullStoppedAt: Located<Timestamp>?
  var startedAt: Located<Timestamp>?
  var stoppedAt: Located<Timestamp>?
  var containers: [Container] = []
  var attachments: [Attachment] = []
  /// The task itself.
  var source: JSONValue

  /// Reads a task; the names are those of the API and of common projections.
  init(_ fields: Fields) {
    source = fields.source
    taskArn = fields.string("taskArn", "task")
    clusterArn = fields.string("clusterArn", "cluster")
    taskDefinitionArn = fields.string("taskDefinitionArn", "taskDefinition")
    group = fields.string("group")
    startedBy = fields.string("startedBy")
    lastStatus = fields.string("lastStatus", "knownStatus", "status")
    desiredStatus = fields.string("desiredStatus")
    stopCode = fields.string("stopCode", "stoppedCode")
    stoppedReason = fields.string("stoppedReason", "stopReason", "statusReason", "reason")
    healthStatus = fields.string("healthStatus")
    launchType = fields.string("launchType")
    capacityProvider = fields.string("capacityProviderName", "capacityProvider")
    cpu = fields.int("cpu")
    memory = fields.int("memory")
    isExecEnabled = fields.bool("enableExecuteCommand")
    createdAt = fields.time("createdAt")
    pullStartedAt = fields.time("pullStartedAt")
    pullStoppedAt = fields.time("pullStoppedAt")
    startedAt = fields.time("startedAt")
    stoppedAt = fields.time("stoppedAt", "stoppingAt", "executionStoppedAt")
    containers = fields.objects("containers").map(Container.init)
    attachments = fields.objects("attachments").map(Attachment.init)
  }

  /// A task that is known only by one of its containers.
  init(container fields: Fields) {
    source = fields.source
    containers = [Container(fields)]
    taskArn = fields.string("taskArn")
  }
}

extension TaskDescription.Container {
  init(_ fields: Fields) {
    source = fields.source
    name = fields.string("name", "containerName")
    image = fields.string("image")
    exitCode = fields.int("exitCode")
    reason = fields.string("reason", "statusReason")
    lastStatus = fields.string("lastStatus", "knownStatus", "status")
    healthStatus = fields.string("healthStatus")
    managedAgents = fields.objects("managedAgents").map { agent in
      TaskDescription.Agent(
        name: agent.string("name"), lastStatus: agent.string("lastStatus"),
        reason: agent.string("reason"))
    }
  }
}

extension TaskDescription.Attachment {
  init(_ fields: Fields) {
    type = fields.string("type")
    status = fields.string("status")
    details = fields.objects("details").compactMap { detail in
      guard let name = detail.string("name"), let value = detail.string("value") else { return nil }
      return (name.value, value)
    }
    // A projection may have them as fields of their own.
    if let reason = fields.string("statusReason") { details.append(("statusReason", reason)) }
  }
}
