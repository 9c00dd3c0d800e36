/// What becomes of a deployment, told from one look at its service after another; pure.
public struct DeploymentWatch: Sendable {
  /// How it ended.
  public enum Verdict: String, Sendable {
    /// The new revision serves.
    case completed
    /// The deployment failed, and nothing puts the old revision back.
    case failed
    /// The deployment failed, and the revision before it serves again.
    case rolledBack = "rolled-back"
    /// It had not ended when the time was over.
    case timeout
    /// A person ended the watch before.
    case interrupted
    /// The service is gone.
    case gone
  }

  /// What a look found.
  public enum Change: Equatable, Sendable {
    /// The deployment failed, and the service goes back.
    case rollingBack
    /// Another deployment took its place.
    case replaced
  }

  /// The id of the deployment, such as `ecs-svc/1234567890123456789`.
  public private(set) var deployment: String?
  /// Its task definition.
  public private(set) var taskDefinition: String?
  /// When it began.
  public private(set) var began: Timestamp?
  /// What ECS says of its state.
  public private(set) var reason: String?
  /// How many tasks run, of how many.
  public private(set) var running = 0
  /// How many tasks are wanted.
  public private(set) var desired = 0
  /// How many of its tasks failed, as ECS counts.
  public private(set) var failed = 0
  private var hasFailed = false
  private var saidRollback = false

  /// Nothing is known yet.
  public init() {}

  /// Whether a task was started by the deployment that is watched.
  func isOwn(_ task: TaskDescription) -> Bool {
    deployment.map { task.startedBy?.value == $0 } ?? false
  }

  /// Takes one look.
  ///
  /// - Returns: the verdict, where there is one, and what changed.
  mutating func look(_ service: ServiceDescription) -> (verdict: Verdict?, change: Change?) {
    if let status = service.status?.value.uppercased(), status == "INACTIVE" {
      return (.gone, nil)
    }
    guard
      let primary = service.deployments.first(where: { $0.status?.value == "PRIMARY" }),
      let id = primary.id?.value
    else { return (nil, nil) }
    var change: Change?
    if deployment == nil { follow(id, primary) }
    if id != deployment {
      let own = service.deployments.first { $0.id?.value == deployment }
      if own?.isFailed ?? false { hasFailed = true }
      let isRollback = hasFailed || primary.saysRollback
      if isRollback {
        if let text = own?.rolloutStateReason?.value { reason = text }
        count(service, own)
        if !saidRollback { change = .rollingBack }
        saidRollback = true
        if primary.isFailed { return (.failed, change) }
        return (primary.isDone(of: service) ? .rolledBack : nil, change)
      }
      follow(id, primary)
      change = .replaced
    }
    reason = primary.rolloutStateReason?.value ?? reason
    count(service, primary)
    if primary.isFailed {
      hasFailed = true
      // A breaker that rolls back has put its own deployment in front by the next look.
      return (primary.saysRollback ? nil : .failed, change)
    }
    return (primary.isDone(of: service) ? .completed : nil, change)
  }

  private mutating func follow(_ id: String, _ primary: ServiceDescription.Deployment) {
    deployment = id
    taskDefinition = primary.taskDefinition?.value.lastPart
    began = primary.createdAt?.value
    hasFailed = false
  }

  private mutating func count(
    _ service: ServiceDescription, _ own: ServiceDescription.Deployment?
  ) {
    running = own?.runningCount?.value ?? service.runningCount?.value ?? running
    desired = own?.desiredCount?.value ?? service.desiredCount?.value ?? desired
    failed = max(failed, own?.failedTasks?.value ?? 0)
  }
}

extension ServiceDescription.Deployment {
  fileprivate var isFailed: Bool { rolloutState?.value.uppercased() == "FAILED" }

  /// ECS says only in its words that a deployment puts an earlier revision back.
  fileprivate var saysRollback: Bool {
    rolloutStateReason?.value.contains(folded: "rolling back") ?? false
  }

  /// Whether it has all its tasks; a controller without states of its own is done when it has them
  /// and nothing is left beside it.
  fileprivate func isDone(of service: ServiceDescription) -> Bool {
    if let state = rolloutState?.value.uppercased() { return state == "COMPLETED" }
    guard let desired = desiredCount?.value, let running = runningCount?.value else { return false }
    return service.deployments.count == 1 && running >= desired
  }
}
