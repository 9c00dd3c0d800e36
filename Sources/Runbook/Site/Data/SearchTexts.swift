/// The texts of the documents that the search reads, in the order of the documents.
struct SearchTexts {
  /// What is read of one document.
  struct Texts {
    /// The terms: title, symptoms, headings, body.
    var columns: [String] = []
    /// Among which documents its words are weighed.
    var collection = WordCollection.taught
    /// The title and the symptoms as terms, which the ranking compares with the whole query.
    var phrases = ""
    /// The symptoms as people read them.
    var symptoms: [String] = []
    /// The steps of a runbook with their commands.
    var steps: [Step] = []
    /// All commands.
    var commands: [Command] = []
    /// What leads to each step, by its anchor.
    var causes: [String: Causes] = [:]
    /// What happened before with the page, and with each step that was taken.
    var past: [StepPast] = []
  }

  /// What happened before with a step, or with the page as a whole.
  struct StepPast {
    var step: String?
    var past: SearchResult.Past
  }

  /// What leads to a step.
  struct Causes {
    var signs: [String] = []
    var lines: [String] = []
    var rows: [String] = []

    mutating func add(_ text: String, _ kind: CauseKind) {
      switch kind {
      case .sign: signs.append(text)
      case .row: rows.append(text)
      }
    }
  }

  private(set) var all: [Texts]
  /// The features of everything that may be seen; nil where nothing is left out.
  private(set) var features: Set<UInt32>?

  // The terms of each document by column.
  private static func columns(_ table: String) -> String {
    "SELECT number, title, symptoms, headings, body FROM \(table) ORDER BY number"
  }
  private static let allPhrases = "SELECT document, phrases FROM symptom_terms"
  private static let allSymptoms =
    "SELECT document, text FROM passage WHERE kind = 'symptom' ORDER BY document, number"
  private static let allCauses = "SELECT runbook, step, kind, text FROM cause ORDER BY number"

  /// Takes the texts out of the index.
  init(
    of documents: SearchDocuments, _ content: SiteContent, _ base: KnowledgeBase
  ) throws(SQLiteError) {
    all = Array(repeating: Texts(), count: documents.all.count)
    if content.hidden.isEmpty {
      try read(documents, base)
    } else {
      features = []
      try readAgain(documents, content, base)
    }
    readLines(documents, content, base)
    try readPast(documents, content, base)
  }

  private mutating func read(
    _ documents: SearchDocuments, _ base: KnowledgeBase
  ) throws(SQLiteError) {
    let connection = base.connection
    for collection in WordCollection.allCases {
      for (number, terms) in try connection.rows(
        Self.columns(collection.textTable),
        read: { row in (row.int(0), (1...4).map { row.text($0) }) })
      {
        guard let place = documents.place(ofNumber: number) else { continue }
        all[place].columns = terms
        all[place].collection = collection
      }
    }
    for (number, phrases) in try connection.rows(
      Self.allPhrases, read: { row in (row.int(0), row.text(1)) })
    {
      if let place = documents.place(ofNumber: number) { all[place].phrases = phrases }
    }
    for (number, text) in try connection.rows(
      Self.allSymptoms, read: { row in (row.int(0), row.text(1)) })
    {
      if let place = documents.place(ofNumber: number) { all[place].symptoms.append(text) }
    }
    for (place, entry) in documents.all.enumerated() {
      guard case .runbook = entry else { continue }
      all[place].steps = try base.runbooks.steps(of: entry.number)
      all[place].commands = try base.runbooks.commands(of: entry.number)
    }
    for (runbook, step, kind, text) in try connection.rows(
      Self.allCauses, read: { row in (row.text(0), row.text(1), row.text(2), row.text(3)) })
    {
      guard let place = documents.place(ofRunbook: runbook), let kind = CauseKind(rawValue: kind)
      else { continue }
      all[place].causes[step, default: Causes()].add(text, kind)
    }
  }

  /// Takes the features of a text that may be seen.
  private mutating func note(_ text: String) {
    guard features != nil else { return }
    for feature in LineFeatures(text).all { features?.insert(feature.hash) }
  }

  /// The lines of lines.yml, which belong to no document, and the searches of searches.yml.
  private mutating func readLines(
    _ documents: SearchDocuments, _ content: SiteContent, _ base: KnowledgeBase
  ) {
    let hidden = content.hidden
    let searches = base.auxiliary(ExpectedSearch.path).flatMap {
      try? ExpectedSearch.all(in: $0.bytes)
    }
    for search in searches ?? [] where documents.place(ofRunbook: search.expect) != nil {
      note(hidden.removed(from: search.query))
    }
    guard let file = base.auxiliary(LinesFile.path).flatMap({ try? LinesFile($0.bytes) }) else {
      return
    }
    for group in file.groups {
      guard let place = documents.place(ofRunbook: group.runbook) else { continue }
      let lines = group.lines.map { hidden.removed(from: $0) }
      for line in lines { note(line) }
      guard let step = group.step else { continue }
      let anchor = hidden.removed(fromAnchor: step)
      all[place].causes[anchor, default: Causes()].lines += lines
    }
    for line in file.elsewhere { note(hidden.removed(from: line)) }
  }

  /// What ended the incidents of each page, and of its steps.
  private mutating func readPast(
    _ documents: SearchDocuments, _ content: SiteContent, _ base: KnowledgeBase
  ) throws(SQLiteError) {
    for (place, entry) in documents.all.enumerated() {
      guard case .runbook(let runbook) = entry, runbook.history.seen > 0 else { continue }
      let taken = Set(
        runbook.history.uses.filter { $0.origin == .own }.compactMap(\.step))
      let steps: [String?] = [nil] + all[place].steps.map(\.anchor).filter(taken.contains)
      for step in steps {
        var past = try base.incidents.past(in: runbook.history, step: step)
        past.resolution = content.hidden.removed(from: past.resolution)
        all[place].past.append(StepPast(step: step, past: past))
      }
    }
  }

  /// Works the texts out again, because those of the index name documents that are left out.
  private mutating func readAgain(
    _ documents: SearchDocuments, _ content: SiteContent, _ base: KnowledgeBase
  ) throws(SQLiteError) {
    for (place, entry) in documents.all.enumerated() {
      guard let bytes = try base.runbooks.text(id: entry.id, revision: entry.revision),
        let document = content.read(bytes, path: entry.path)
      else { continue }
      let rows = DocumentRows(document)
      all[place].columns = rows.fields
      all[place].collection = rows.collection
      all[place].phrases = rows.symptomPhrases
      all[place].symptoms = rows.passages.filter { $0.kind == .symptom }.map(\.text)
      all[place].steps = rows.steps
      all[place].commands = document.commands
      note(document.title)
      if case .runbook(let runbook) = document { note(runbook.description) }
      for passage in rows.passages { note(passage.text) }
      for cause in rows.causes {
        guard let target = documents.place(ofRunbook: cause.target.runbook) else { continue }
        all[target].causes[cause.target.step, default: Causes()].add(cause.text, cause.kind)
      }
    }
  }
}
