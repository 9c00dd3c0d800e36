/// Who of the containers of a task is to blame, and who was only taken down with it; pure.
struct ContainerFacts {
  private let task: TaskDescription
  /// Whether the end of each container ends the task; true where nothing says otherwise.
  let isEssential: [Bool]
  /// Whether that comes from a task definition.
  let isEssentialKnown: Bool
  /// The application among the containers.
  let main: Int
  /// The container whose end ended the task.
  let culprit: Int?
  /// Containers that ended because the culprit did.
  let victims: [Int]
  /// Containers beside the culprit that failed of their own, and could be spared.
  let failed: [Int]

  init(task: TaskDescription, definition: TaskDefinition?, sidecars: [String]) {
    self.task = task
    let known = task.containers.map { definition?.container($0.name?.value)?.isEssential }
    isEssentialKnown = !known.isEmpty && known.allSatisfy { $0 != nil }
    isEssential = known.map { $0 ?? true }
    main = ContainerFacts.main(of: task, definition: definition, sidecars: sidecars)
    let ended = task.containers.indices.filter { ContainerFacts.hasEnded($0, in: task) }
    let essential = isEssential
    var candidates = ended.filter { essential[$0] }
    // All that ended can be spared: the task runs on, or the definition is another one.
    if candidates.isEmpty { candidates = ended }
    culprit = ContainerFacts.culprit(among: candidates, of: task, main: main, sidecars: sidecars)
    let guilty = culprit
    let others = ended.filter { $0 != guilty }
    // A companion that fails takes an application down that may end in order; beside any other
    // container a 0 is that of a step that was done.
    let isInOrder = others.contains { task.containers[$0].exitCode?.value == 0 }
    let isCompanion =
      isInOrder && guilty.map { ContainerFacts.isSidecar($0, of: task, sidecars) } ?? false
    victims = others.filter { index in
      let code = task.containers[index].exitCode?.value
      return code == nil || code == 137 || code == 143 || code == 0 && isCompanion
    }
    failed = others.filter { index in
      let code = task.containers[index].exitCode?.value
      return code.map { $0 != 0 && $0 != 137 && $0 != 143 } ?? false
    }
  }

  /// Whether a container has ended.
  func hasEnded(_ container: TaskDescription.Container) -> Bool {
    ContainerFacts.hasEnded(container, in: task)
  }

  private static func hasEnded(_ index: Int, in task: TaskDescription) -> Bool {
    hasEnded(task.containers[index], in: task)
  }

  private static func hasEnded(
    _ container: TaskDescription.Container, in task: TaskDescription
  ) -> Bool {
    if container.exitCode != nil { return true }
    if let status = container.lastStatus?.value { return status.equals(folded: "stopped") }
    return task.hasStopped
  }

  /// The containers with the most telling reason first: the culprit, then the application.
  var order: [Int] {
    let first = [culprit, main].compactMap { $0 }.filter { task.containers.indices.contains($0) }
    let rest = task.containers.indices.filter { !first.contains($0) }
    return (first + rest).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  // MARK: The culprit

  private static func culprit(
    among candidates: [Int], of task: TaskDescription, main: Int, sidecars: [String]
  ) -> Int? {
    // The application first, so that it is named where two containers fit equally.
    let ordered = candidates.filter { $0 == main } + candidates.filter { $0 != main }
    // Memory that ran out is a cause whatever the codes of the others.
    let starved = ordered.first { index in
      task.containers[index].reason.map { Facts.isOutOfMemory($0.value) } ?? false
    }
    if let starved { return starved }
    let codes = ordered.map { task.containers[$0].exitCode?.value }
    let isVictims = { (code: Int?) in code == 137 || code == 143 }
    if let own = zip(ordered, codes).first(where: { $1 != nil && $1 != 0 && !isVictims($1) }) {
      return own.0
    }
    if let clean = zip(ordered, codes).first(where: { $1 == 0 }) {
      // A companion answers the SIGTERM of a stop with 0; an application that was killed at once,
      // and not after its stopTimeout, ended first.
      let isKilledFirst =
        task.containers[main].exitCode?.value == 137 && candidates.contains(main)
        && clean.0 != main && isSidecar(clean.0, of: task, sidecars) && !task.waitedForStop
      return isKilledFirst ? main : clean.0
    }
    // A container that never started is the cause of one that was then told to stop.
    if let lost = zip(ordered, codes).first(where: { $1 == nil }) { return lost.0 }
    return zip(ordered, codes).first { $1 == 137 }?.0 ?? ordered.first
  }

  /// The same choice for exit codes of a text, where no more is known.
  static func culprit(ofCodes codes: [Int]) -> Int? {
    codes.first { $0 != 0 && $0 != 137 && $0 != 143 } ?? codes.first { $0 == 0 }
      ?? codes.first { $0 == 137 } ?? codes.first
  }

  // MARK: The application

  private static func main(
    of task: TaskDescription, definition: TaskDefinition?, sidecars: [String]
  ) -> Int {
    guard task.containers.count > 1 else { return 0 }
    let names = task.containers.map { ($0.name?.value ?? "").lowercased() }
    // A container that is called like its service or its task definition is what they are about.
    for reference in [task.group?.value, task.taskDefinitionArn?.value] {
      guard let reference else { continue }
      let name = String(reference.parts(by: "/").last ?? "").parts(by: ":")
      // A group is `service:web`, a definition `…/web:42` or `web:42`.
      let own =
        reference.hasPrefix("service:") || reference.hasPrefix("family:") ? name.last : name.first
      if let own, let index = names.firstIndex(of: own.lowercased()) { return index }
    }
    // Each of these tells more only where it leaves somebody.
    var candidates = Array(task.containers.indices)
    let narrow = { (isFit: (Int) -> Bool) in
      let fit = candidates.filter(isFit)
      if !fit.isEmpty { candidates = fit }
    }
    narrow { !isSidecar($0, of: task, sidecars) }
    if let definition {
      let known = task.containers.map { definition.container($0.name?.value) }
      narrow { known[$0]?.isEssential ?? true }
      narrow { known[$0]?.port != nil }
    }
    return candidates.first ?? 0
  }

  private static func isSidecar(
    _ index: Int, of task: TaskDescription, _ sidecars: [String]
  ) -> Bool {
    let container = task.containers[index]
    return [container.name, container.image].contains { text in
      isSidecar((text?.value ?? "").lowercased(), sidecars)
    }
  }

  /// Whether a name or an image has the name of a known companion; `-` in it is any joint.
  private static func isSidecar(_ text: String, _ sidecars: [String]) -> Bool {
    guard !text.isEmpty else { return false }
    var joined: [UInt8] = [0x2D]
    for byte in text.utf8 {
      joined.append(ASCII.isDigit(byte) || byte &- 0x61 < 26 || byte >= 0x80 ? byte : 0x2D)
    }
    joined.append(0x2D)
    return joined.withUnsafeBufferPointer { joined in
      sidecars.contains { sidecar in
        var sidecar = sidecar
        return sidecar.withUTF8 { part in
          joined.indices.contains { ASCII.stands(part, at: $0, of: joined) }
        }
      }
    }
  }
}

extension TaskDescription {
  /// The shortest time between the begin of a stop and its end that shows that a container did not
  /// heed SIGTERM: the usual `stopTimeout` is 30 seconds.
  private static let killDelay: Int64 = 20

  /// Whether the task took so long to stop that a container was killed at the end of it.
  fileprivate var waitedForStop: Bool {
    guard let begin = stoppingAt?.value, let end = executionStoppedAt?.value else { return false }
    return end.seconds - begin.seconds >= TaskDescription.killDelay
  }
}
