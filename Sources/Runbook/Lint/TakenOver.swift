/// The pages that were written for another tool, and are read as they are or were imported.
///
/// A team moves in with hundreds of them: what our own pages have and they lack is no fault of theirs,
/// and is said in one note; what leads nowhere is a warning.
struct TakenOver {
  /// The rule of that note.
  static let rule = "taken-over"
  /// What is wrong on anybody's page: an id that two claim, and a secret.
  private static let strict: Set<String> = ["duplicate-id", "secret"]
  /// Their paths.
  private let paths: Set<String>
  private let showsAll: Bool

  init(_ context: LintContext) {
    paths = Set(context.files.filter { $0.runbook?.isTakenOver == true }.map(\.path))
    showsAll = context.options.rules != nil
  }

  /// Findings, those of such pages one degree milder; notes are counted in one.
  func mild(_ findings: [Finding]) -> [Finding] {
    guard !paths.isEmpty else { return findings }
    var kept: [Finding] = []
    var counts: [String: Int] = [:]
    var files: Set<String> = []
    for finding in findings {
      guard paths.contains(finding.path), !Self.strict.contains(finding.rule) else {
        kept.append(finding)
        continue
      }
      var mild = finding
      if finding.severity == .error { mild.severity = .warning } else { mild.severity = .note }
      if mild.severity == .warning || showsAll {
        kept.append(mild)
      } else {
        counts[finding.rule, default: 0] += 1
        files.insert(finding.path)
      }
    }
    guard let first = files.min() else { return kept }
    let rules = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    kept.append(
      Finding(
        rule: Self.rule, severity: .note, path: first, location: SourceLocation(line: 1),
        message: "\(files.count) pages, this one first, are read as they were written: \(rules)",
        fix: "see one kind of it with 'runbook lint --rule \(rules.prefix { $0 != " " })'"))
    return kept
  }
}
