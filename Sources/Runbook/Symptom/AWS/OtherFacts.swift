extension Facts {
  /// Computes the facts of an EventBridge event that is not about one task.
  init(event: Fields, detail: Fields) {
    self.init()
    add(.input, "event")
    add(.context, "ecs")
    add(.eventName, detail.string("eventName"))
    add(.eventType, detail.string("eventType"))
    for provider in detail.strings("capacityProviderArns") {
      let name = provider.value.split(separator: "/").last.map(String.init) ?? provider.value
      add(.capacityProvider, name, .json(provider.source))
      placeholders.take(arn: provider.value)
    }
    for reason in [
      detail.string("reason"), detail.string("message"), detail.string("errorMessage"),
    ] {
      if let reason { addLine(.event, reason) }
    }
    // The name is what pages are written about, so it is looked for as well.
    if let name = detail.string("eventName") { addLine(.event, name) }
    if detail.has("agentConnected") { addInstance(detail) }
    // AWS Health, and events of EC2, which say what they are by their type alone.
    if let code = detail.string("eventTypeCode") { addLine(.event, code) }
    if let type = event.string("detail-type"), event.string("source")?.value != "aws.ecs" {
      addLine(.event, type)
    }
    for resource in event.strings("resources") { placeholders.take(arn: resource.value) }
    for arn in [detail.string("clusterArn"), detail.string("containerInstanceArn")] {
      if let arn { placeholders.take(arn: arn.value) }
    }
    if let id = detail.string("ec2InstanceId") { placeholders.add("instance-id", id.value) }
    if let region = event.string("region") { placeholders.takeRegion(region.value) }
    if let account = event.string("account") { placeholders.add("account-id", account.value) }
    for line in lines { placeholders.merge(PlaceholderText.values(in: line.text)) }
    addPrincipal()
    if let time = event.time("time") { placeholders.setWindow(from: nil, to: time.value) }
  }

  /// Computes the facts of a container instance.
  init(containerInstance fields: Fields) {
    self.init()
    add(.input, "instance")
    add(.context, "ecs")
    addInstance(fields)
    if let reason = fields.string("statusReason") { addLine(.statusReason, reason) }
    if let arn = fields.string("containerInstanceArn") { placeholders.take(arn: arn.value) }
    if let id = fields.string("ec2InstanceId") { placeholders.add("instance-id", id.value) }
  }

  /// What the facts are about, as people call it; nil where they name neither task nor service.
  var subject: String? {
    if let service = placeholders["service"] {
      return placeholders["task-id"].map { "task \($0) of service \(service)" }
        ?? "service \(service)"
    }
    return placeholders["task-id"].map { "task \($0)" }
  }

  /// Adds what CloudTrail says of a call: what it was for, by whom, and whether it was refused.
  mutating func takeTrail(_ record: Fields) {
    let request = record.value("requestParameters").flatMap { Fields($0, record.notes) }
    for (key, name) in [("cluster", "cluster"), ("service", "service")] {
      guard let value = request?.string(key) else { continue }
      value.value.hasPrefix("arn:")
        ? placeholders.take(arn: value.value) : placeholders.add(name, value.value)
    }
    if let task = request?.string("task") {
      if PlaceholderText.isTaskID(task.value) { placeholders.add("task-id", task.value) }
      placeholders.take(arn: task.value)
    }
    if let definition = request?.string("taskDefinition") {
      definition.value.hasPrefix("arn:")
        ? placeholders.take(arn: definition.value)
        : placeholders.add("task-definition", definition.value)
      placeholders.deriveFromNames()
    }
    if let region = record.string("awsRegion") { placeholders.takeRegion(region.value) }
    if let time = record.time("eventTime") { placeholders.setWindow(from: nil, to: time.value) }
    guard record.string("errorCode") == nil, let call = record.string("eventName") else { return }
    let identity = record.value("userIdentity").flatMap { Fields($0, record.notes) }
    let caller = identity?.string("arn", "invokedBy", "principalId", "userName")
    add(.call, call.value, .json(call.source))
    if let caller { add(.caller, caller.value, .json(caller.source)) }
  }

  /// Adds what a Health event affects, and when.
  mutating func takeHealth(_ event: Fields) {
    for entity in event.objectsQuietly("affectedEntities") + event.objectsQuietly("entities") {
      if let value = entity.string("entityValue") { take(entity: value.value) }
    }
    for resource in event.strings("resources") { take(entity: resource.value) }
    if let region = event.string("eventRegion", "region") { placeholders.takeRegion(region.value) }
    if let time = event.time("startTime") {
      add(.due, time.value.description, .json(time.source))
      placeholders.setWindow(from: nil, to: time.value)
    }
  }

  /// An entity of Health: an ARN, or `cluster|service`.
  private mutating func take(entity: String) {
    if entity.hasPrefix("arn:") { return placeholders.take(arn: entity) }
    let parts = entity.parts(by: "|")
    guard parts.count == 2 else { return }
    placeholders.add("cluster", parts[0])
    placeholders.add("service", parts[1])
  }

  /// Computes the facts of failed events of a CloudFormation stack, the newest first.
  init(stackEvents events: [Fields]) {
    self.init()
    add(.input, "event")
    add(.context, "ecs")
    for event in events {
      if let reason = event.string("ResourceStatusReason") { addLine(.event, reason) }
      for key in ["PhysicalResourceId", "StackId"] {
        if let id = event.string(key) { placeholders.take(arn: id.value) }
      }
    }
    for line in lines { placeholders.merge(PlaceholderText.values(in: line.text)) }
    addPrincipal()
    if let time = events.first?.time("Timestamp") {
      placeholders.setWindow(from: nil, to: time.value)
    }
  }

  private mutating func addInstance(_ fields: Fields) {
    if let isConnected = fields.bool("agentConnected"), !isConnected.value {
      let text = SymptomText("agentConnected: false")
      lines.append(Line(kind: .event, text: text, evidence: .json(isConnected.source)))
    }
    if let status = fields.string("status"), !status.value.equals(folded: "active") {
      add(.instanceStatus, status.value.uppercased(), .json(status.source))
    }
  }

  /// Computes the facts of a service deployment.
  init(serviceDeployment fields: Fields) {
    self.init()
    add(.input, "service")
    add(.context, "ecs")
    if let status = fields.string("status") {
      add(.serviceDeployment, status.value.uppercased(), .json(status.source))
    }
    if let reason = fields.string("statusReason") {
      addLine(.event, reason)
      add(.failureDetail, reason)
    }
    for hook in fields.objects("lifecycleHookDetails") { addHook(hook) }
    for monitor in ["deploymentCircuitBreaker", "alarms"] {
      guard let status = fields.object(monitor)?.string("status") else { continue }
      // A breaker that fired has failed the deployment, whatever became of the rollback.
      if status.value == "TRIGGERED" { add(.rolloutState, "FAILED", .json(status.source)) }
    }
    for arn in [
      fields.string("serviceDeploymentArn"), fields.string("serviceArn"),
      fields.string("clusterArn"), fields.object("targetServiceRevision")?.string("arn"),
    ] {
      if let arn { placeholders.take(arn: arn.value) }
    }
    for line in lines { placeholders.merge(PlaceholderText.values(in: line.text)) }
    if let time = fields.time("finishedAt", "updatedAt", "startedAt") {
      placeholders.setWindow(from: fields.time("createdAt")?.value, to: time.value)
    }
  }

  /// A lifecycle hook that holds the deployment up, or that ended it.
  private mutating func addHook(_ hook: Fields) {
    guard let status = hook.string("status"),
      ["AWAITING_ACTION", "FAILED", "TIMED_OUT"].contains(status.value)
    else { return }
    let text = SymptomText("lifecycle hook \(status.value)")
    lines.append(Line(kind: .event, text: text, evidence: .json(status.source)))
  }

  /// Computes the facts of a task definition alone.
  init(definition: TaskDefinition) {
    self.init()
    add(.input, "definition")
    add(.context, "ecs")
    if definition.isFargate, let cpu = definition.cpu, let memory = definition.memory {
      addSize(cpu: cpu, memory: memory)
    }
    if let arn = definition.arn { placeholders.take(arn: arn.value) }
    if let family = definition.family { placeholders.add("family", family.value) }
    if let container = definition.containers.first {
      placeholders.add("container", container.name)
      if let group = container.logGroup { placeholders.add("log-group", group) }
      if let prefix = container.streamPrefix { placeholders.add("stream-prefix", prefix) }
    }
  }

  /// Computes the facts of what an API call could not do.
  init(failures: [Fields], source: JSONValue) {
    self.init()
    add(.input, "failures")
    add(.context, "ecs")
    for failure in failures {
      guard let reason = failure.string("reason") else { continue }
      add(.failure, reason.value, .json(reason.source))
      addLine(.event, reason)
      if let detail = failure.string("detail") {
        addLine(.event, detail)
        add(.failureDetail, detail)
      }
      if let arn = failure.string("arn") { placeholders.take(arn: arn.value) }
    }
    if failures.isEmpty { add(.failure, "EMPTY", .json(source)) }
  }
}
