import Runbook

/// What AWS is asked about.
struct LiveTarget {
  enum Subject {
    case service(String)
    case task(String)
  }

  var cluster: String
  var subject: Subject
  var profile: String?
  var region: String?
  /// The folder for what AWS gave.
  var folder: String?
  /// Whether secrets are taken out of it.
  var redacts: Bool

  init(_ options: Options, usage: (String, String?) -> CommandError) throws(CommandError) {
    for flag in ["cluster", "service", "task", "profile", "region"] {
      guard let value = options[flag], !LiveTarget.isName(value) else { continue }
      throw usage("the value '\(value)' is invalid for '--\(flag)'", "give a name, an id or an ARN")
    }
    switch (options["service"], options["task"]) {
    case (let service?, nil): subject = .service(service)
    case (nil, let task?): subject = .task(task)
    case (nil, nil): throw usage("missing '--service' or '--task'", "'--cluster' alone is too much")
    default: throw usage("'--service' and '--task' are two questions", "give one of them")
    }
    guard let cluster = options["cluster"] else {
      throw usage("missing '--cluster <name>'", "the cluster that AWS makes by itself is 'default'")
    }
    self.cluster = cluster
    profile = options["profile"]
    region = options["region"]
    folder = options["save"]
    redacts = !options.has("no-redact")
  }

  /// Whether `aws` takes the word as a name: not as an option, and not as a file or address to read.
  static func isName(_ word: String) -> Bool {
    guard let first = word.utf8.first, first != UInt8(ascii: "-"), word.utf8.count <= 512 else {
      return false
    }
    return !word.contains("://") && word.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }
}

/// What AWS said.
struct LiveAnswer {
  /// A measured value of the service.
  struct Point: Equatable {
    var time: Timestamp
    var average: Double
    var maximum: Double
  }

  /// The answers that are diagnosed, one JSON document after the other.
  var bytes: [UInt8] = []
  var calls: [AWSProgram.Call] = []
  /// Percent of what the tasks have, by metric, oldest first.
  var metrics: [(name: String, points: [Point])] = []

  /// The most memory that a task of the service used in a span of time, in percent; nil where that
  /// was not measured.
  func mostMemory(from first: Timestamp, to last: Timestamp) -> Double? {
    let points = metrics.first { $0.name == "MemoryUtilization" }?.points ?? []
    return points.filter { $0.time >= first && $0.time <= last }.map(\.maximum).max()
  }

  /// How much memory was used, where 137 leaves open whether it ran out; nil elsewhere.
  func memorySentence(of subject: DiagnosisReport.Subject) -> String? {
    guard subject.facts.value(.killedWithoutOOM) != nil,
      let first = subject.placeholders["start-time"].flatMap(Timestamp.init),
      let last = subject.placeholders["end-time"].flatMap(Timestamp.init),
      let most = mostMemory(from: first, to: last)
    else { return nil }
    return "MemoryUtilization of the service was at most \(Decimal.text(most, 1)) % from \(first) "
      + "to \(last)."
  }

  /// The last hour in one line for each metric.
  func metricLines(_ console: Console) -> [String] {
    metrics.compactMap { metric in
      guard let last = metric.points.last,
        let most = metric.points.max(by: { $0.maximum < $1.maximum })
      else { return nil }
      let now = Decimal.text(last.average, 1)
      let peak = Decimal.text(most.maximum, 1)
      return "\(console.paint(.heading, metric.name))  \(now) % on average at \(last.time), "
        + "at most \(peak) % at \(most.time)"
    }
  }

  var json: JSON {
    [
      "calls": .array(
        calls.map { ["command": .string($0.command), "failure": JSON($0.failure)] }),
      "metrics": .array(
        metrics.map { metric in
          [
            "name": .string(metric.name),
            "points": .array(
              metric.points.map {
                [
                  "time": .string($0.time.description), "average": .double($0.average),
                  "maximum": .double($0.maximum),
                ]
              }),
          ]
        }),
    ]
  }
}

/// Asks AWS for what a diagnosis needs, one call after the other.
struct LiveCollector {
  private let target: LiveTarget
  private let environment: Environment
  private var aws: AWSProgram
  private var answer = LiveAnswer()
  private var saved = 0
  private let started: Timestamp
  /// `describe-tasks` takes so many ids.
  private static let batch = 100
  /// More stopped tasks say nothing new.
  private static let mostTasks = 500
  private static let mostDefinitions = 5

  init(_ target: LiveTarget, environment: Environment) {
    self.target = target
    self.environment = environment
    started = environment.now()
    aws = AWSProgram(environment, profile: target.profile, region: target.region)
  }

  /// Asks; what fails is told, and the rest goes on.
  ///
  /// - Throws: `CommandError` where nothing at all was answered, `FileError` where nothing could be
  ///   saved.
  func collect() throws -> LiveAnswer {
    var collector = self
    if let folder = target.folder { try FileSystem.makeDirectory(folder, mode: 0o700) }
    switch target.subject {
    case .service(let service): try collector.collect(service: service)
    case .task(let task): try collector.collect(task: task)
    }
    collector.answer.calls = collector.aws.calls
    if let folder = target.folder, collector.saved > 0 {
      environment.console.note("runbook: saved \(collector.saved) answers in \(folder)")
    }
    guard !collector.answer.bytes.isEmpty else {
      throw CommandError(
        .noInput, "AWS answered nothing that can be diagnosed",
        hints: ["the reasons stand above"])
    }
    return collector.answer
  }

  // MARK: What is asked

