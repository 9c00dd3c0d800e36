/// The files that search reads beside the documents: they must be readable, and every expected
/// search must still be met.
public enum SearchRules {
  /// The ids of the findings, for `--rule` and for documentation.
  public static let ids = ["yaml", "decision-table", "search", "unknown-runbook", "unknown-step"]

  /// Checks synonyms, scope words, the decision table and `searches.yml`.
  ///
  /// What the team's own incidents teach is left out: a night's record must not break the checks
  /// of the content.
  ///
  /// - Parameter base: the knowledge base, refreshed.
  /// - Returns: the findings, file by file.
  /// - Throws: what search throws.
  public static func run(_ base: KnowledgeBase) throws -> [Finding] {
    let search = try Search(base)
    var findings = search.findings
    let steps = try steps(in: base)
    // A team without ECS has no table, and then nothing is missing in it.
    if base.auxiliary(DecisionTable.path) != nil {
      var lint = TableLint(search.table, path: DecisionTable.path)
      findings += lint.check(runbooks: steps)
    }
    guard let file = base.auxiliary(ExpectedSearch.path) else { return findings }
    let entries: [ExpectedSearch]
    do {
      entries = try ExpectedSearch.all(in: file.bytes)
    } catch {
      return findings + [error.finding(rule: "yaml")]
    }
    let ids = Set(try base.runbooks.allIDs())
    for entry in entries {
      let named = entry.accept + (entry.expect == "none" ? [] : [entry.expect])
      for id in named where !ids.contains(id) {
        findings.append(
          finding("unknown-runbook", entry, "no runbook '\(id)'", fix: nearest(to: id, in: ids)))
      }
      if let step = entry.step, let known = steps[entry.expect], !known.contains(step) {
        findings.append(
          finding(
            "unknown-step", entry, "no step '#\(step)' on \(entry.expect)",
            fix: nearest(to: step, in: known)))
        continue
      }
      var request = SearchRequest(entry.query)
      request.detailed = entry.step == nil ? 0 : 1
      request.includesHistory = false
      request.learnsFromOwn = false
      // What is none of this field may well be of another page of the team.
      request.asksPlainPages = entry.expect != "none"
      if let problem = entry.problem(with: try search.answer(request)) {
        findings.append(
          finding(
            "search", entry, "\"\(shortened(entry.query))\" \(problem)",
            fix: "see why with 'runbook search --explain'"))
      }
    }
    return findings
  }

  /// The anchors of the steps of each runbook.
  private static func steps(in base: KnowledgeBase) throws -> [String: Set<String>] {
    var steps: [String: Set<String>] = [:]
    for summary in try base.runbooks.list() {
      steps[summary.id] = Set(try base.runbooks.steps(of: summary.number).map(\.anchor))
    }
    return steps
  }

  private static func finding(
    _ rule: String, _ entry: ExpectedSearch, _ message: String, fix: String?
  ) -> Finding {
    Finding(
      rule: rule, severity: .error, path: ExpectedSearch.path, location: entry.location,
      message: message, fix: fix)
  }

  private static func nearest(to id: String, in ids: Set<String>) -> String? {
    Spelling.nearest(to: id, in: ids.sorted()).map { "did you mean '\($0)'?" }
  }

  /// A query as part of one line.
  private static func shortened(_ query: String) -> String {
    let line = query.split(whereSeparator: \.isNewline).first.map(String.init) ?? query
    return line.count <= 60 ? line : "\(line.prefix(60))…"
  }
}
