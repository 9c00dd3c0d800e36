/// The texts of the documents that the search reads, in the order of the documents.
struct SearchTexts {
  /// The terms of each document: title, symptoms, headings, body.
  private(set) var columns: [[String]]
  /// The symptoms, which the ranking compares with the whole query.
  private(set) var symptoms: [[String]]
  /// The shell commands with their safety class.
  private(set) var commands: [[(text: String, safety: String?)]]

  // The terms of each document by column.
  private static let allColumns =
    "SELECT number, title, symptoms, headings, body FROM document_text ORDER BY number"
  private static let allSymptoms =
    "SELECT document, text FROM passage WHERE kind = 'symptom' ORDER BY document, number"
  private static let allCommands = """
    SELECT document, text, safety FROM passage WHERE kind = 'command' ORDER BY document, number
    """

  private init(count: Int) {
    columns = Array(repeating: [], count: count)
    symptoms = Array(repeating: [], count: count)
    commands = Array(repeating: [], count: count)
  }

  /// Takes the texts out of the index.
  init(of documents: SearchDocuments, _ connection: Connection) throws(SQLiteError) {
    self.init(count: documents.all.count)
    for (number, terms) in try connection.rows(
      Self.allColumns, read: { row in (row.int(0), (1...4).map { row.text($0) }) })
    {
      if let place = documents.place(ofNumber: number) { columns[place] = terms }
    }
    for (number, text) in try connection.rows(
      Self.allSymptoms, read: { row in (row.int(0), row.text(1)) })
    {
      if let place = documents.place(ofNumber: number) { symptoms[place].append(text) }
    }
    for (number, text, safety) in try connection.rows(
      Self.allCommands, read: { row in (row.int(0), row.text(1), row.optionalText(2)) })
    {
      if let place = documents.place(ofNumber: number) { commands[place].append((text, safety)) }
    }
  }

  /// Works the texts out again, because those of the index name documents that are left out.
  init(
    of documents: SearchDocuments, _ content: SiteContent, _ base: KnowledgeBase
  ) throws(SQLiteError) {
    self.init(count: documents.all.count)
    for (place, entry) in documents.all.enumerated() {
      guard let bytes = try base.runbooks.text(id: entry.id, revision: entry.revision),
        let document = content.read(bytes, path: entry.path)
      else { continue }
      let rows = DocumentRows(document)
      columns[place] = rows.fields
      symptoms[place] = rows.passages.filter { $0.kind == .symptom }.map(\.text)
      commands[place] = rows.passages.filter { $0.kind == .command }.map {
        ($0.text, $0.safety?.rawValue)
      }
    }
  }
}
