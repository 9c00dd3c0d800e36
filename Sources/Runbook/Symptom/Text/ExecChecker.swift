/// What the checker of ECS Exec (amazon-ecs-exec-checker) prints of the agents in the containers.
enum ExecChecker {
  /// The container whose agent has stopped: `2. STOPPED (Reason: null) for "api"`; nil where none has.
  static func stoppedContainer(in text: SymptomText) -> String? {
    let head = Array("managed agent status".utf8)
    guard let start = text.folded.firstRange(of: head)?.upperBound else { return nil }
    let rest = text.plain.dropFirst(start)
    for line in rest.split(separator: 0x0A).prefix(20) {
      let line = String(decoding: line, as: UTF8.self)
      guard line.contains("STOPPED"), let name = line.parts(by: "\"").dropFirst().first else {
        continue
      }
      return String(name)
    }
    return nil
  }
}
