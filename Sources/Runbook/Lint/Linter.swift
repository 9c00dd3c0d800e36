import Dispatch
import Synchronization

/// Checks a knowledge base: first that every file can be read, then one rule after the other.
public enum Linter {
  /// The rules that need nothing but the documents, in the order of the documentation.
  ///
  /// Rules about the decision table and the expected searches belong to the rooms that know them;
  /// whoever runs lint hands them over as further rules.
  public static let rules: [LintRule] =
    referenceRules + runbookRules + stepRules + commandRules + incidentRules

  /// What reading the files can find, by rule id; these need no code here.
  public static let readingRules: [(id: String, summary: String)] = [
    (
      "front-matter",
      "A key or value of the front matter that is missing, misspelled or not of its type."
    ),
    ("merge-conflict", "Marks that git left where two edits met."),
    (TakenOver.rule, "Pages that were written for another tool, and what they lack of ours."),
    ("encoding", "Bytes that are not UTF-8, or a NUL."),
    ("too-large", "A document over the size limit."),
    (SecretCheck.rule, SecretCheck.summary),
    ("unreadable", "A file that cannot be read: too large, or not allowed."),
    ("link-outside", "A link that leads out of the knowledge base; it is not read."),
    ("orphan-evidence", "Evidence without its incident."),
    ("markdown", "Markdown that is nested too deeply or too costly to read."),
    ("safety", "A fence whose safety class is not one of the known."),
    ("action-item", "An action item whose due date is no day."),
  ]

  /// Checks documents.
  ///
  /// - Parameters:
  ///   - context: the documents and what rules may ask about them.
  ///   - further: rules of other rooms.
  /// - Returns: the findings in the order of the files.
  public static func run(_ context: LintContext, further: [LintRule] = []) -> [Finding] {
    let isWanted = { (id: String) in context.options.rules?.contains(id) ?? true }
    var findings = context.files.flatMap(\.findings).filter { isWanted($0.rule) }
    for rule in rules + further where isWanted(rule.id) {
      var report = LintReport(of: rule)
      rule.check(context, &report)
      findings += report.findings
    }
    findings = TakenOver(context).mild(findings)
    return findings.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      return (a.path, a.location.line, a.location.column, left.offset)
        < (b.path, b.location.line, b.location.column, right.offset)
    }.map(\.element)
  }

  /// Checks a knowledge base as its files are now.
  ///
  /// - Parameters:
  ///   - base: the knowledge base.
  ///   - options: what the person chose.
  ///   - further: rules of other rooms.
  /// - Returns: the findings in the order of the files.
  public static func run(
    _ base: KnowledgeBase, options: LintOptions, further: [LintRule] = []
  ) -> [Finding] {
    let context = context(of: base, options: options)
    let findings = run(context, further: further)
    let unread = ((try? base.findings()) ?? []).filter {
      ["unreadable", "link-outside"].contains($0.rule)
    }
    let ofFolder = (unread + orphans(in: base)).filter {
      options.rules?.contains($0.rule) ?? true
    }
    let secrets = options.rules?.contains(SecretCheck.rule) ?? true
    guard secrets else { return ofFolder + findings }
    return ofFolder + findings + TakenOver(context).mild(SecretCheck.findings(in: base))
  }

  private static func orphans(in base: KnowledgeBase) -> [Finding] {
    guard let root = base.root else { return [] }
    return IncidentFolder(root: root).orphanedEvidence().map { path in
      Finding(
        rule: "orphan-evidence", severity: .warning, path: path,
        location: SourceLocation(line: 1), message: "no incident has this evidence",
        fix: "record it with 'runbook log --from', or remove it")
    }
  }

  /// Reads every document of a knowledge base.
  public static func context(of base: KnowledgeBase, options: LintOptions) -> LintContext {
    let source = ContentSource(base.location)
    let paths = source.list().entries.map(\.path).sorted()
    let documents = paths.filter(ContentSource.isDocument)
    let found = Mutex<[LintFile?]>(Array(repeating: nil, count: documents.count))
    DispatchQueue.concurrentPerform(iterations: documents.count) { index in
      let path = documents[index]
      // A file that went away or cannot be read is a finding of the index, which has it by name.
      guard let bytes = try? source.read(path) else { return }
      let file = LintFile(path: path, bytes: bytes)
      found.withLock { $0[index] = file }
    }
    let known = Set(paths)
    let ids = PageIDs(paths: documents)
    var ignored: [Finding] = []
    let table = DecisionTable.load(from: base, findings: &ignored)
    return LintContext(
      files: found.withLock { $0.compactMap { $0?.named(by: ids) } }, options: options,
      exists: { path in
        if known.contains(path) { return true }
        guard let absolute = base.absolutePath(of: path) else {
          return (try? source.read(path)) != nil
        }
        return FileSystem.status(absolute) != nil
      },
      earlierText: earlierTexts(in: base), pinnedText: { pinnedText(of: $0, in: base) },
      additions: { path in
        base.root.map { Git($0).additions(of: path) } ?? []
      },
      ruleSteps: table.stepReferences)
  }

  /// What others last saw: in a git repository the last commit, else what the index saw last.
  private static func earlierTexts(in base: KnowledgeBase) -> (Runbook) -> [UInt8]? {
    guard let committed = CommittedTexts(root: base.root) else {
      return { earlierText(of: $0, in: base.runbooks) }
    }
    return { runbook in
      guard
        let bytes = committed.text(
          of: runbook.source.path, revision: runbook.source.revision),
        case .runbook(let earlier)? = DocumentParser.parse(
          bytes: bytes, path: runbook.source.path
        ).document, earlier.version == runbook.version
      else { return nil }
      return bytes
    }
  }

  /// The newest other text that the index saw under the version of a runbook.
  private static func earlierText(of runbook: Runbook, in store: RunbookStore) -> [UInt8]? {
    let revisions = (try? store.revisions(of: runbook.id)) ?? []
    let earlier = revisions.first {
      $0.version == runbook.version && $0.revision != runbook.source.revision
    }
    guard let earlier else { return nil }
    return (try? store.text(id: runbook.id, revision: earlier.revision)) ?? nil
  }
  /// The text that an incident read, under the id that the runbook had then; one that was never indexed
  /// here may be in git.
  private static func pinnedText(of link: RunbookLink, in base: KnowledgeBase) -> [UInt8]? {
    let store = base.runbooks
    let pin = link.revision.map { Pin.revision($0) } ?? link.version.map { Pin.version($0) }
    guard let pin else { return nil }
    let renamed = (try? store.id(ofAlias: link.id)) ?? nil
    for id in [link.id, renamed].compactMap({ $0 }) {
      if let text = (try? store.resolve(pin, of: id)) ?? nil {
        return (try? store.text(id: id, revision: text.revision)) ?? nil
      }
    }
    guard let root = base.root, let revision = link.revision else { return nil }
    return Git(root).text(revision)
  }
}
