/// What an input is about, one entry for each thing that can be diagnosed on its own.
enum SymptomSubject: Sendable {
  case task(TaskDescription)
  case service(ServiceDescription)
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
    for root in document.roots { reader.read(root, depth: 0) }
    self = reader.input
    notes += reader.notes.list
    // `--query 'tasks[]'` of no tasks prints an empty list, `tasks[0]` prints null.
    let roots = document.roots
    if let first = roots.first, kinds.isEmpty, roots.allSatisfy(\.isNothing) {
      kinds = ["empty"]
      let facts = Facts(failures: [], source: first)
      subjects = [.facts(name: "answer", facts, source: first)]
    }
  }
}

/// Tells the shapes apart by the keys that only they have.
private struct ShapeReader {
  var input = SymptomInput()
  let notes = InputNotes()
  /// Lists in lists and JSON in texts are followed so far.
  private static let depthLimit = 4

  mutating func read(_ value: JSONValue, depth: Int) {
    guard depth <= Self.depthLimit else { return }
    switch value.kind {
    case .array: readList(value.items, depth: depth)
    case .object: if let fields = Fields(value, notes) { readObject(fields, depth: depth) }
    case .string: readText(value, depth: depth)
    default: break
    }
  }

  private mutating func readList(_ items: [JSONValue], depth: Int) {
    // Events of a service, as `--query services[0].events` gives them.
    let fields = items.compactMap { Fields($0, notes) }
    if !fields.isEmpty, fields.count == items.count,
      fields.allSatisfy({ $0.has("message") && $0.has("createdAt") }), let first = items.first
    {
      let service = ServiceDescription(
        events: ServiceDescription.Event.list(fields), source: first)
      return add("service-events", .service(service))
    }
    for item in items { read(item, depth: depth + 1) }
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

  /// A whole answer of the API.
  private mutating func readAnswer(_ fields: Fields) -> Bool {
    let failures = fields.objects("failures")
    if fields.value("tasks")?.kind == .array {
      let tasks = fields.objects("tasks")
      for task in tasks { add("describe-tasks", .task(TaskDescription(task))) }
      if tasks.isEmpty { addFailures(failures, "describe-tasks", fields) }
      noteFailures(failures, besides: tasks.count)
      return true
    }
    if fields.value("services")?.kind == .array {
      let services = fields.objects("services")
      for service in services { add("describe-services", .service(ServiceDescription(service))) }
      if services.isEmpty { addFailures(failures, "describe-services", fields) }
      noteFailures(failures, besides: services.count)
      return true
    }
    if fields.value("serviceDeployments")?.kind == .array {
      for deployment in fields.objects("serviceDeployments") { addDeployment(deployment) }
      return true
    }
    if let definition = fields.object("taskDefinition"), definition.has("containerDefinitions") {
      addDefinition(definition)
      return true
    }
    if fields.has("TargetHealthDescriptions") {
      let targets = fields.objects("TargetHealthDescriptions")
      let facts = Facts(targets: targets)
      add("describe-target-health", .facts(name: "targets", facts, source: fields.source))
      return true
    }
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

  private mutating func addFailures(_ failures: [Fields], _ kind: String, _ fields: Fields) {
    let facts = Facts(failures: failures, source: fields.source)
    add(kind, .facts(name: "answer", facts, source: fields.source))
  }

  private func noteFailures(_ failures: [Fields], besides found: Int) {
    guard found > 0, let first = failures.first else { return }
    let reason = first.string("reason")?.value ?? "no reason"
    notes.add("\(first.source.path): \(failures.count) more could not be described: \(reason)")
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
      let facts = Facts(targets: [fields])
      add("describe-target-health", .facts(name: "target", facts, source: fields.source))
    } else if let state = fields.object("State"), state.has("ExitCode") || state.has("OOMKilled") {
      addState(state, container: fields)
    } else if fields.has("OOMKilled") {
      addState(fields, container: nil)
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
      let events = ServiceDescription.Event.list(fields.objects("events"))
      add("log-events", .service(ServiceDescription(events: events, source: fields.source)))
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
  fileprivate var isNothing: Bool { kind == .null || kind == .array && items.isEmpty }
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
