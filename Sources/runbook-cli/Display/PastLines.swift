import Runbook

/// What happened before, on a card: how often the step worked here, the last time with what ended it,
/// and public examples in one line.
struct PastLines {
  /// What the team's own incidents say, the most telling first.
  private(set) var own: [String] = []
  /// What happened to others.
  private var example: String?

  /// All of it.
  var full: [String] { own + (example.map { [$0] } ?? []) }

  /// Nothing is known of the past.
  init() {}

  /// - Parameters:
  ///   - past: what the history says in short; nil where the page alone is known.
  ///   - history: the incidents of the page; nil where there is no such page.
  ///   - earlier: incidents with the very same failure, a line each.
  ///   - console: knows colours.
  ///   - width: the columns of a line.
  init(
    _ past: SearchResult.Past?, history: History?, earlier: [String] = [], console: Console,
    width: Int
  ) {
    own = earlier
    guard let history else { return }
    let examples = history.incidents.filter { $0.origin == .public }
    let seen = history.incidents.filter { $0.origin == .own }
    if seen.isEmpty {
      var text = "not seen here yet"
      if let first = examples.first {
        text = Layout.clipped("\(text); elsewhere: \(Console.safe(first.title))", to: width)
      }
      own.append(text)
      return
    }
    own += Layout.wrapped(PastLines.counts(past, history), to: width)
    if let last = past?.last ?? seen.first {
      let said = past.map(\.resolution).flatMap { $0.isEmpty ? nil : $0 } ?? last.title
      var lines = Layout.wrapped(last.line(saying: said), to: width)
      if lines.count > 2 { lines = [lines[0], Layout.clipped(lines[1] + " …", to: width)] }
      own += lines
    }
    if let first = examples.first {
      let more = examples.count > 1 ? ", \(examples.count - 1) more" : ""
      let text = "public example: \(Console.safe(first.title))"
      example = console.paint(.dim, Layout.clipped(text, to: width - more.count) + more)
    }
  }

  private static func counts(_ past: SearchResult.Past?, _ history: History) -> String {
    guard let past, past.stepTaken > 0 else { return summary(of: history) }
    let step = "this step worked \(past.stepWorked) of \(past.stepTaken) times here"
    return "\(step); page seen \(history.seen), \(results(of: history))"
  }

  /// How often a page was used, and what came of it.
  static func summary(of history: History) -> String {
    guard history.seen > 0 else { return "not seen here yet" }
    let seen = history.seen == 1 ? "once" : "\(history.seen) times"
    return "page seen \(seen), \(results(of: history))"
  }

  private static func results(of history: History) -> String {
    var parts = ["fixed \(history.fixed)"]
    if let minutes = history.medianMinutes { parts.append("median \(Span.text(minutes))") }
    if history.openActions > 0 {
      parts.append("\(history.openActions) open action\(history.openActions == 1 ? "" : "s")")
    }
    return parts.joined(separator: "; ")
  }
}

extension History.Occurrence {
  /// The incident in a line: its id, which opens it, which step did what in it, and its title.
  var line: String {
    let said = outcome.text(in: origin)
    return line(step.map { "#\($0): \(said)" } ?? said, saying: title)
  }

  /// The same on a page of one step.
  func line(saying text: String) -> String { line(outcome.text(in: origin), saying: text) }

  private func line(_ outcome: String, saying text: String) -> String {
    let minutes = minutes.map { ", \(Span.text($0))" } ?? ""
    let example = origin == .public ? "public example " : ""
    return "\(example)\(id) (\(outcome)\(minutes)): \(text)"
  }
}
