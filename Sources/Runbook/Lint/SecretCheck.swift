import Dispatch
import Synchronization

/// Looks for secrets in files that nobody redacted: those that were written by hand, merged or
/// pulled, and the evidence beside incidents.
///
/// A line with `runbook: allow-secret` in a comment of Markdown or YAML is left alone.
public enum SecretCheck {
  /// The id of the rule.
  public static let rule = "secret"
  static let summary =
    "A password, key or token in a file, which everybody with the folder can read."
  private static let mark: StaticString = "runbook: allow-secret"

  /// A text without its secrets, and where they stood; lines with the comment stay.
  public struct Mended: Sendable {
    /// The text.
    public let text: String
    /// What was taken out, in the order of the text.
    public let removed: [(kind: String, location: SourceLocation)]
  }

  /// Takes the secrets out of a text.
  public static func mend(_ text: String) -> Mended {
    let source = SourceText(Array(text.utf8))
    let spans = Redactor().spans(in: source.bytes).filter { span in
      !isAllowed(span.range, in: source)
    }
    let removed = spans.map { ($0.kind, source.location(at: $0.range.lowerBound)) }
    return Mended(text: Redactor.text(source.bytes, without: spans), removed: removed)
  }

  /// The secrets of a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: its path relative to the knowledge base.
  /// - Returns: one finding for each, in the order of the file.
  public static func findings(in bytes: [UInt8], path: String) -> [Finding] {
    mend(OutsideText.text(bytes)).removed.map { kind, location in
      Finding(
        rule: rule, severity: .error, path: path, location: location,
        message: "a secret of the kind '\(kind)'",
        fix: "replace it where it is valid, then 'runbook redact FILE'; "
          + "if it is none, add a comment 'runbook: allow-secret' to the line")
    }
  }

  /// The secrets in all files of a knowledge base, in path order.
  public static func findings(in base: KnowledgeBase) -> [Finding] {
    let source = ContentSource(base.location)
    var paths = source.list().entries.map(\.path)
    for path in paths where path.hasSuffix(".md") && path.contains("incidents/") {
      paths += ["txt", "json"].map { "\(path.dropLast(3)).evidence.\($0)" }
    }
    let all = paths.sorted()
    let found = Mutex<[[Finding]]>(Array(repeating: [], count: all.count))
    DispatchQueue.concurrentPerform(iterations: all.count) { index in
      // A file that cannot be read is a finding of the index, which has it by name.
      guard let bytes = try? source.read(all[index]) else { return }
      let findings = findings(in: bytes, path: all[index])
      if !findings.isEmpty { found.withLock { $0[index] = findings } }
    }
    return found.withLock { $0.flatMap(\.self) }
  }

  private static func isAllowed(_ range: Range<Int>, in source: SourceText) -> Bool {
    let line = source.line(source.location(at: range.lowerBound).line)
    return mark.withUTF8Buffer { mark in
      line.indices.contains { line[$0...].prefix(mark.count).elementsEqual(mark) }
    }
  }
}
