import Glibc
import Testing

@testable import Runbook

/// A folder with a knowledge base for one test, its cache elsewhere.
struct KnowledgeFolder: Sendable {
  let folder: TemporaryFolder
  let cache: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    cache = try TemporaryFolder()
    try FileSystem.makeDirectory("\(folder.path)/Content")
  }

  var root: String { folder.path }
  var indexPath: String { "\(root)/.runbook/index.db" }
  var environment: [String: String] { ["XDG_CACHE_HOME": cache.path] }

  func open() throws -> KnowledgeBase {
    try KnowledgeBase.open(.folder(root), environment: environment)
  }

  /// Opens, refreshes, and gives the base and the report.
  func refreshed(rebuild: Bool = false) throws -> (base: KnowledgeBase, report: RefreshReport) {
    let base = try open()
    return (base, try base.refresh(rebuild: rebuild))
  }

  /// Writes a file of `Content/`.
  func write(_ text: String, to path: String) throws {
    try folder.write(text, to: "Content/" + path)
  }

  func remove(_ path: String) { folder.remove("Content/" + path) }

  func move(_ from: String, to: String) throws {
    try FileSystem.makeDirectory(FileSystem.parent(of: "\(root)/Content/\(to)"))
    #expect(rename("\(root)/Content/\(from)", "\(root)/Content/\(to)") == 0)
  }

  /// Sets the time of every file back, as if the folder had been there for a day.
  func age() throws {
    for path in FileSystem.files(below: "\(root)/Content") { setTime(path, -86400) }
  }

  /// Sets the time of a file, in seconds from now.
  func setTime(_ path: String, _ seconds: Int) {
    var times = [timespec(tv_sec: time(nil) + seconds, tv_nsec: 0)]
    times.append(times[0])
    #expect(utimensat(AT_FDCWD, "\(root)/Content/\(path)", times, 0) == 0)
  }
}

/// A runbook as an author writes it.
func runbookText(
  _ id: String, version: Int = 1, title: String = "Out of memory",
  symptoms: [String] = ["container was killed"], extra: String = "",
  body: String = "The container used too much."
) -> String {
  """
  ---
  id: \(id)
  title: \(title)
  kind: runbook
  version: \(version)
  status: active
  description: What to do.
  category: exit
  services: [ecs, fargate]
  tags: [memory]
  exit_codes: [137]
  \(extra)
  symptoms:
  \(symptoms.map { "  - \($0)" }.joined(separator: "\n"))
  ---

  # \(title)

  ## Meaning

  \(body)

  ## Mitigation

  1. Look first. Then think.
  2. Raise the limit.

  ```sh safety=mutating
  aws ecs update-service --cluster <cluster>
  ```

  | Code | Meaning |
  |---|---|
  | 137 | killed by the kernel |

  """
}

/// An incident as an author writes it.
func incidentText(
  _ id: String, title: String = "Checkout down", runbooks: String = "[]",
  started: String? = nil, resolved: String? = nil, extra: String = "",
  symptoms: String = "The page was blank.", actions: String = ""
) -> String {
  """
  ---
  id: \(id)
  title: \(title)
  kind: incident
  status: resolved
  severity: SEV2
  services: [checkout]
  tags: [memory]
  \(started.map { "started_at: \($0)" } ?? "# no start")
  \(resolved.map { "resolved_at: \($0)" } ?? "# no end")
  \(extra)
  runbooks: \(runbooks)
  ---

  # \(title)

  ## Symptoms

  \(symptoms)

  ## Action items

  \(actions)

  """
}

extension KnowledgeBase {
  /// One column of a query.
  func texts(_ sql: String, _ values: (any Bindable)?...) throws -> [String] {
    try connection.rows(sql, binding: values) { row in row.text(0) }
  }

  /// Everything the index says of the content, without the numbers, which depend on the order of
  /// edits.
  func contents() throws -> [String] {
    try texts(
      """
      SELECT 'document ' || id || ' ' || kind || ' ' || path || ' ' || title || ' ' || revision
      FROM document
      UNION ALL
      SELECT 'label ' || id || ' ' || label.kind || position || ' ' || value
      FROM label JOIN document ON number = document
      UNION ALL
      SELECT 'passage ' || id || ' ' || passage.kind || ' ' || section || ' ' || line || ' ' || text
        || ' ' || terms || ' ' || coalesce(step, '') || coalesce(changes, '') || coalesce(undo, '')
      FROM passage JOIN document ON document.number = document
      UNION ALL
      SELECT 'step ' || id || ' ' || position || ' ' || anchor || step.title || text
        || hex(coalesce(words, ''))
      FROM step JOIN document ON number = document
      UNION ALL
      SELECT 'cause ' || id || ' ' || runbook || '#' || step || ' ' || cause.kind || ' ' || text
      FROM cause JOIN document ON document.number = document
      UNION ALL
      SELECT 'feature ' || hash || ' ' || hex(weights) FROM feature
      UNION ALL
      SELECT 'class ' || number || ' ' || coalesce(runbook, '') FROM class
      UNION ALL
      SELECT 'text ' || id || ' ' || t.title || symptoms || headings || body
      FROM (SELECT * FROM document_text UNION ALL SELECT * FROM incident_text
        UNION ALL SELECT * FROM page_text) AS t
        JOIN document USING (number)
      UNION ALL
      SELECT 'symptoms ' || id || ' ' || phrases
      FROM symptom_terms JOIN document ON number = document
      UNION ALL
      SELECT 'link ' || id || ' ' || runbook || coalesce(step, '') || outcome FROM link JOIN document ON number = incident
      UNION ALL
      SELECT 'finding ' || path || ' ' || message FROM finding
      UNION ALL
      SELECT 'term ' || term || ' ' || documents FROM term
      ORDER BY 1
      """)
  }

  /// What must hold after every refresh.
  func checkInvariants(_ location: Testing.SourceLocation = #_sourceLocation) throws {
    #expect(try integrityProblems() == [], sourceLocation: location)
    for collection in WordCollection.allCases {
      guard let table = collection.termTable else { continue }
      var counts: [String: Int] = [:]
      for text in try texts(
        """
        SELECT title || ' ' || symptoms || ' ' || headings || ' ' || body
        FROM \(collection.textTable)
        """)
      {
        for term in Set(text.split(separator: " ")) { counts[String(term), default: 0] += 1 }
        counts[TermTally.everyDocument, default: 0] += 1
      }
      let stored = try connection.rows("SELECT term, documents FROM \(table)") { row in
        (row.text(0), row.int(1))
      }
      #expect(Dictionary(uniqueKeysWithValues: stored) == counts, sourceLocation: location)
    }
    #expect(
      try texts("SELECT number FROM document ORDER BY 1")
        == texts(
          """
          SELECT number FROM document_text UNION SELECT number FROM incident_text
          UNION SELECT number FROM page_text ORDER BY 1
          """),
      sourceLocation: location)
  }
}
