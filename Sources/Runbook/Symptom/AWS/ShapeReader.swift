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
    if readSurroundings(fields) { return true }
    if readListAnswer(fields, depth: depth) || readTrail(fields) || readHealth(fields) {
      return true
    }
    if fields.has("taskArns") || fields.has("serviceArns") {
      addKind("list-tasks")
      for arn in fields.strings("taskArns") + fields.strings("serviceArns") {
        input.placeholders.take(arn: arn.value)
      }
      return true
    }
    if !failures.isEmpty, !fields.has("lastStatus"), failures.contains(where: { $0.has("reason") })
    {
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
      addLog(
        LogDescription(events: fields.objects("events"), of: fields, source: fields.source),
        depth: depth)
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

  mutating func addTargets(_ targets: [Fields], _ source: JSONValue) {
    add("describe-target-health", .facts(name: "targets", Facts(targets: targets), source: source))
  }

  mutating func addInstance(_ fields: Fields) {
    let facts = Facts(containerInstance: fields)
    let name = fields.string("ec2InstanceId")?.value ?? "container instance"
    add("describe-container-instances", .facts(name: name, facts, source: fields.source))
  }

  mutating func addScaling(_ activities: [Fields], _ source: JSONValue) {
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
    let failed = ShapeReader.lastOperation(of: events).filter {
      $0.string("ResourceStatus")?.value.hasSuffix("FAILED") ?? false
    }
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

  mutating func add(_ kind: String, _ subject: SymptomSubject) {
    addKind(kind)
    input.subjects.append(subject)
  }

  mutating func addKind(_ kind: String) {
    if !input.kinds.contains(kind) { input.kinds.append(kind) }
  }
}

extension JSONDocument {
  /// The document that a text is or ends with, as `INFO {"version": …}` does; nil where it is none.
  convenience init?(carriedBy text: String, at path: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first(where: { $0 > 0x20 }) else { return nil }
    var start = 0
    if first != 0x7B, first != 0x5B {
      guard
        let place = bytes.indices.dropLast().first(where: {
          bytes[$0] == 0x7B && bytes[$0 + 1] == 0x22
        })
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
