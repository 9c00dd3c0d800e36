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
  /// The network, the images and the alarms that it tells of beside them.
  var network = NetworkDescription()
  var registry = RegistryAnswer()
  var alarms: [AlarmDescription] = []
  /// What was odd about it.
  var notes: [String] = []
  /// Values of the input as a whole, such as the ARNs of `list-tasks`.
  var placeholders = Placeholders()
  /// Whether a part of it is missing, so that what it does not say means nothing.
  var isCut = false

  /// Recognises the documents of a JSON input.
  init(_ document: JSONDocument) {
    var reader = ShapeReader()
    reader.read(document)
    self = reader.input
    notes += reader.notes.list
    keepNewest()
    addAlarms()
    addSubnet()
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
  /// Makes subjects of the alarms that have gone off; beside services only those that are about them.
  private mutating func addAlarms() {
    let services = subjects.compactMap { subject -> ServiceDescription? in
      if case .service(let service) = subject { service } else { nil }
    }
    for alarm in alarms where alarm.isInAlarm {
      guard services.isEmpty || services.contains(where: alarm.isAbout) else { continue }
      subjects.append(
        .facts(name: "alarm \(alarm.name.value)", Facts(alarm: alarm), source: alarm.source))
    }
  }

  /// A subnet with its routes is a subject where nothing else is.
  private mutating func addSubnet() {
    guard subjects.isEmpty, definitions.isEmpty else { return }
    var ids = network.subnets.map(\.id)
    if ids.isEmpty { ids = network.routeTables.flatMap(\.subnets) }
    guard ids.count == 1, let id = ids.first,
      let source = network.routeTable(of: id)?.source ?? network.subnets.first?.source
    else {
      if !network.isEmpty, ids.count != 1 {
        notes.append("a network says something of a task only beside it, or of one subnet")
      }
      return
    }
    subjects.append(
      .facts(name: "subnet \(id)", Facts(subnet: id, of: network), source: source))
  }

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

extension JSONValue {
  /// Whether it is null or a list without items.
  fileprivate var isNothing: Bool { kind == .null || kind == .array && items(atMost: 1).isEmpty }
}

extension SymptomInput {
  /// Nothing yet.
  init() {}
}
