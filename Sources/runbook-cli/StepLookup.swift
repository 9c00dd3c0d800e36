import Runbook

extension Runbook {
  /// The step that the word after a `#` names: by its anchor or the beginning of it, or its number.
  ///
  /// - Throws: `CommandError`, which names the nearest step and lists all.
  func step(named word: String) throws(CommandError) -> Step {
    guard !steps.isEmpty else {
      throw CommandError(
        .noInput, "\(id) has no steps", hints: ["name the runbook alone: '\(id)'"])
    }
    guard !word.isEmpty else {
      throw CommandError(.usage, "no step is named after '\(id)#'", hints: Runbook.list(steps))
    }
    switch steps.matching(word) {
    case .one(let step): return step
    case .several(let found):
      throw CommandError(
        .usage, "'\(word)' is the beginning of \(found.count) steps of \(id)",
        hints: Runbook.list(found))
    case .none(let nearest):
      throw CommandError(
        .noInput, "\(id) has no step '\(word)'",
        hints: (nearest.map { ["did you mean '\(id)#\($0)'?"] } ?? []) + Runbook.list(steps))
    }
  }

  private static func list(_ steps: [Step]) -> [String] {
    Layout.table(steps.map { ["\($0.number)", "#\($0.anchor)"] }, width: .max)
  }
}
