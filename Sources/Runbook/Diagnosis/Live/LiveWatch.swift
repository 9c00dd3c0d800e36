/// Watches a deployment: tells of each task that stops, and ends with what became of it.
public struct LiveWatch {
  /// What one look found.
  public struct Look {
    /// The service, its stopped tasks and what was asked about them, as JSON documents in a row.
    public var bytes: [UInt8]
    /// The ids of the tasks of the deployment that had not been seen before.
    public var stopped: [String]
    /// How many tasks of earlier revisions ended since the look before.
    public var replaced: Int
    /// What became of the deployment so far.
    public var state: DeploymentWatch
    /// What changed.
    public var change: DeploymentWatch.Change?
  }

  /// How the watch ended.
  public struct Outcome {
    /// What became of the deployment.
    public var verdict: DeploymentWatch.Verdict
    /// The last that was known.
    public var state: DeploymentWatch
    /// Every call that was made.
    public var calls: [LiveProgram.Call]
  }

  private var collector: LiveCollector
  private let timeout: Int64
  private let now: () -> Timestamp
  private let report: (LiveNotice) -> Void
  private var state = DeploymentWatch()
  private var seen: Set<String> = []
  /// The first look lists the tasks that the service has lost already.
  private var isFirst = true

  /// Prepares to watch.
  ///
  /// - Parameters:
  ///   - target: a service.
  ///   - table: names the containers that accompany an application.
  ///   - variables: those of the program `aws`.
  ///   - timeout: the most seconds that it lasts.
  ///   - now: the present time.
  ///   - report: is given each call before it is made for the first time, and what went wrong.
  public init(
    _ target: LiveTarget, table: DecisionTable, variables: [String: String], timeout: Int64,
    now: @escaping () -> Timestamp, report: @escaping (LiveNotice) -> Void
  ) {
    collector = LiveCollector(
      target, table: table, variables: variables, now: now(), report: report)
    collector.aws.showsRepeated = false
    self.timeout = timeout
    self.now = now
    self.report = report
  }

  /// Looks again and again until the deployment ends, the time is over, or the pause says so.
  ///
  /// - Parameters:
  ///   - pause: waits until the next look; false where the watch is to end.
  ///   - show: is given what each look found.
  /// - Returns: how it ended, and the last that was known.
  /// - Throws: `LiveError` where the service is not found or nothing is answered.
  public mutating func run(
    pause: () -> Bool, show: (Look) throws -> Void
  ) throws -> Outcome {
    let end = now().seconds + timeout
    let (cluster, subject) = try LiveDiscovery(collector.target, collector.aws, report).place()
    guard case .service(let name) = subject else { throw LiveError.noAnswer }
    collector.cluster = cluster
    var failures = 0
    while true {
      let verdict: DeploymentWatch.Verdict?
      if let look = try look(at: name) {
        failures = 0
        verdict = look.verdict
        try show(look.look)
      } else {
        failures += 1
        // One call that fails may be the network; a service that is never told of is not there.
        if state.deployment == nil || failures >= 5 {
          guard pause() else { return outcome(.interrupted) }
          if failures >= 2 { throw LiveError.noAnswer }
        }
        verdict = nil
      }
      if let verdict { return outcome(verdict) }
      if now().seconds >= end { return outcome(.timeout) }
      guard pause() else { return outcome(.interrupted) }
    }
  }

  private func outcome(_ verdict: DeploymentWatch.Verdict) -> Outcome {
    Outcome(verdict: verdict, state: state, calls: collector.aws.calls)
  }

  private mutating func look(
    at name: String
  ) throws(LiveError) -> (look: Look, verdict: DeploymentWatch.Verdict?)? {
    collector.answer = LiveAnswer()
    collector.tasks = []
    guard let read = try collector.ask("ecs", "describe-services", ["--services", name]) else {
      return nil
    }
    guard let service = SymptomInput(read).services.first else {
      throw .notFound(name: name)
    }
    guard service.deployments.contains(where: { $0.id != nil }) else {
      throw .notWatchable(service: name)
    }
    collector.services = [service]
    let (verdict, change) = state.look(service)
    let listed = try collector.ask(
      "ecs", "list-tasks", ["--service-name", name, "--desired-status", "STOPPED"],
      isDiagnosed: false)
    let new = (listed?.roots.first?[key: "taskArns"]?.texts ?? []).filter {
      seen.insert($0).inserted
    }
    try collector.describe(tasks: new)
    let own = collector.tasks.filter(state.isOwn)
    let replaced = isFirst ? 0 : collector.tasks.count - own.count
    isFirst = false
    collector.tasks = own
    if !own.isEmpty {
      try collector.describe(definitionsOf: nil)
      try collector.askAroundTasks()
    }
    let look = Look(
      bytes: collector.answer.bytes,
      stopped: own.compactMap { $0.taskArn?.value.lastPart }, replaced: replaced, state: state,
      change: change)
    return (look, verdict)
  }
}
