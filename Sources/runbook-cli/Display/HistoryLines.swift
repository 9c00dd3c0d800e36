import Runbook

/// What happened before, in a few lines, a summary first; public examples are told apart from the team's own.
struct HistoryLines {
  let history: History?
  let console: Console
  let width: Int
  var limit = 3

  init(_ history: History?, console: Console, width: Int, limit: Int = 3) {
    self.history = history
    self.console = console
    self.width = width
    self.limit = limit
  }

  var lines: [String] {
    guard let history else { return [] }
    var lines = [summary(history)]
    let own = history.incidents.filter { $0.origin == .own }.prefix(limit)
    let examples = history.incidents.filter { $0.origin == .public }.prefix(own.isEmpty ? 2 : 1)
    lines += own.map { line($0, label: "") }
    lines += examples.map { line($0, label: "public example: ") }
    return lines
  }

  private func summary(_ history: History) -> String {
    guard history.seen > 0 else { return "not seen here yet" }
    var parts = [
      "seen \(history.seen == 1 ? "once" : "\(history.seen) times")", "fixed \(history.fixed)",
    ]
    if let last = history.last { parts.append("last \(last)") }
    if let minutes = history.medianMinutes { parts.append("median \(Span.text(minutes))") }
    if history.openActions > 0 {
      parts.append("\(history.openActions) open action\(history.openActions == 1 ? "" : "s")")
    }
    return parts.joined(separator: ", ")
  }

  private func line(_ incident: History.Occurrence, label: String) -> String {
    let minutes = incident.minutes.map { ", \(Span.text($0))" } ?? ""
    let text = "\(incident.date)  \(label)\(Console.safe(incident.title))"
    let outcome = " (\(incident.outcome.rawValue)\(minutes))"
    return Layout.truncated(text, to: width - Layout.width(outcome)) + outcome
  }
}
