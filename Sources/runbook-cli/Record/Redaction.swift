import Runbook

/// What commands that record do with secrets: nothing that was typed or pasted reaches the disk
/// before it went through here.
struct Redaction {
  /// Something that was taken out.
  struct Removal: Equatable {
    /// What it was, such as `aws-access-key`.
    var kind: String
    /// The line of the text, from 1.
    var line: Int
    /// Which text, such as `--symptom` or the name of a file.
    var place: String
  }

  private let redactor: Redactor?
  private(set) var removals: [Removal] = []

  static let flags = [
    Flag(name: "no-redact", help: "Write secrets as they are."),
    Flag(name: "redact-accounts", help: "Remove AWS account ids as well."),
  ]

  init(_ options: Options) {
    redactor =
      options.has("no-redact") ? nil : Redactor(redactsAccounts: options.has("redact-accounts"))
  }

  /// The text without what is secret, and without the colours of a terminal.
  ///
  /// - Parameters:
  ///   - text: what was typed or pasted.
  ///   - place: what to call it in the report.
  ///   - base: an earlier text; lines that it has stay as they are.
  /// - Returns: what may be written.
  mutating func clean(_ text: String, of place: String, base: String? = nil) -> String {
    let text = EscapeSequences.removed(from: text)
    guard let redactor else { return text }
    let result = redactor.redact(text)
    guard !result.removed.isEmpty else { return text }
    var removed = result.removed
    var clean = result.text
    if let base {
      let known = Set(Redaction.lines(of: base))
      var lines = Redaction.lines(of: clean)
      let written = Redaction.lines(of: text)
      // A secret of several lines becomes one word; then no line can be told from another.
      if lines.count == written.count {
        for index in lines.indices where known.contains(written[index]) {
          lines[index] = written[index]
        }
        removed.removeAll { known.contains(written[min($0.line, written.count) - 1]) }
        clean = lines.joined(separator: "\n")
      }
    }
    removals += removed.map { Removal(kind: $0.kind, line: $0.line, place: place) }
    return clean
  }

  private static func lines(of text: String) -> [Substring] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Substring.init)
  }

  /// Says on standard error what was removed, one line for each kind, never the thing itself.
  func report(to console: Console) {
    var counts: [(removal: Removal, count: Int)] = []
    var places: [String: Int] = [:]
    for removal in removals {
      let key = "\(removal.kind) \(removal.place)"
      if let place = places[key] {
        counts[place].count += 1
      } else {
        places[key] = counts.count
        counts.append((removal, 1))
      }
    }
    for (removal, count) in counts {
      let times = count == 1 ? "" : " \(count) times"
      let first = count == 1 ? "line" : "first in line"
      console.note(
        "removed \(removal.kind)\(times) in \(removal.place), \(first) \(removal.line)")
    }
  }

  /// The removals as they stand in `--json` answers.
  var json: JSON {
    .array(
      removals.map { removal in
        [
          "kind": .string(removal.kind), "line": .int(removal.line), "in": .string(removal.place),
        ]
      })
  }
}
