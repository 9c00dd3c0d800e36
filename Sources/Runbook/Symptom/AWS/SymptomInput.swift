/// What an input is about, one entry for each thing that can be diagnosed on its own.
enum SymptomSubject: Sendable {
  case task(TaskDescription)
  case service(ServiceDescription)
  /// What containers wrote.
  case log(LogDescription)
  /// Facts that need no more than themselves: an event, targets, a container's state.
  case facts(name: String, Facts, source: JSONValue)
}

/// An input that was recognised by its shape.
struct SymptomInput: Sendable {
  /// What it is called in answers: `describe-tasks`, `event`, …; several joined by `+`.
  var kinds: [String] = []
  /// What can be diagnosed.
  var subjects: [SymptomSubject] = []
  /// Task definitions that came with it.
  var definitions: [TaskDefinition] = []
  /// What was odd about it.
  var notes: [String] = []
  /// Values of the input as a whole, such as the ARNs of `list-tasks`.
  var placeholders = Placeholders()

  /// Recognises the documents of a JSON input.
  init(_ document: JSONDocument) {
    var reader = ShapeReader()
    reader.read(document)
    self = reader.input
    notes += reader.notes.list
    keepNewest()
    // `--query 'tasks[]'` of no tasks prints an empty list, `tasks[0]` prints null.
    guard kinds.isEmpty, document.rootNodes.count < 100 else { return }
    let roots = document.roots
    if let first = roots.first, roots.allSatisfy(\.isNothing) {
      kinds = ["empty"]
      let facts = Facts(failures: [], source: first)
      subjects = [.facts(name: "answer", facts, source: first)]
    }
  }
}

extension SymptomInput {
  /// Leaves one account of each task: the events of its life, or what `watch` printed, tell of one
  /// failure, and only the last of them knows how it ended.
  private mutating func keepNewest() {
    var places: [String: Int] = [:]
    var kept: [SymptomSubject] = []
    for subject in subjects {
      guard case .task(let task) = subject, let arn = task.taskArn?.value, task.isWhole else {
        kept.append(subject)
        continue
      }
      if let place = places[arn], case .task(let known) = kept[place] {
        if task.version ?? Int.max >= known.version ?? 0 { kept[place] = subject }
      } else {
        places[arn] = kept.count
        kept.append(subject)
      }
    }
    subjects = kept
  }
}

extension TaskDescription {
  /// Whether this is more than one container of a task.
  fileprivate var isWhole: Bool { lastStatus != nil || stopCode != nil || desiredStatus != nil }
}

