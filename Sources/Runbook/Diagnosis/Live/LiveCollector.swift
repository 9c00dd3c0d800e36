/// Asks AWS for what a diagnosis needs, one call after the other.
///
/// Only calls that read; what fails is told, and the rest goes on.
public struct LiveCollector {
  let target: LiveTarget
  let aws: LiveProgram
  let now: Timestamp
  /// Parts of names of containers that accompany an application.
  let sidecars: [String]
  private let report: (LiveNotice) -> Void
  var answer = LiveAnswer()
  /// The cluster that is asked, once it is known.
  var cluster = ""
  var tasks: [TaskDescription] = []
  var services: [ServiceDescription] = []
  var definitions: [TaskDefinition] = []

  /// `describe-tasks` takes so many ids.
  static let batch = 100
  /// More stopped tasks say nothing new.
  private static let mostTasks = 500
  private static let mostDefinitions = 5

  /// Prepares to ask.
  ///
  /// - Parameters:
  ///   - target: what is asked about.
  ///   - table: names the containers that accompany an application.
  ///   - variables: those of the program `aws`.
  ///   - now: the present time.
  ///   - report: is given each call before it is made, and what went wrong.
  public init(
    _ target: LiveTarget, table: DecisionTable, variables: [String: String], now: Timestamp,
    report: @escaping (LiveNotice) -> Void
  ) {
    self.target = target
    self.now = now
    self.report = report
    sidecars = table.sidecars
    aws = LiveProgram(target, variables: variables, report: report)
  }

  /// Asks.
  ///
  /// - Throws: `LiveError` where nothing at all was answered, or the target is none or several.
  public func collect() throws(LiveError) -> LiveAnswer {
    var collector = self
    let (cluster, subject) = try LiveDiscovery(target, aws, report).place()
    collector.cluster = cluster
    switch subject {
    case .service(let service): try collector.collect(service: service)
    case .task(let task): try collector.collect(task: task)
    case .anyService: break
    }
    collector.answer.calls = aws.calls
    guard collector.answer.documents.contains(where: \.isDiagnosed) else { throw .noAnswer }
    return collector.answer
  }

  // MARK: What is asked

  private mutating func collect(service: String) throws(LiveError) {
    services =
      (try ask("ecs", "describe-services", ["--services", service]))
      .map { SymptomInput($0).services } ?? []
    let name = services.first?.name?.value ?? service
    var ids: [String] = []
    // STOPPED first: those are what AWS forgets.
    for status in ["STOPPED", "RUNNING"] {
      let tasks = try ask(
        "ecs", "list-tasks", ["--service-name", name, "--desired-status", status])
      ids += tasks?.roots.first?[key: "taskArns"]?.texts ?? []
    }
    if ids.count > LiveCollector.mostTasks {
      report(.note("only the first \(LiveCollector.mostTasks) of \(ids.count) tasks were read"))
      ids.removeLast(ids.count - LiveCollector.mostTasks)
    }
    try describe(tasks: ids)
    try describe(definitionsOf: services.first)
    for group in services.flatMap(\.targetGroups) where LiveTarget.isName(group.value) {
      _ = try ask("elbv2", "describe-target-health", ["--target-group-arn", group.value])
    }
    try askAround()
    try measure(service: name)
  }

  private mutating func collect(task: String) throws(LiveError) {
    try describe(tasks: [task])
    try describe(definitionsOf: nil)
    let group = tasks.first?.group?.value ?? ""
    let name = group.hasPrefix("service:") ? String(group.dropFirst("service:".count)) : nil
    // The network of a task is that of its service.
    if let name, LiveTarget.isName(name), tasks.contains(where: \.failedToStart),
      !target.without.contains(.network)
    {
      services =
        (try ask("ecs", "describe-services", ["--services", name], isDiagnosed: false))
        .map { SymptomInput($0).services } ?? []
    }
    try askAround()
    if let name { try measure(service: name) }
  }

