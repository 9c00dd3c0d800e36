/// The row of a document that search and lists need.
struct DocumentSummary {
  var number: Int
  var id: String
  var isIncident: Bool
  var path: String
  var title: String
  var status: String
  var version: Int?
  var revision: String
  var category: String
  var date: String
  var origin: Incident.Origin

  private static let columns =
    "number, id, kind, path, title, status, version, revision, category, date, origin"
  private static let byNumber = "SELECT \(columns) FROM document WHERE number = ?"
  private static let byID = "SELECT \(columns) FROM document WHERE id = ?"
  // The values of one list of a document's front matter.
  private static let labels = "SELECT value FROM label WHERE document = ? AND kind = ?"

  static func with(number: Int, in connection: Connection) throws(SQLiteError) -> DocumentSummary? {
    try connection.first(byNumber, number) { row throws(SQLiteError) in DocumentSummary(row) }
  }

  static func with(id: String, in connection: Connection) throws(SQLiteError) -> DocumentSummary? {
    try connection.first(byID, id) { row throws(SQLiteError) in DocumentSummary(row) }
  }

  private init(_ row: borrowing Row) {
    number = row.int(0)
    id = row.text(1)
    isIncident = row.text(2) == "incident"
    path = row.text(3)
    title = row.text(4)
    status = row.text(5)
    version = row.optionalInt(6)
    revision = row.text(7)
    category = row.text(8)
    date = row.text(9)
    origin = Incident.Origin(rawValue: row.text(10)) ?? .own
  }

  /// Whether the request lets this document into an answer.
  func passes(_ request: SearchRequest, in connection: Connection) throws(SQLiteError) -> Bool {
    if isIncident ? request.kind == .runbooks : request.kind == .incidents { return false }
    if !request.categories.isEmpty, !request.categories.contains(category) { return false }
    if isIncident, let since = request.since, date < since.description { return false }
    if !request.tags.isEmpty {
      let tags = try labels("tag", in: connection)
      guard request.tags.allSatisfy(tags.contains) else { return false }
    }
    if !request.services.isEmpty {
      let services = try labels("service", in: connection)
      guard request.services.contains(where: services.contains) else { return false }
    }
    return true
  }

  private func labels(_ kind: String, in connection: Connection) throws(SQLiteError) -> [String] {
    try connection.rows(DocumentSummary.labels, number, kind) { row in row.text(0) }
  }
}
