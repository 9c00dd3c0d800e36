import Runbook

extension Command {
  static let lint = Command(
    name: "lint",
    abstract: "Check every file, the decision table, and every expected search.",
    discussion: [
      "Prints path:line:column: severity: [rule] message, one line each. An error is something that "
        + "cannot be used or that search answers wrongly, a warning something that a reader would "
        + "stumble over, a note something worth knowing. Exits with 1 where there are errors; with "
        + "'--strict' for warnings as well."
    ],
    arguments: [
      Argument(
        name: "folder", help: "The knowledge base, or its Content folder.", optional: true,
        completion: .folder)
    ],
    flags: [
      Flag(
        name: "rule", placeholder: "id", help: "Only the findings of this rule.", repeats: true,
        completion: .rule),
      Flag(
        name: "review-days", placeholder: "days",
        help: "Warn of runbooks that were not reviewed for so long."),
      Flag(name: "strict", help: "Exit with 1 where there are warnings, too."),
      Flag(name: "list-rules", help: "Show every rule with what it finds."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook lint Content/", "What CI runs."),
      ("runbook lint --rule search", "Only the searches of Content/searches.yml."),
    ]
  ) { options, environment in
    let console = environment.console
    if options.has("list-rules") {
      console.print(LintRuleTable(console: console).text)
      return .success
    }
    let location = try KnowledgeBase.locate(
      directory: options.arguments.first ?? options["dir"], environment: environment.variables,
      workingFolder: environment.workingFolder)
    let base = try KnowledgeBase.open(location, environment: environment.variables)
    for notice in try base.refresh(isChecked: true).notices {
      console.note("runbook: note: \(notice)")
    }
    let wanted = options.all("rule")
    for rule in wanted where !LintRuleTable.ids.contains(rule) {
      throw CommandError(
        .usage, "'\(rule)' is no rule",
        hints: [
          Spelling.nearest(to: rule, in: LintRuleTable.ids).map { "did you mean '\($0)'?" }
            ?? "'runbook lint --list-rules' shows every rule"
        ])
    }
    let settings = LintOptions(
      today: environment.now().day,
      reviewDays: try options.number("review-days", in: 1...100_000),
      rules: wanted.isEmpty ? nil : Set(wanted))
    var findings = Linter.run(base, options: settings)
    if wanted.isEmpty || wanted.contains(where: SearchRules.ids.contains) {
      findings += try SearchRules.run(base).filter { wanted.isEmpty || wanted.contains($0.rule) }
    }
    if options.has("json") {
      let rows = findings.map(\.json)
      console.print((["schema_version": 1, "findings": .array(rows)] as JSON).text())
    } else {
      for finding in findings { console.print(Console.safe(finding.description)) }
    }
    let files = try base.runbooks.allIDs().count + base.incidents.allIDs().count
    let counts = Finding.Severity.allCases.map { severity in
      (severity, findings.count { $0.severity == severity })
    }
    console.note(
      findings.isEmpty
        ? "\(files) documents, nothing to mend"
        : counts.map { "\($1) \($0.rawValue)\($1 == 1 ? "" : "s")" }.joined(separator: ", ")
          + " in \(files) documents")
    let failing: Set<Finding.Severity> = options.has("strict") ? [.error, .warning] : [.error]
    return findings.contains { failing.contains($0.severity) } ? .negative : .success
  }
}

/// Every rule of the linter, one line each.
struct LintRuleTable {
  let console: Console

  /// What `--rule` takes.
  static var ids: [String] {
    Linter.readingRules.map(\.id) + Linter.rules.map(\.id) + SearchRules.ids
  }

  var text: String {
    let rows =
      Linter.readingRules.map { [$0.id, "error", $0.summary] }
      + Linter.rules.map { [$0.id, $0.severity.rawValue, $0.summary] }
      + [["search", "error", "A symptom of Content/searches.yml is answered otherwise."]]
    return Layout.table(rows.sorted { $0[0] < $1[0] }, width: max(console.width, 120))
      .joined(separator: "\n")
  }
}

extension Finding {
  /// The finding for `--json`.
  fileprivate var json: JSON {
    [
      "rule": .string(rule), "severity": .string(severity.rawValue), "path": .string(path),
      "line": .int(location.line), "column": .int(location.column), "message": .string(message),
      "fix": JSON(fix),
    ]
  }
}
