/// Tells the shapes apart by the keys that only they have.
struct ShapeReader {
  var input = SymptomInput()
  let notes = InputNotes()
  /// Lists in lists and JSON in texts are followed so far.
  private static let depthLimit = 12
  /// So many values are looked into for something that is known.
  private var visits = 0
  private static let visitLimit = 50_000

  /// Reads the documents of an input, as many as are read of a list.
  mutating func read(_ document: JSONDocument) {
    for node in document.rootNodes.prefix(Fields.listLimit) {
      read(JSONValue(document: document, node: node), depth: 0)
    }
    if document.rootNodes.count > Fields.listLimit {
      notes.add("only the first \(Fields.listLimit) documents were read")
    }
  }

  mutating func read(_ value: JSONValue, depth: Int) {
    visits += 1
    guard depth <= Self.depthLimit, visits <= Self.visitLimit else { return }
    switch value.kind {
    case .array: readList(Fields.items(of: value, notes), depth: depth)
    case .object: if let fields = Fields(value, notes) { readObject(fields, depth: depth) }
    case .string: readText(value, depth: depth)
    default: break
    }
  }

  private mutating func readList(_ items: [JSONValue], depth: Int) {
    // Events of a service, as `--query services[0].events` gives them.
    let isOfObjects = items.first?.kind == .object
    let fields = isOfObjects ? items.compactMap { Fields($0, notes) } : []
    if !fields.isEmpty, fields.count == items.count,
      fields.allSatisfy({ $0.has("message") && $0.has("createdAt") }), let first = items.first
    {
      let service = ServiceDescription(
        events: ServiceDescription.Event.list(fields), source: first)
      return add("service-events", .service(service))
    }
    // The items of one answer, as `--query TargetHealthDescriptions` and its like give them.
    if !fields.isEmpty, fields.count == items.count, let first = items.first {
      if fields.allSatisfy({ $0.has("TargetHealth") }) { return addTargets(fields, first) }
      if fields.allSatisfy({ $0.has("ScalableDimension") }) { return addScaling(fields, first) }
      if fields.allSatisfy({ $0.has("message") && $0.has("timestamp") }) {
        return addLog(LogDescription(events: fields, source: first), depth: depth)
      }
      if fields.allSatisfy({ $0.isContainer }) {
        return add("containers", .task(TaskDescription(containers: fields, of: first)))
      }
    }
    let texts = items.compactMap { item in
      item.string.map { Located(value: $0, source: item) }
    }
    if texts.count == items.count, let first = items.first {
      return readTexts(texts, of: first, depth: depth)
    }
    for item in items { read(item, depth: depth + 1) }
  }

  /// A list of texts alone: ARNs, JSON that was quoted, or lines of a log.
  private mutating func readTexts(
    _ texts: [Located<String>], of first: JSONValue, depth: Int
  ) {
    if texts.allSatisfy({ $0.value.hasPrefix("arn:") }) {
      addKind("list-tasks")
      for text in texts { input.placeholders.take(arn: text.value) }
      return
    }
    let count = input.kinds.count
    for text in texts { readText(text.source, depth: depth) }
    if input.kinds.count > count { return }
    // A word or two are no log.
    guard depth < 2, texts.contains(where: { $0.value.utf8.contains(0x20) }) else { return }
    add("log-events", .log(LogDescription(messages: texts, source: first)))
  }

  /// JSON inside a text: what SNS, SQS, Step Functions, CloudTrail or a log carry.
  private mutating func readText(_ value: JSONValue, depth: Int) {
    guard let text = value.string,
      let document = JSONDocument(carriedBy: text, at: value.path)
    else { return }
    for root in document.roots { read(root, depth: depth + 1) }
  }

  /// Reads an object that is known, or else looks for one in everything that it holds.
  private mutating func readObject(_ fields: Fields, depth: Int) {
    if readAnswer(fields, depth: depth) || readEvent(fields, depth: depth) || readItem(fields) {
      return
    }
    readMembers(of: fields, depth: depth)
  }

  private mutating func readMembers(of fields: Fields, depth: Int) {
    for member in fields.source.members(atMost: Fields.listLimit) {
      switch member.value.kind {
      case .object, .array, .string: read(member.value, depth: depth + 1)
      default: continue
      }
    }
  }

  /// A log whose lines may be events or answers that were kept in it; the others are lines.
  private mutating func addLog(_ log: LogDescription, depth: Int) {
    var log = log
    let count = input.subjects.count
    log.lines.removeAll { line in
      let before = input.subjects.count
      readText(line.message.source, depth: depth)
      return input.subjects.count > before
    }
    guard !log.lines.isEmpty || input.subjects.count == count else { return addKind("log-events") }
    add("log-events", .log(log))
  }