  mutating func describe(tasks all: [String]) throws(LiveError) {
    let ids = all.filter(LiveTarget.isName)
    for start in stride(from: 0, to: ids.count, by: LiveCollector.batch) {
      let some = ids[start..<min(start + LiveCollector.batch, ids.count)]
      guard let read = try ask("ecs", "describe-tasks", ["--tasks"] + some) else { continue }
      tasks += SymptomInput(read).tasks
    }
  }

  mutating func describe(
    definitionsOf service: ServiceDescription?
  ) throws(LiveError) {
    var asked: [String] = []
    let named = tasks.compactMap(\.taskDefinitionArn) + [service?.taskDefinition].compactMap { $0 }
    for definition in named.map(\.value)
    where !asked.contains(definition) && LiveTarget.isName(definition) {
      guard asked.count < LiveCollector.mostDefinitions else { return }
      asked.append(definition)
      let words = ["--task-definition", definition]
      guard let read = try ask("ecs", "describe-task-definition", words) else { continue }
      definitions += SymptomInput(read).definitions
    }
  }

  /// CPU and memory of the service around the failures, at least of the last hour.
  private mutating func measure(service: String) throws(LiveError) {
    guard LiveTarget.isName(service), !target.without.contains(.metrics) else { return }
    let first = tasks.compactMap { $0.stoppedAt?.value.seconds }.min().map { $0 - 600 }
    let start = Timestamp(
      seconds: min(max(first ?? now.seconds, now.seconds - 86400), now.seconds - 3600))
    for name in ["CPUUtilization", "MemoryUtilization"] {
      let words = [
        "--namespace", "AWS/ECS", "--metric-name", name, "--dimensions",
        "Name=ClusterName,Value=\(cluster.lastPart)", "Name=ServiceName,Value=\(service)",
        "--start-time", start.description, "--end-time", now.description, "--period", "300",
        "--statistics", "Average", "Maximum",
      ]
      let read = try ask("cloudwatch", "get-metric-statistics", words, isDiagnosed: false)
      guard let points = read?.roots.first?[key: "Datapoints"] else { continue }
      let sorted = points.items.compactMap(LiveAnswer.Point.init).sorted { $0.time < $1.time }
      answer.metrics.append((name: name, points: sorted))
    }
  }

  // MARK: Asking

  /// Makes a call and keeps its answer; nil where it failed.
  mutating func ask(
    _ service: String, _ operation: String, _ words: [String], isDiagnosed: Bool = true
  ) throws(LiveError) -> JSONDocument? {
    let isOfCluster =
      service == "ecs"
      && !["describe-task-definition", "list-tags-for-resource"].contains(operation)
    let options = (isOfCluster ? ["--cluster", cluster] : []) + words
    guard case .answer(let bytes) = try aws.call(service, operation, options) else { return nil }
    keep(bytes, operation, isDiagnosed: isDiagnosed)
    return JSONDocument.read(bytes).document
  }

  /// Adds a document to the answer.
  mutating func keep(_ bytes: [UInt8], _ operation: String, isDiagnosed: Bool = true) {
    answer.documents.append(
      LiveAnswer.Document(operation: operation, bytes: bytes, isDiagnosed: isDiagnosed))
  }
}

extension SymptomInput {
  var tasks: [TaskDescription] {
    subjects.compactMap { subject in
      if case .task(let task) = subject { task } else { nil }
    }
  }

  var services: [ServiceDescription] {
    subjects.compactMap { subject in
      if case .service(let service) = subject { service } else { nil }
    }
  }
}

extension TaskDescription {
  /// Whether it ended before its containers ran, or waits for its image.
  var failedToStart: Bool {
    if stopCode?.value == "TaskFailedToStart" { return true }
    guard startedAt == nil else { return false }
    return hasStopped ? containers.contains { $0.reason != nil } : pullStartedAt != nil
  }

  /// Whether its log may say why it ended: it ran, and nobody told it to stop.
  var endedByItself: Bool {
    hasStopped && !failedToStart
      && !["UserInitiated", "SpotInterruption", "TerminationNotice"].contains(stopCode?.value)
  }
}

extension String {
  /// What follows the last slash: the name in an ARN.
  var lastPart: String { parts(by: "/").last.map(String.init) ?? self }
}
