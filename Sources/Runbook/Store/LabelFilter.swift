/// Which documents of a kind are meant, by their labels.
public struct LabelFilter: Equatable, Sendable {
  /// Only documents of one of these categories; all where empty, as below.
  public var categories: [String] = []
  /// Only documents with each of these tags.
  public var tags: [String] = []
  /// Only documents with one of these services.
  public var services: [String] = []
  /// Only documents with one of these states.
  public var statuses: [String] = []

  /// Makes a filter that lets everything through.
  public init(
    categories: [String] = [], tags: [String] = [], services: [String] = [],
    statuses: [String] = []
  ) {
    self.categories = categories
    self.tags = tags
    self.services = services
    self.statuses = statuses
  }

  /// Conditions on `document`, each beginning with `AND`; only placeholders come from the lists.
  var condition: (sql: String, values: [(any Bindable)?]) {
    var sql = ""
    var values: [(any Bindable)?] = []
    func marks(_ list: [String]) -> String {
      values += list
      return list.map { _ in "?" }.joined(separator: ", ")
    }
    if !categories.isEmpty { sql += " AND category COLLATE NOCASE IN (\(marks(categories)))" }
    if !statuses.isEmpty { sql += " AND status COLLATE NOCASE IN (\(marks(statuses)))" }
    for tag in tags { sql += " AND \(LabelFilter.has(.tag, marks([tag])))" }
    if !services.isEmpty { sql += " AND \(LabelFilter.has(.service, marks(services)))" }
    return (sql, values)
  }

  private static func has(_ kind: LabelKind, _ marks: String) -> String {
    """
    EXISTS (SELECT 1 FROM label WHERE document = number AND label.kind = '\(kind.rawValue)' \
    AND value COLLATE NOCASE IN (\(marks)))
    """
  }
}