/// Tells the shapes apart by the keys that only they have.
private struct ShapeReader {
  var input = SymptomInput()
  let notes = InputNotes()
  /// Lists in lists and JSON in texts are followed so far.
  private static let depthLimit = 4

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
    guard depth <= Self.depthLimit else { return }
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
        return add("log-events", .log(LogDescription(events: fields, source: first)))
      }
    }
    let texts = items.compactMap { item in
      item.string.map { Located(value: $0, source: item) }
    }
    if texts.count == items.count, let first = items.first { return readTexts(texts, of: first) }
    for item in items { read(item, depth: depth + 1) }
  }

  /// A list of texts alone: ARNs, JSON that was quoted, or lines of a log.
  private mutating func readTexts(_ texts: [Located<String>], of first: JSONValue) {
    if texts.allSatisfy({ $0.value.hasPrefix("arn:") }) {
      addKind("list-tasks")
      for text in texts { input.placeholders.take(arn: text.value) }
      return
    }
    let count = input.kinds.count
    for text in texts { readText(text.source, depth: Self.depthLimit - 1) }
    if input.kinds.count > count { return }
    // A word or two are no log.
    guard texts.contains(where: { $0.value.utf8.contains(0x20) }) else { return }
    add("log-events", .log(LogDescription(messages: texts, source: first)))
  }

  /// JSON inside a text: a message that SNS or SQS carried.
  private mutating func readText(_ value: JSONValue, depth: Int) {
    guard let text = value.string, text.utf8.first == 0x7B || text.utf8.first == 0x5B else {
      return
    }
    let (document, problem) = JSONDocument.read(Array(text.utf8))
    guard problem == nil else { return }
    for root in document.roots { read(root, depth: depth + 1) }
  }

  private mutating func readObject(_ fields: Fields, depth: Int) {
    if readAnswer(fields) || readEvent(fields, depth: depth) || readItem(fields) { return }
    for key in ["Records", "Message", "body", "detail", "task", "service", "tasks", "services"] {
      if let inner = fields.value(key) { read(inner, depth: depth + 1) }
    }
  }

  /// Whole answers of the API; several may have been put into one object.
  private mutating func readAnswer(_ fields: Fields) -> Bool {
    let failures = fields.objects("failures")
    let isTasks = readTasks(fields, failures)
    let isServices = readServices(fields, failures)
    let isDefinition = readDefinition(fields)
    if isTasks || isServices || isDefinition { return true }
    if readListAnswer(fields) { return true }
    if fields.has("taskArns") || fields.has("serviceArns") {
      addKind("list-tasks")
      for arn in fields.strings("taskArns") + fields.strings("serviceArns") {
        input.placeholders.take(arn: arn.value)
      }
      return true
    }
    if !failures.isEmpty, !fields.has("lastStatus") {
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
    guard let definition = fields.object("taskDefinition"), definition.has("containerDefinitions")
    else { return false }
    addDefinition(definition)
    return true
  }

  /// Answers that are one list.
  private mutating func readListAnswer(_ fields: Fields) -> Bool {
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
      add("log-events", .log(log))
    } else {
      return false
    }
    return true
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
    add(kind, .facts(name: "answer", facts, source: fields.source))
  }

  /// An event of EventBridge.
  private mutating func readEvent(_ fields: Fields, depth: Int) -> Bool {
    guard let detail = fields.object("detail"), fields.has("detail-type") || fields.has("source")
    else { return false }
    if detail.has("taskArn") || detail.has("containers") {
      add("event", .task(TaskDescription(detail)))
      return true
    }
    let facts = Facts(event: fields, detail: detail)
    let name = fields.string("detail-type")?.value ?? "event"
    add("event", .facts(name: name, facts, source: fields.source))
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
    } else if isService(fields) {
      add("describe-services", .service(ServiceDescription(fields)))
    } else if isTask(fields) {
      add("describe-tasks", .task(TaskDescription(fields)))
    } else if fields.has("rolloutState") {
      let service = Fields(fields.source, notes).map { ServiceDescription(deployment: $0) }
      if let service { add("describe-services", .service(service)) }
    } else if fields.has("exitCode") {
      add("describe-tasks", .task(TaskDescription(container: fields)))
    } else if fields.has("eventName"), fields.has("eventType") {
      let facts = Facts(event: fields, detail: fields)
      add("event", .facts(name: "event", facts, source: fields.source))
    } else if let list = fields.value("events"), list.kind == .array {
      let log = LogDescription(events: fields.objects("events"), source: fields.source)
      add("log-events", .log(log))
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

  private func isTask(_ fields: Fields) -> Bool {
    fields.has("taskArn") && !fields.has("exitCode") || fields.has("containers")
      || fields.has("stopCode") || fields.has("stoppedCode") || fields.has("stoppedReason")
      || fields.has("stopReason") || fields.has("lastStatus") && fields.has("desiredStatus")
  }

  private mutating func addDeployment(_ fields: Fields) {
    let facts = Facts(serviceDeployment: fields)
    add("service-deployments", .facts(name: "deployment", facts, source: fields.source))
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

extension JSONValue {
  /// Whether it is null or a list without items.
  fileprivate var isNothing: Bool { kind == .null || kind == .array && items(atMost: 1).isEmpty }
}

extension SymptomInput {
  fileprivate init() {}
}

extension ServiceDescription {
  /// A service that is known only by one deployment.
  fileprivate init(deployment fields: Fields) {
    self.init(events: [], source: fields.source)
    deployments = [Deployment(fields)]
  }
}
