/// Teaches the classifier anew where a line that it learned from has changed.
///
/// It learns from what the pages say of themselves, from the searches that are expected of them and
/// from `Content/lines.yml`; never from incidents, so that no history changes what a word means.
struct ModelWriter {
  let connection: Connection
  let source: ContentSource

  /// How much a sentence of a page counts beside a symptom: it makes a new page findable by its own
  /// words, and says little of how people ask.
  private static let sentenceWeight = 0.2
  /// A shorter sentence names a thing and no trouble.
  private static let leastWords = 4
  private static let scaleSetting = "model-scale"
  private static let signatureSetting = "model-signature"

  // The pages, and what they say of themselves.
  private static let runbooks = """
    SELECT number, id, title, coalesce(description, '') FROM document
    WHERE kind = 'runbook' AND status <> 'deprecated'
      AND number IN (SELECT number FROM document_text) ORDER BY id
    """
  private static let passages = """
    SELECT kind, text FROM passage
    WHERE document = ? AND kind IN ('symptom', 'paragraph', 'item', 'task', 'row', 'heading')
    ORDER BY number
    """
  private static let insertClass = "INSERT INTO class (number, runbook) VALUES (?, ?)"
  private static let insertFeature = "INSERT INTO feature (hash, word, weights) VALUES (?, ?, ?)"
  // The steps, and what leads to them.
  private static let steps = """
    SELECT document, position, id, anchor, step.title, text FROM step
    JOIN document ON document.number = document ORDER BY document, position
    """
  private static let causes = "SELECT runbook, step, kind, text FROM cause ORDER BY number"
  private static let commands = """
    SELECT document, step, text FROM passage
    WHERE kind = 'command' AND safety = 'mutating' AND step IS NOT NULL
    """
  private static let setWords = """
    UPDATE step SET words = ? WHERE position = ? AND document =
      (SELECT number FROM document WHERE id = ?)
    """
  // The texts that are learned from.
  private static let sources = """
    SELECT id, revision, status FROM document
    WHERE kind = 'runbook' AND number IN (SELECT number FROM document_text) ORDER BY id
    """
  // Whether there is a page of which nothing but its words is known.
  private static let anyPage = "SELECT 1 FROM page_text LIMIT 1"
  private static let insertSetting = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"
  // What was learned before.
  private static let clear = [
    "DELETE FROM class", "DELETE FROM feature",
  ]

  /// Learns from everything that the index holds now; the caller holds the transaction.
  ///
  /// What the program carries is taken where the texts are those that it was learned of.
  ///
  /// - Throws: `SQLiteError`. A data file that cannot be read is left out; lint says what is wrong.
  func write() throws(SQLiteError) {
    let signature = try signature()
    let known = try connection.first(
      "SELECT value FROM setting WHERE name = ?", Self.signatureSetting, read: { $0.text(0) })
    let carried = LearnedModel.carried(of: signature)
    if known != signature {
      for statement in Self.clear { try connection.run(statement) }
      if let carried {
        try write(carried)
      } else {
        try write(try learn(signature))
      }
      try connection.run(Self.insertSetting, Self.signatureSetting, Array(signature.utf8))
    }
    // A page that teaches nothing has steps as well, and may lead to steps of others.
    let isWhole = try connection.first(Self.anyPage, read: { row in row.int(0) }) == nil
    // What was just learned has their words.
    if isWhole, known != signature { return }
    if isWhole, let carried { return try write(words: carried.words) }
    let file = data(LinesFile.path).flatMap { try? LinesFile($0) } ?? LinesFile()
    try write(words: try words(file))
  }

  /// What is learned of the present texts.
  func learn() throws(SQLiteError) -> LearnedModel { try learn(try signature()) }

  private func learn(_ signature: String) throws(SQLiteError) -> LearnedModel {
    let file = data(LinesFile.path).flatMap { try? LinesFile($0) } ?? LinesFile()
    return LearnedModel(
      signature: signature,
      model: LineTrainer.model(of: try lines(file), classes: try classes(file)),
      words: try words(file))
  }

  /// A name for the texts that are learned from: equal for equal texts.
  private func signature() throws(SQLiteError) -> String {
    var parts = try connection.rows(Self.sources) { row in
      "\(row.text(0)) \(row.text(1)) \(row.text(2))"
    }
    let files = FileTable(connection: connection)
    for path in [LinesFile.path, ExpectedSearch.path] {
      parts.append(try files.revision(of: source.path(ofContent: path)) ?? "-")
    }
    return Revision.blobID(of: Array(parts.joined(separator: "\n").utf8))
  }

  private func write(_ learned: LearnedModel) throws(SQLiteError) {
    let model = learned.model
    for (number, runbook) in model.classes.enumerated() {
      try connection.run(Self.insertClass, number, runbook)
    }
    let insert = try connection.statement(Self.insertFeature)
    for (hash, feature) in model.features.sorted(by: { $0.key < $1.key }) {
      try insert.bind(Int(hash), Int(feature.word), feature.bytes)
      try insert.run()
    }
    let numbers = [Int(truncatingIfNeeded: model.scale.bitPattern), model.common] + model.biases
    let head = numbers.map { String(UInt64(bitPattern: Int64($0)), radix: 16) }
      .joined(separator: " ")
    try connection.run(Self.insertSetting, Self.scaleSetting, Array(head.utf8))
    try write(words: learned.words)
  }