  /// Whole answers of the API; several may have been put into one object.
  private mutating func readAnswer(_ fields: Fields, depth: Int) -> Bool {
    let failures = fields.objects("failures")
    let isTasks = readTasks(fields, failures)
    let isServices = readServices(fields, failures)
    let isDefinition = readDefinition(fields)
    if isTasks || isServices || isDefinition { return true }
    if readListAnswer(fields, depth: depth) || readTrail(fields) || readHealth(fields) { return true }
    if fields.has("taskArns") || fields.has("serviceArns") {
      addKind("list-tasks")
      for arn in fields.strings("taskArns") + fields.strings("serviceArns") {
        input.placeholders.take(arn: arn.value)
      }
      return true
    }
    if !failures.isEmpty, !fields.has("lastStatus"), failures.contains(where: { $0.has("reason") }) {
      addFailures(failures, "failures", fields)
      return true
    }
    return false
  }

  private mutating func readTasks(_ fields: Fields, _ failures: [Fields]) -> Bool {
    guard fields.value("tasks")?.kind == .array else { return false }
    let tasks = fields.objects("tasks")
    for task in tasks { add("describe-tasks", .task(TaskDescription(task))) }
    if tasks.isEmpty || !failures.isEmpty { addFailures(failures, "describe-tasks", fields) }
    return true
  }

  private mutating func readServices(_ fields: Fields, _ failures: [Fields]) -> Bool {
    guard fields.value("services")?.kind == .array, !fields.has("tasks") || failures.isEmpty else {
      return false
    }
    let services = fields.objects("services")
    for service in services { add("describe-services", .service(ServiceDescription(service))) }
    if services.isEmpty && !fields.has("tasks") || !failures.isEmpty {
      addFailures(failures, "describe-services", fields)
    }
    return true
  }

  private mutating func readDefinition(_ fields: Fields) -> Bool {
    guard fields.value("taskDefinition")?.kind == .object,
      let definition = fields.object("taskDefinition"), definition.has("containerDefinitions")
    else { return false }
    addDefinition(definition)
    return true
  }

  /// Answers that are one list.
  private mutating func readListAnswer(_ fields: Fields, depth: Int) -> Bool {
    if fields.value("serviceDeployments")?.kind == .array {
      for deployment in fields.objects("serviceDeployments") { addDeployment(deployment) }
    } else if fields.has("TargetHealthDescriptions") {
      addTargets(fields.objects("TargetHealthDescriptions"), fields.source)
    } else if fields.value("containerInstances")?.kind == .array {
      for instance in fields.objects("containerInstances") { addInstance(instance) }
    } else if fields.value("ScalingActivities")?.kind == .array {
      addScaling(fields.objects("ScalingActivities"), fields.source)
    } else if let list = fields.value("results"), list.kind == .array, fields.has("statistics") {
      let log = LogDescription(results: list.items, notes: notes, source: fields.source)
      addLog(log, depth: depth)
    } else if isLog(fields) {
      addLog(LogDescription(events: fields.objects("events"), source: fields.source), depth: depth)
    } else if let stack = fields.value("StackEvents"), stack.kind == .array {
      addStack(fields.objects("StackEvents"), fields.source)
    } else {
      return false
    }
    return true
  }

  /// `get-log-events`, `filter-log-events`: each event has a message, and no service has them.
  private func isLog(_ fields: Fields) -> Bool {
    guard fields.value("events")?.kind == .array, !isService(fields) else { return false }
    let events = fields.objects("events")
    return !events.isEmpty && events.allSatisfy { $0.string("message") != nil }
  }

  private mutating func addTargets(_ targets: [Fields], _ source: JSONValue) {
    add("describe-target-health", .facts(name: "targets", Facts(targets: targets), source: source))
  }

  private mutating func addInstance(_ fields: Fields) {
    let facts = Facts(containerInstance: fields)
    let name = fields.string("ec2InstanceId")?.value ?? "container instance"
    add("describe-container-instances", .facts(name: name, facts, source: fields.source))
  }

  private mutating func addScaling(_ activities: [Fields], _ source: JSONValue) {
    let facts = Facts(scalingActivities: activities)
    add("describe-scaling-activities", .facts(name: "scaling", facts, source: source))
  }

  private mutating func addFailures(_ failures: [Fields], _ kind: String, _ fields: Fields) {
    let facts = Facts(failures: failures, source: fields.source)
    let name = facts.placeholders["task-id"].map { "task \($0)" } ?? "answer"
    add(kind, .facts(name: name, facts, source: fields.source))
  }

  /// What CloudTrail keeps of one call, alone or as `lookup-events` gives it.
  private mutating func readTrail(_ fields: Fields) -> Bool {
    guard fields.has("eventName"), fields.has("requestParameters"),
      fields.has("userIdentity") || fields.has("eventSource")
    else { return false }
    // The answer of `lookup-events` carries the whole of it as a text.
    if fields.has("CloudTrailEvent") { return false }
    var facts = Facts(event: fields, detail: fields)
    facts.takeTrail(fields)
    add("cloudtrail", .facts(name: facts.subject ?? "call", facts, source: fields.source))
    return true
  }

