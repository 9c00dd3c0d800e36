extension Postmortem {
  /// What the keys of the front matter take, for a person who fills a page in an editor.
  private static let hints: [(key: String, hint: String)] = [
    ("status", "open, resolved or reviewed"),
    ("severity", "SEV1, the worst, to SEV5"),
    ("services", "[checkout, payments]"),
    ("environment", "such as prod"),
    ("started_at", "10:31 as your clock shows it, 10:31Z, -25m or RFC 3339"),
    ("detected_at", "when somebody or something noticed"),
    ("acknowledged_at", "when somebody took it"),
    ("mitigated_at", "when users no longer felt it"),
    ("resolved_at", "when it was over"),
    ("detected_by", "alarm, customer or colleague"),
    ("runbooks", "such as [ecs-oom-killed#raise-the-mem=fixed]"),
  ]

  /// A page with a comment behind each key that says what it takes.
  public static func withHints(_ page: [UInt8]) -> [UInt8] {
    lines(of: page) { line in
      let key = line.prefix { $0 != ":" }
      return hints.first { $0.key == key }.map { "\(line)\(comment($0.hint))" } ?? line
    }
  }

  /// The page without these comments.
  public static func withoutHints(_ page: [UInt8]) -> [UInt8] {
    lines(of: page) { line in
      guard let hint = hints.first(where: { line.hasSuffix(comment($0.hint).dropFirst(2)) }) else {
        return line
      }
      let kept = line.dropLast(comment(hint.hint).count - 2).reversed().drop { $0 == " " }
      return String(kept.reversed())
    }
  }

  private static func comment(_ hint: String) -> String { "  # \(hint)" }

  /// Changes each line of the front matter.
  private static func lines(of page: [UInt8], _ change: (String) -> String) -> [UInt8] {
    let text = String(decoding: page, as: UTF8.self)
    var isBody = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
      index, line in
      if index > 0, line == "---" { isBody = true }
      return isBody ? String(line) : change(String(line))
    }
    return Array(lines.joined(separator: "\n").utf8)
  }
}