  private func write(
    words: [(runbook: String, position: Int, bytes: [UInt8])]
  ) throws(SQLiteError) {
    let update = try connection.statement(Self.setWords)
    for (name, position, bytes) in words {
      try update.bind(bytes, position, name)
      try update.run()
    }
  }

  /// What `write` kept of the model beside its features and classes.
  static func head(
    in connection: Connection
  ) throws(SQLiteError) -> (scale: Double, common: Int, biases: [Int]) {
    let text = try connection.first(
      "SELECT value FROM setting WHERE name = ?", scaleSetting, read: { row in row.text(0) })
    let numbers = (text ?? "").split(separator: " ").compactMap { UInt64($0, radix: 16) }
    guard numbers.count >= 2 else { return (0, 0, []) }
    let others = numbers.dropFirst().map { Int(Int64(bitPattern: $0)) }
    return (Double(bitPattern: numbers[0]), others[0], Array(others.dropFirst()))
  }

  private func data(_ path: String) -> [UInt8]? {
    try? source.read(source.path(ofContent: path))
  }

  /// Counts for each step what leads to it.
  private func words(
    _ file: LinesFile
  ) throws(SQLiteError) -> [(runbook: String, position: Int, bytes: [UInt8])] {
    var words: [StepReference: StepWords] = [:]
    var names: [Int: String] = [:]
    let steps = try connection.rows(Self.steps) { row in
      (
        document: row.int(0), position: row.int(1),
        name: StepReference(runbook: row.text(2), step: row.text(3)),
        text: "\(row.text(4))\n\(row.text(5))"
      )
    }
    for step in steps {
      names[step.document] = step.name.runbook
      words[step.name, default: StepWords()].add(step.text, to: .text)
    }
    for (runbook, step, kind, text) in try connection.rows(
      Self.causes, read: { row in (row.text(0), row.text(1), row.text(2), row.text(3)) })
    {
      let field = CauseKind(rawValue: kind) == .sign ? StepWords.Field.signs : .rows
      words[StepReference(runbook: runbook, step: step)]?.add(text, to: field)
    }
    for (document, step, text) in try connection.rows(
      Self.commands, read: { row in (row.int(0), row.text(1), row.text(2)) })
    {
      guard let runbook = names[document] else { continue }
      words[StepReference(runbook: runbook, step: step)]?.add(text, to: .commands)
    }
    for group in file.groups {
      guard let step = group.step else { continue }
      for line in group.lines {
        words[StepReference(runbook: group.runbook, step: step)]?.add(line, to: .lines)
      }
    }
    return steps.map { step in
      (step.name.runbook, step.position, words[step.name]?.bytes ?? [])
    }
  }

  /// A class for each page, and one for what is of another field.
  private func classes(_ file: LinesFile) throws(SQLiteError) -> [String?] {
    let ids = try connection.rows(Self.runbooks) { row in row.text(1) }
    return ids + (file.elsewhere.isEmpty ? [] : [nil])
  }

  private func lines(_ file: LinesFile) throws(SQLiteError) -> [LineTrainer.Line] {
    let runbooks = try connection.rows(Self.runbooks) { row in
      (number: row.int(0), id: row.text(1), title: row.text(2), description: row.text(3))
    }
    var lines: [LineTrainer.Line] = []
    var numbers: [String: Int] = [:]
    for (number, runbook) in runbooks.enumerated() {
      numbers[runbook.id] = number
      lines.append(LineTrainer.Line(number, runbook.title))
      if !runbook.description.isEmpty {
        lines.append(LineTrainer.Line(number, runbook.description))
      }
      for (kind, text) in try connection.rows(
        Self.passages, runbook.number, read: { row in (row.text(0), row.text(1)) })
      {
        if kind == Passage.Kind.symptom.rawValue {
          lines.append(LineTrainer.Line(number, text))
        } else {
          lines += sentences(text).map {
            LineTrainer.Line(number, $0, weight: Self.sentenceWeight)
          }
        }
      }
    }
    for group in file.groups {
      guard let number = numbers[group.runbook] else { continue }
      lines += group.lines.map { LineTrainer.Line(number, $0) }
    }
    let searches = data(ExpectedSearch.path).flatMap { try? ExpectedSearch.all(in: $0) } ?? []
    for search in searches {
      guard let number = numbers[search.expect] else { continue }
      lines.append(LineTrainer.Line(number, search.query))
    }
    lines += file.elsewhere.map { LineTrainer.Line(runbooks.count, $0) }
    return lines
  }

  /// The sentences of a passage that are long enough to say something.
  private func sentences(_ text: String) -> [String] {
    var found: [String] = []
    var sentence: [Substring] = []
    for word in text.split(separator: " ") {
      sentence.append(word)
      if ".!?".contains(word.last ?? " ") || sentence.count >= 40 {
        if sentence.count >= Self.leastWords { found.append(sentence.joined(separator: " ")) }
        sentence = []
      }
    }
    if sentence.count >= Self.leastWords { found.append(sentence.joined(separator: " ")) }
    return found
  }
}
