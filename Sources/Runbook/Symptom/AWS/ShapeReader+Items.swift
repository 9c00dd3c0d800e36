extension ShapeReader {
  /// The events of the newest operation on a stack, the newest first as the API gives them: what
  /// failed before it has been tried again since.
  static func lastOperation(of events: [Fields]) -> [Fields] {
    // A nested stack is a resource of its parent, with an id of its own.
    let own = events.indices.compactMap { index -> (index: Int, status: String)? in
      let event = events[index]
      guard event.string("ResourceType")?.value == "AWS::CloudFormation::Stack",
        event.string("PhysicalResourceId")?.value == event.string("StackId")?.value,
        let status = event.string("ResourceStatus")?.value
      else { return nil }
      return (index, status)
    }
    // What an operation that was completed could not clean up is no failure of it.
    if let last = own.first?.status, last.hasSuffix("_COMPLETE"), !last.contains("ROLLBACK") {
      return []
    }
    let start = own.first { _, status in
      status.hasSuffix("_IN_PROGRESS") && !status.contains("ROLLBACK")
        && !status.contains("CLEANUP")
    }
    return start.map { Array(events[...$0.index]) } ?? events
  }

  /// What stands around a task: its network, its images, and alarms.
  mutating func readSurroundings(_ fields: Fields) -> Bool {
    if input.network.read(fields) {
      addKind("network")
    } else if input.registry.read(fields) {
      addKind("describe-images")
    } else if fields.value("MetricAlarms")?.kind == .array {
      addKind("describe-alarms")
      input.alarms += fields.objects("MetricAlarms").compactMap(AlarmDescription.init)
    } else {
      return false
    }
    return true
  }

  /// One thing of an answer, as a projection or an array of them has it.
  mutating func readItem(_ fields: Fields) -> Bool {
    if fields.has("containerDefinitions") {
      addDefinition(fields)
    } else if fields.has("serviceDeploymentArn") {
      addDeployment(fields)
    } else if fields.has("TargetHealth") {
      addTargets([fields], fields.source)
    } else if fields.has("ScalableDimension"), fields.has("ActivityId") {
      addScaling([fields], fields.source)
    } else if let state = fields.object("State"), state.has("ExitCode") || state.has("OOMKilled") {
      addState(state, container: fields)
    } else if fields.has("OOMKilled") {
      addState(fields, container: nil)
    } else if fields.has("FailingStreak") {
      let facts = Facts(dockerHealth: fields)
      add("docker-inspect", .facts(name: "container", facts, source: fields.source))
    } else if let actor = fields.object("Actor"), fields.has("Action") || fields.has("status") {
      addDockerEvent(fields, actor)
    } else if fields.has("containerInstanceArn"), fields.has("agentConnected") {
      addInstance(fields)
    } else if fields.has("rolloutState"), !fields.has("deployments"), !fields.has("serviceArn") {
      let service = ServiceDescription(deployment: fields)
      add("describe-services", .service(service))
    } else if isService(fields) {
      add("describe-services", .service(ServiceDescription(fields)))
    } else if isTask(fields) {
      add(fields.taskKind, .task(TaskDescription(fields)))
    } else if fields.has("exitCode"), fields.isContainer {
      add("containers", .task(TaskDescription(container: fields)))
    } else if fields.has("eventName"), fields.has("eventType") {
      let facts = Facts(event: fields, detail: fields)
      add("event", .facts(name: "event", facts, source: fields.source))
    } else {
      return false
    }
    return true
  }

  func isService(_ fields: Fields) -> Bool {
    if fields.has("serviceArn") || fields.has("serviceName") || fields.has("deployments") {
      return !fields.has("containers")
    }
    return fields.has("events") && (fields.has("running") || fields.has("runningCount"))
  }

  /// A task has an ARN with its state, containers with theirs, or says how it stopped.
  func isTask(_ fields: Fields) -> Bool {
    if fields.has("exitCode"), !fields.has("containers") { return false }
    if fields.has("stopCode") || fields.has("stoppedCode") || fields.has("stoppedReason")
      || fields.has("stopReason")
    {
      return true
    }
    let hasState =
      fields.has("lastStatus") || fields.has("knownStatus") || fields.has("desiredStatus")
    if fields.has("taskArn") || fields.has("Arn") { if hasState { return true } }
    let containers = fields.objectsQuietly("containers")
    return hasState && fields.has("desiredStatus") || containers.contains { $0.isContainer }
  }

  mutating func addDeployment(_ fields: Fields) {
    let facts = Facts(serviceDeployment: fields)
    let name = facts.placeholders["service"].map { "deployment of service \($0)" } ?? "deployment"
    add("service-deployments", .facts(name: name, facts, source: fields.source))
  }

  mutating func addDefinition(_ fields: Fields) {
    addKind("describe-task-definition")
    input.definitions.append(TaskDefinition(fields))
  }

  mutating func addState(_ state: Fields, container: Fields?) {
    let facts = Facts(dockerState: state, container: container)
    let name = container?.string("Name").map { String($0.value.drop { $0 == "/" }) } ?? "container"
    add("docker-inspect", .facts(name: name, facts, source: state.source))
  }

  /// Of the events of `docker events` those that tell how a container ended or fares.
  mutating func addDockerEvent(_ fields: Fields, _ actor: Fields) {
    addKind("docker-events")
    guard let facts = Facts(dockerEvent: fields, actor: actor) else { return }
    let name = actor.object("Attributes")?.string("name")?.value ?? "container"
    input.subjects.append(.facts(name: name, facts, source: fields.source))
  }
}

extension Fields {
  /// Whether these are those of a container, as `describe-tasks` or a projection has them.
  var isContainer: Bool {
    guard !has("taskDefinitionArn"), !has("desiredCount") else { return false }
    if has("exitCode") || has("containerArn") || has("runtimeId") { return true }
    let isNamed = has("name") || has("containerName")
    return isNamed && (has("lastStatus") || has("knownStatus") || has("exit") || has("reason"))
  }

  /// What prints a task of this shape.
  fileprivate var taskKind: String {
    if has("knownStatus"), has("Arn") || has("taskARN") { return "task-metadata" }
    return "describe-tasks"
  }
}
