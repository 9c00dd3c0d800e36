extension Facts {
  /// Seconds from which a pull is what a start waits for: images of some hundred megabytes take
  /// less than one minute on Fargate.
  fileprivate static let slowPull: Int64 = 180

  /// Computes the facts of a task.
  ///
  /// - Parameters:
  ///   - task: the task.
  ///   - definition: its task definition, where it is known; it says what is essential.
  ///   - sidecars: parts of names of containers that accompany an application.
  init(task: TaskDescription, definition: TaskDefinition?, sidecars: [String]) {
    self.init()
    add(.input, "task")
    add(.context, "ecs")
    let containers = ContainerFacts(task: task, definition: definition, sidecars: sidecars)
    addTask(task)
    addContainers(containers, of: task)
    addAttachments(task)
    addLines(of: task, containers)
    addSize(of: task, definition)
    fillPlaceholders(from: task, containers, definition)
    addPrincipal()
  }

  /// Adds a value with its place, where there is one.
  mutating func add(_ name: Name, _ value: Located<String>?) {
    if let value { add(name, value.value, .json(value.source)) }
  }

  private mutating func addTask(_ task: TaskDescription) {
    if let code = task.stopCode {
      add(.stopCode, Vocabulary.canonical(code.value, of: .stopCode), .json(code.source))
    }
    for (name, value) in [
      (Name.lastStatus, task.lastStatus), (.desiredStatus, task.desiredStatus),
      (.healthStatus, task.healthStatus), (.launchType, task.launchType),
    ] {
      if let value {
        add(name, Vocabulary.canonical(value.value, of: name), .json(value.source))
      }
    }
    if task.healthStatus == nil {
      for container in task.containers where container.healthStatus?.value == "UNHEALTHY" {
        add(.healthStatus, container.healthStatus)
      }
    }
    add(.stopped, task.hasStopped ? "true" : "false")
    if let started = task.startedAt { add(.started, "true", .json(started.source)) }
    if let begin = task.pullStartedAt {
      if let end = task.pullStoppedAt {
        let seconds = end.value.seconds - begin.value.seconds
        add(.pullSeconds, String(seconds), .json(end.source))
        if seconds >= Facts.slowPull { add(.pulling, "slow", .json(end.source)) }
      } else if task.startedAt == nil {
        add(.pulling, "true", .json(begin.source))
      }
    }
    if let reason = task.stoppedReason, Facts.isGeneric(reason.value) {
      add(.stoppedReason, "generic", .json(reason.source))
    }
    if let group = task.group {
      add(
        .origin, group.value.hasPrefix("service:") ? "service" : "standalone", .json(group.source))
    } else if let startedBy = task.startedBy, startedBy.value.hasPrefix("ecs-svc/") {
      add(.origin, "service", .json(startedBy.source))
    }
    add(.capacityProvider, task.capacityProvider)
    if task.isExecEnabled?.value != false {
      let agents = task.containers.flatMap(\.managedAgents)
      // One agent that does not run is enough; the others come after it.
      for isRunning in [false, true] {
        for agent in agents where (agent.lastStatus?.value == "RUNNING") == isRunning {
          add(.execAgent, agent.lastStatus)
        }
      }
    }
  }

  private mutating func addContainers(_ containers: ContainerFacts, of task: TaskDescription) {
    add(.containers, task.containers.count > 1 ? "many" : "one")
    if containers.isEssentialKnown { add(.essentialKnown, "true") }
    for container in task.containers {
      if let code = container.exitCode {
        add(.exitCode, String(code.value), .json(code.source))
      } else if containers.hasEnded(container) {
        add(.exitCode, "none", .json(container.source))
      }
    }
    for (index, container) in task.containers.enumerated() {
      guard let reason = container.reason else {
        if let code = container.exitCode, code.value == 137 {
          add(.killedWithoutOOM, "true", .json(code.source))
        }
        continue
      }
      if Facts.isOutOfMemory(reason.value) {
        // A task that runs on could do without the container that was killed.
        let isEssential = task.hasStopped && containers.isEssential[index]
        add(.oom, isEssential ? "essential" : "other", .json(reason.source))
      } else if let code = container.exitCode, code.value == 137 {
        add(.killedWithoutOOM, "true", .json(code.source))
      }
    }
    if let reason = task.stoppedReason, Facts.isOutOfMemory(reason.value) {
      add(.oom, "essential", .json(reason.source))
    }
    guard let culprit = containers.culprit else { return }
    let container = task.containers[culprit]
    if let code = container.exitCode {
      add(.culpritExitCode, String(code.value), .json(code.source))
      if ![0, 137, 143].contains(code.value) { add(.exitOrigin, "own", .json(code.source)) }
    } else {
      add(.culpritExitCode, "none", .json(container.source))
    }
    let role = task.containers.count == 1 ? "only" : culprit == containers.main ? "main" : "sidecar"
    add(.culprit, role, container.name.map { .json($0.source) } ?? .derived)
    for index in containers.failed {
      guard let code = task.containers[index].exitCode else { continue }
      add(.otherExitCode, String(code.value), .json(code.source))
    }
    if let victim = containers.victims.first {
      let source = task.containers[victim].exitCode?.source ?? task.containers[victim].source
      add(.victims, "true", .json(source))
    }
  }

  private mutating func addAttachments(_ task: TaskDescription) {
    for attachment in task.attachments {
      if attachment.isNetworkInterface { add(.eniStatus, attachment.status) }
      if attachment.isVolume { add(.volumeStatus, attachment.status) }
      if attachment.isServiceConnect { add(.serviceConnectStatus, attachment.status) }
    }
  }

  private mutating func addLines(of task: TaskDescription, _ containers: ContainerFacts) {
    for index in containers.order {
      guard let reason = task.containers[index].reason, !Facts.isGeneric(reason.value) else {
        continue
      }
      addLine(.reason, reason)
    }
    // A container that waited for another says so; what the other one says is the cause.
    let waits = lines.filter { $0.isDependency }
    lines = lines.filter { !$0.isDependency } + waits
    if let reason = task.stoppedReason, !Facts.isGeneric(reason.value) {
      addLine(.stoppedReason, reason)
    }
    for attachment in task.attachments {
      if let reason = attachment.detail("statusReason") { addLine(.statusReason, reason) }
    }
  }

  /// Adds a line that holds a cause.
  mutating func addLine(_ kind: Line.Kind, _ text: Located<String>) {
    let cleaned = SymptomText(text.value)
    guard !cleaned.plain.isEmpty else { return }
    lines.append(Line(kind: kind, text: cleaned, evidence: .json(text.source)))
  }

  private mutating func addSize(of task: TaskDescription, _ definition: TaskDefinition?) {
    let isFargate =
      task.launchType?.value.equals(folded: "fargate") == true
      || task.capacityProvider?.value.utf8.starts(with: "FARGATE".utf8) == true
    guard isFargate, let cpu = task.cpu ?? definition?.cpu,
      let memory = task.memory ?? definition?.memory
    else { return }
    addSize(cpu: cpu, memory: memory)
  }

  /// Adds whether Fargate offers a size.
  mutating func addSize(cpu: Located<Int>, memory: Located<Int>) {
    let isValid = FargateSize.isValid(cpu: cpu.value, memory: memory.value)
    add(.fargateSize, isValid ? "valid" : "invalid", .json(memory.source))
  }

  // MARK: Texts that say nothing, and one that says much

  /// Reasons that every failure of a kind has.
  private static let genericReasons: [StaticString] = [
    "task failed to start", "essential container in task exited", "container exited",
    "task stopped", "stopped",
  ]

  /// Whether a reason only repeats the stop code.
  static func isGeneric(_ reason: String) -> Bool {
    guard reason.utf8.count <= 48 else { return false }
    var end = reason.utf8.endIndex
    while end > reason.utf8.startIndex {
      let before = reason.utf8.index(before: end)
      guard reason.utf8[before] == 0x2E || reason.utf8[before] == 0x20 else { break }
      end = before
    }
    let trimmed = String(reason[..<end])
    return genericReasons.contains { trimmed.equals(folded: $0) }
  }

  /// Whether a reason says that memory ran out.
  static func isOutOfMemory(_ reason: String) -> Bool {
    reason.contains(folded: "outofmemory") || reason.contains(folded: "killed due to memory usage")
  }
}

extension Facts.Line {
  fileprivate var isDependency: Bool {
    String(decoding: text.folded, as: UTF8.self).contains(folded: "dependency graph:")
  }
}

extension TaskDescription {
  /// Whether the task has stopped, or was told to.
  var hasStopped: Bool {
    if stopCode != nil || stoppedReason != nil || stoppedAt != nil { return true }
    if desiredStatus?.value.equals(folded: "stopped") == true { return true }
    guard let status = lastStatus?.value else {
      // A projection of containers alone.
      return containers.contains { $0.exitCode != nil || $0.reason != nil }
    }
    return status.equals(folded: "stopped") || status.equals(folded: "stopping")
      || status.equals(folded: "deactivating") || status.equals(folded: "deprovisioning")
      || status.equals(folded: "deleted")
  }
}

extension Vocabulary {
  /// A value in AWS's spelling; as it is where AWS has none such.
  static func canonical(_ value: String, of fact: Facts.Name) -> String {
    let known = values(of: fact)
    if known.contains(value) { return value }
    let folded = value.lowercased()
    return known.first { $0.lowercased() == folded } ?? value
  }
}
