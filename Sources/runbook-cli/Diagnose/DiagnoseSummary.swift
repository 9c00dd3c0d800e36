import Runbook

/// Many subjects in a few lines: how many have which cause.
struct DiagnoseSummary {
  private let answer: DiagnosisAnswer
  private let console: Console
  private let width: Int
  /// What each subject is, such as `task`.
  private let kinds: [String]

  init(_ answer: DiagnosisAnswer, _ console: Console, width: Int) {
    self.answer = answer
    self.console = console
    self.width = width
    kinds = answer.report.subjects.map { subject in
      let word = subject.name.split(separator: " ").first.map(String.init) ?? ""
      if word == "ECS" { return "event" }
      return DiagnoseSummary.kinds.contains(word) ? word : "subject"
    }
  }

  /// How names of subjects begin; a container or an unknown event has a name of its own.
  private static let kinds = ["task", "service", "targets", "target", "deployment", "answer"]

  /// One line for each cause, as `11 of 12 tasks: ecs-init-secrets`.
  var lines: [String] {
    let groups = answer.groups
    let ordered = groups.filter { $0.runbook != nil } + groups.filter { $0.runbook == nil }
    return ordered.map { group in
      let names = "\(count(group.members)): "
      guard let runbook = group.runbook else { return names + "no cause to see" }
      let title = answer.page(runbook).summary.map { "  \(Console.safe($0.title))" } ?? ""
      let room = width - Layout.width(names) - Layout.width(runbook)
      return names + console.paint(.strong, runbook)
        + console.paint(.dim, Layout.truncated(title, to: max(room, 10)))
    }
  }

  /// `11 of 12 tasks`, `service web-api`, or both joined.
  private func count(_ members: [Int]) -> String {
    var seen: [String] = []
    for member in members where !seen.contains(kinds[member]) { seen.append(kinds[member]) }
    return seen.map { kind in
      let own = members.filter { kinds[$0] == kind }
      let all = kinds.count { $0 == kind }
      if all == 1 { return Console.safe(answer.report.subjects[own[0]].name) }
      return "\(own.count) of \(all) \(plural(kind))"
    }.joined(separator: ", ")
  }

  private func plural(_ kind: String) -> String {
    kind == "targets" ? kind : kind + "s"
  }
}
