/// What a symptom says about itself, in the terms that the decision table tests.
///
/// Facts come out of a text (`init(text:)`) or out of AWS JSON; a fact may have several values, and
/// each value knows where it was read.
public struct Facts: Sendable {
  /// The facts that a rule may name.
  public enum Name: String, CaseIterable, Sendable {
    // What was read.
    /// What kind of thing it is: `text`, `task`, `service`, `event`, `targets`, `state`.
    case input
    /// Words of this field in a text: `ecs`, `container`; `foreign` for another field's.
    case context
    /// `weak` where a text has an exit code but nothing that says whose.
    case exitContext = "exit_context"

    // The task.
    case stopCode = "stop_code"
    case lastStatus = "last_status"
    case desiredStatus = "desired_status"
    /// Whether the task has stopped or was told to.
    case stopped
    case healthStatus = "health_status"
    case launchType = "launch_type"
    /// `ElasticNetworkInterface` attachments: `PRECREATED` … `FAILED`.
    case eniStatus = "eni_status"
    /// Whether the image pull began and has not ended.
    case pulling
    /// Seconds from the start to the end of the image pull.
    case pullSeconds = "pull_seconds"
    /// The state of the ECS Exec agent where it was asked for.
    case execAgent = "exec_agent"
    /// A `startedAt` is present.
    case started
    /// `generic` where `stoppedReason` says no more than that the task failed to start.
    case stoppedReason = "stopped_reason"
    /// How the task was started: `service`, or `standalone`.
    case origin
    /// Whether the CPU and memory of the task are a pair that Fargate offers.
    case fargateSize = "fargate_size"

    // Its containers.
    /// Every exit code, `none` for a stopped container without one.
    case exitCode = "exit_code"
    /// The exit code of the container whose end ended the task; `none` where there is none.
    case culpritExitCode = "culprit_exit_code"
    /// Who that container is: `main`, `sidecar`, `only`.
    case culprit
    /// Whether other containers ended because the culprit did.
    case victims
    /// How many containers the task has: `one`, `many`.
    case containers
    /// Where `OutOfMemory` was read: `essential`, `other` (a container that the task can lose), `text`.
    case oom
    /// Docker's own flag.
    case oomKilled = "oom_killed"
    /// Whether a container ended with 137 and nothing says out of memory.
    case killedWithoutOOM = "killed_without_oom"
    /// Whether the task definition was given, which says what is essential.
    case essentialKnown = "essential_known"
    /// The names of signals.
    case signal

    // Text.
    /// Names of errors, as AWS spells them.
    case errorName = "error_name"

    // The service.
    case rolloutState = "rollout_state"
    /// `below` where fewer tasks run than are wanted.
    case runningCount = "running_count"
    /// `idle` where nothing is wanted, `draining`, `inactive`.
    case serviceStatus = "service_status"
    /// How many tasks of the current deployments failed: `some`.
    case failedTasks = "failed_tasks"
    case deploymentStatus = "deployment_status"
    case targetState = "target_state"
    case targetReason = "target_reason"

    // EventBridge.
    case eventName = "event_name"
    case eventType = "event_type"
    case capacityProvider = "capacity_provider"

    // Answers without a subject.
    /// Reasons in `failures[]`, such as `MISSING`; `EMPTY` where the answer holds nothing at all.
    case failure
  }

  /// Where a value was read.
  public enum Evidence: Sendable, Equatable {
    /// Part of a text.
    case excerpt(String)
    /// Nowhere in particular: it follows from other values.
    case derived
  }

  /// One value of a fact.
  public struct Entry: Sendable, Equatable {
    /// The fact.
    public var name: Name
    /// The value as a rule writes it.
    public var value: String
    /// Where it was read.
    public var evidence: Evidence
  }

  /// A line that holds a cause, best first.
  public struct Line: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, CaseIterable, Sendable {
      /// `containers[].reason`.
      case reason
      /// `stoppedReason`.
      case stoppedReason = "stopped_reason"
      /// An attachment's `statusReason`, or the reason of a managed agent.
      case statusReason = "status_reason"
      /// A service event or a deployment's reason.
      case event
      /// Free text, which stands for any of the others.
      case text
    }
    /// What it is.
    public var kind: Kind
    /// The text.
    public var text: SymptomText
    /// Where it was read.
    public var evidence: Evidence
  }

  /// Every value, in the order read.
  public private(set) var entries: [Entry] = []
  /// The lines that the text rules see, most specific first.
  public internal(set) var lines: [Line] = []
  /// What can be filled into a command.
  public internal(set) var placeholders = Placeholders()
  /// The lines that name a failure, as written, for showing and for the fingerprint.
  public internal(set) var reasons: [String] = []

  /// No facts.
  public init() {}

  /// The values of a fact in the order read, each once.
  public func values(_ name: Name) -> [String] {
    var found: [String] = []
    for entry in entries where entry.name == name && !found.contains(entry.value) {
      found.append(entry.value)
    }
    return found
  }

  /// The first value of a fact.
  public func value(_ name: Name) -> String? {
    entries.first { $0.name == name }?.value
  }

  /// The exit codes, each once.
  public var exitCodes: [Int] { values(.exitCode).compactMap(Int.init) }

  /// Adds a value, unless the fact has it.
  mutating func add(_ name: Name, _ value: String, _ evidence: Evidence = .derived) {
    guard !entries.contains(where: { $0.name == name && $0.value == value }) else { return }
    entries.append(Entry(name: name, value: value, evidence: evidence))
  }

  /// Whether nothing was recognised.
  public var isEmpty: Bool { entries.allSatisfy { $0.name == .input } }

  /// The facts as one JSON object, in the order of `Name`.
  public var json: JSON {
    var pairs: [(key: String, value: JSON)] = []
    for name in Name.allCases {
      let values = values(name)
      if !values.isEmpty { pairs.append((key: name.rawValue, value: JSON(values))) }
    }
    if !placeholders.isEmpty { pairs.append((key: "placeholders", value: placeholders.json)) }
    return .object(pairs)
  }
}
