/// A task as `describe-tasks`, an EventBridge event or a projection of either tells of it.
///
/// Everything is optional: a projection has what was asked for, and a field of the wrong type counts
/// as absent.
final class TaskDescription: Sendable {
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
      guard let type = type?.value else { return false }
      return type.equals(folded: "eni") || type.equals(folded: "elasticnetworkinterface")
    }

    /// Whether it is a volume.
    var isVolume: Bool {
      guard let type = type?.value else { return false }
      return type.contains(folded: "elasticblockstorage") || type.equals(folded: "ebs")
    }

    /// Whether it is the proxy of Service Connect.
    var isServiceConnect: Bool {
      guard let type = type?.value else { return false }
      return type.equals(folded: "service connect") || type.equals(folded: "serviceconnect")
    }

    /// The value of a detail.
    func detail(_ name: String) -> Located<String>? {
      details.first { $0.name == name }?.value
    }
  }

  let taskArn: Located<String>?
  let clusterArn: Located<String>?
  let taskDefinitionArn: Located<String>?
  let group: Located<String>?
  /// The service, where it is named by itself.
  let service: Located<String>?
  let startedBy: Located<String>?
  let lastStatus: Located<String>?
  let desiredStatus: Located<String>?
  let stopCode: Located<String>?
  let stoppedReason: Located<String>?
  let healthStatus: Located<String>?
  let launchType: Located<String>?
  let capacityProvider: Located<String>?
  let cpu: Located<Int>?
  let memory: Located<Int>?
  let isExecEnabled: Located<Bool>?
  let createdAt: Located<Timestamp>?
  let pullStartedAt: Located<Timestamp>?
  let pullStoppedAt: Located<Timestamp>?
  let startedAt: Located<Timestamp>?
  /// When its stop began.
  let stoppingAt: Located<Timestamp>?
  /// When its containers had ended.
  let executionStoppedAt: Located<Timestamp>?
  let stoppedAt: Located<Timestamp>?
  /// Counts the changes of the task: of two accounts of one task the higher is the newer.
  let version: Int?
  let containers: [Container]
  let attachments: [Attachment]
  /// The task itself.
  let source: JSONValue

  /// Reads a task; the names are those of the API and of common projections.
  convenience init(_ fields: Fields) {
    self.init(
      fields, containers: fields.objects("containers").map(Container.init), own: fields,
      source: fields.source)
  }

  /// A task that is known only by one of its containers.
  convenience init(container fields: Fields) {
    self.init(fields, containers: [Container(fields)], own: nil, source: fields.source)
  }

  /// A task that is known only by its containers.
  convenience init(containers fields: [Fields], of source: JSONValue) {
    self.init(fields.first, containers: fields.map(Container.init), own: nil, source: source)
  }

  /// The fields in `own` are those of the task itself, where they are known.
  private init(
    _ fields: Fields?, containers: [Container], own: Fields?, source: JSONValue
  ) {
    self.source = source
    self.containers = containers
    taskArn = fields?.string("taskArn", "task", "taskId") ?? own?.string("arn")
    clusterArn = own?.string("clusterArn", "cluster", "clusterName")
    service = own?.string("serviceName", "service")
    taskDefinitionArn = own?.string("taskDefinitionArn", "taskDefinition")
    group = own?.string("group")
    startedBy = own?.string("startedBy")
    lastStatus = own?.string("lastStatus", "knownStatus", "status")
    desiredStatus = own?.string("desiredStatus")
    stopCode = own?.string("stopCode", "stoppedCode")
    stoppedReason = own?.string("stoppedReason", "stopReason", "statusReason", "reason")
    healthStatus = own?.string("healthStatus")
    launchType = own?.string("launchType")
    capacityProvider = own?.string("capacityProviderName", "capacityProvider")
    cpu = own?.int("cpu")
    memory = own?.int("memory")
    isExecEnabled = own?.bool("enableExecuteCommand")
    createdAt = own?.time("createdAt")
    pullStartedAt = own?.time("pullStartedAt")
    pullStoppedAt = own?.time("pullStoppedAt")
    startedAt = own?.time("startedAt")
    stoppingAt = own?.time("stoppingAt")
    executionStoppedAt = own?.time("executionStoppedAt")
    stoppedAt = own?.time("stoppedAt", "stoppingAt", "executionStoppedAt")
    version = own?.int("version")?.value
    attachments = own?.objects("attachments").map(Attachment.init) ?? []
  }
}

extension TaskDescription.Container {
  init(_ fields: Fields) {
    source = fields.source
    name = fields.string("name", "containerName")
    image = fields.string("image")
    exitCode = fields.int("exitCode", "exit")
    reason = fields.string("reason", "statusReason", "why")
    lastStatus = fields.string("lastStatus", "knownStatus", "status")
    // The metadata endpoint of a task has it as Docker does.
    healthStatus =
      fields.string("healthStatus") ?? fields.object("health")?.string("status")
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