  private mutating func collect(service: String) throws {
    let services = try ask("ecs", "describe-services", ["--services", service])
    var ids: [String] = []
    // STOPPED first: those are what AWS forgets.
    for status in ["STOPPED", "RUNNING"] {
      let tasks = try ask(
        "ecs", "list-tasks", ["--service-name", service, "--desired-status", status])
      ids += tasks?["taskArns"]?.texts ?? []
    }
    if ids.count > LiveCollector.mostTasks {
      environment.console.note(
        "runbook: note: only the first \(LiveCollector.mostTasks) of \(ids.count) tasks were read")
      ids.removeLast(ids.count - LiveCollector.mostTasks)
    }
    var tasks: [JSONValue] = []
    for start in stride(from: 0, to: ids.count, by: LiveCollector.batch) {
      let some = ids[start..<min(start + LiveCollector.batch, ids.count)]
      tasks += try describe(tasks: Array(some))
    }
    let found = services?["services"]?.items.first
    try describe(
      definitions: tasks.compactMap { $0["taskDefinitionArn"]?.string }
        + [found?["taskDefinition"]?.string].compactMap { $0 })
    for group in (found?["loadBalancers"]?.items ?? []).compactMap({ $0["targetGroupArn"]?.string })
    where LiveTarget.isName(group) {
      _ = try ask("elbv2", "describe-target-health", ["--target-group-arn", group])
    }
    try measure(service: found?["serviceName"]?.string ?? service, since: tasks)
  }

  private mutating func collect(task: String) throws {
    let tasks = try describe(tasks: [task])
    try describe(definitions: tasks.compactMap { $0["taskDefinitionArn"]?.string })
    let group = tasks.first?["group"]?.string ?? ""
    if group.hasPrefix("service:") {
      try measure(service: String(group.dropFirst("service:".count)), since: tasks)
    }
  }

  private mutating func describe(tasks ids: [String]) throws -> [JSONValue] {
    let ids = ids.filter(LiveTarget.isName)
    guard !ids.isEmpty else { return [] }
    return try ask("ecs", "describe-tasks", ["--tasks"] + ids)?["tasks"]?.items ?? []
  }

  private mutating func describe(definitions: [String]) throws {
    var asked: [String] = []
    for definition in definitions where !asked.contains(definition) && LiveTarget.isName(definition)
    {
      guard asked.count < LiveCollector.mostDefinitions else { return }
      asked.append(definition)
      _ = try ask("ecs", "describe-task-definition", ["--task-definition", definition])
    }
  }

  /// CPU and memory of the service around the failures, at least of the last hour.
  private mutating func measure(service: String, since tasks: [JSONValue]) throws {
    guard LiveTarget.isName(service) else { return }
    let now = started
    let cluster = target.cluster.split(separator: "/").last.map(String.init) ?? target.cluster
    let stops = tasks.compactMap { $0["stoppedAt"]?.time }
    let first = stops.min().map { $0.seconds - 600 } ?? now.seconds
    let start = Timestamp(seconds: min(max(first, now.seconds - 86400), now.seconds - 3600))
    for name in ["CPUUtilization", "MemoryUtilization"] {
      let words = [
        "--namespace", "AWS/ECS", "--metric-name", name, "--dimensions",
        "Name=ClusterName,Value=\(cluster)", "Name=ServiceName,Value=\(service)",
        "--start-time", start.description, "--end-time", now.description, "--period", "300",
        "--statistics", "Average", "Maximum",
      ]
      guard let points = try ask("cloudwatch", "get-metric-statistics", words)?["Datapoints"] else {
        continue
      }
      let read = points.items.compactMap(LiveAnswer.Point.init).sorted { $0.time < $1.time }
      answer.metrics.append((name: name, points: read))
    }
  }

  // MARK: Asking

  /// Makes a call, keeps and saves its answer; nil where it failed.
  private mutating func ask(
    _ service: String, _ operation: String, _ words: [String]
  ) throws -> JSONValue? {
    let cluster = service == "ecs" && operation != "describe-task-definition"
    let options = (cluster ? ["--cluster", target.cluster] : []) + words
    guard let bytes = try aws.call(service, operation, options) else { return nil }
    try save(bytes, operation)
    if service != "cloudwatch" { answer.bytes += bytes + [0x0A] }
    return JSONDocument.read(bytes).document.roots.first
  }

  /// Writes an answer to a file of its own; an earlier one may be the only copy that is left.
  private mutating func save(_ bytes: [UInt8], _ operation: String) throws {
    guard let folder = target.folder else { return }
    saved += 1
    let number = saved < 10 ? "0\(saved)" : "\(saved)"
    let stamp = started.description.filter { $0 != "-" && $0 != ":" }
    let name = "\(stamp)-\(number)-\(operation).json"
    var text = bytes
    if target.redacts {
      let result = Redactor().redact(String(decoding: bytes, as: UTF8.self))
      text = Array(result.text.utf8)
      if !result.removed.isEmpty {
        environment.console.note(
          "runbook: note: \(name): took out \(result.removed.count) values that look secret; "
            + "--no-redact keeps them")
      }
    }
    try FileSystem.write(text, to: "\(folder)/\(name)", mode: 0o600)
  }
}

extension LiveAnswer.Point {
  fileprivate init?(_ value: JSONValue) {
    guard let time = value["Timestamp"]?.time, let average = value["Average"]?.double,
      let maximum = value["Maximum"]?.double
    else { return nil }
    self.init(time: time, average: average, maximum: maximum)
  }
}

extension JSONValue {
  /// The value of a key of an object.
  fileprivate subscript(key: String) -> JSONValue? {
    members.last { $0.key.string == key }?.value
  }

  fileprivate var texts: [String] { items.compactMap(\.string) }

  /// A time as either AWS CLI writes it: ISO 8601, or seconds since 1970.
  fileprivate var time: Timestamp? {
    if let string { return Timestamp(string) }
    return double.flatMap { abs($0) < 1e12 ? Timestamp(seconds: Int64($0)) : nil }
  }
}