  /// What AWS Health tells of, as `describe-events` and `describe-affected-entities` give it.
  private mutating func readHealth(_ fields: Fields) -> Bool {
    guard fields.has("eventTypeCode"), !fields.has("detail-type") else { return false }
    var facts = Facts(event: fields, detail: fields)
    facts.takeHealth(fields)
    add("health", .facts(name: facts.subject ?? "health event", facts, source: fields.source))
    return true
  }

  private mutating func addStack(_ events: [Fields], _ source: JSONValue) {
    let failed = events.filter { $0.string("ResourceStatus")?.value.hasSuffix("FAILED") ?? false }
    guard !failed.isEmpty else { return addKind("stack-events") }
    let facts = Facts(stackEvents: failed)
    add("stack-events", .facts(name: facts.subject ?? "stack", facts, source: source))
  }

  /// An event of EventBridge.
  private mutating func readEvent(_ fields: Fields, depth: Int) -> Bool {
    guard fields.value("detail")?.kind == .object, let detail = fields.object("detail"),
      fields.has("detail-type") || fields.has("source")
    else { return false }
    if detail.has("taskArn") || detail.has("containers") {
      add("event", .task(TaskDescription(detail)))
      return true
    }
    var facts = Facts(event: fields, detail: detail)
    if detail.has("requestParameters") { facts.takeTrail(detail) }
    if detail.has("eventTypeCode") { facts.takeHealth(detail) }
    let type = fields.string("detail-type")?.value ?? "event"
    add("event", .facts(name: facts.subject ?? type, facts, source: fields.source))
    return true
  }

  /// One thing of an answer, as a projection or an array of them has it.
  private mutating func readItem(_ fields: Fields) -> Bool {
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

  private func isService(_ fields: Fields) -> Bool {
    if fields.has("serviceArn") || fields.has("serviceName") || fields.has("deployments") {
      return !fields.has("containers")
    }
    return fields.has("events") && (fields.has("running") || fields.has("runningCount"))
  }

  /// A task has an ARN with its state, containers with theirs, or says how it stopped.
  private func isTask(_ fields: Fields) -> Bool {
    if fields.has("exitCode"), !fields.has("containers") { return false }
    if fields.has("stopCode") || fields.has("stoppedCode") || fields.has("stoppedReason")
      || fields.has("stopReason")
    {
      return true
    }
    let hasState = fields.has("lastStatus") || fields.has("knownStatus") || fields.has("desiredStatus")
    if fields.has("taskArn") || fields.has("Arn") { if hasState { return true } }
    let containers = fields.objectsQuietly("containers")
    return hasState && fields.has("desiredStatus") || containers.contains { $0.isContainer }
  }

  private mutating func addDeployment(_ fields: Fields) {
    let facts = Facts(serviceDeployment: fields)
    let name = facts.placeholders["service"].map { "deployment of service \($0)" } ?? "deployment"
    add("service-deployments", .facts(name: name, facts, source: fields.source))
  }

  private mutating func addDefinition(_ fields: Fields) {
    addKind("describe-task-definition")
    input.definitions.append(TaskDefinition(fields))
  }

  private mutating func addState(_ state: Fields, container: Fields?) {
    let facts = Facts(dockerState: state, container: container)
    let name = container?.string("Name").map { String($0.value.drop { $0 == "/" }) } ?? "container"
    add("docker-inspect", .facts(name: name, facts, source: state.source))
  }

  /// Of the events of `docker events` those that tell how a container ended or fares.
  private mutating func addDockerEvent(_ fields: Fields, _ actor: Fields) {
    addKind("docker-events")
    guard let facts = Facts(dockerEvent: fields, actor: actor) else { return }
    let name = actor.object("Attributes")?.string("name")?.value ?? "container"
    input.subjects.append(.facts(name: name, facts, source: fields.source))
  }

  private mutating func add(_ kind: String, _ subject: SymptomSubject) {
    addKind(kind)
    input.subjects.append(subject)
  }

  private mutating func addKind(_ kind: String) {
    if !input.kinds.contains(kind) { input.kinds.append(kind) }
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

extension JSONDocument {
  /// The document that a text is or ends with, as `INFO {"version": …}` does; nil where it is none.
  convenience init?(carriedBy text: String, at path: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first(where: { $0 > 0x20 }) else { return nil }
    var start = 0
    if first != 0x7B, first != 0x5B {
      guard let place = bytes.indices.dropLast().first(where: { bytes[$0] == 0x7B && bytes[$0 + 1] == 0x22 })
      else { return nil }
      start = place
    }
    let rest = Array(bytes[start...])
    guard let length = JSONDocument.lengthOfFirst(in: rest) else { return nil }
    let (document, problem) = JSONDocument.read(Array(rest[..<length]))
    guard problem == nil else { return nil }
    self.init(
      bytes: document.bytes, nodes: document.nodes, rootNodes: document.rootNodes,
      carrier: path == "$" ? "" : path)
  }
}
