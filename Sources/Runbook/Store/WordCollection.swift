/// Documents whose words are weighed among themselves.
///
/// How telling a word is depends on the documents that are counted, so that what a team adds by the
/// hundred, incidents and pages that it brings along, is counted apart and moves no other answer.
enum WordCollection: String, CaseIterable, Sendable {
  /// Runbooks that say how people meet their trouble, and the public examples.
  case taught = "document"
  /// Runbooks of which nothing but their words is known.
  case pages = "page"
  /// The team's own incidents.
  case incidents = "incident"

  /// The table with the text of each document.
  var textTable: String { "\(rawValue)_text" }
  /// The full-text table over it.
  var fullTextTable: String { "\(rawValue)_fts" }
  /// The table with the number of documents of each term; nobody asks for that of incidents.
  var termTable: String? {
    switch self {
    case .taught: "term"
    case .pages: "page_term"
    case .incidents: nil
    }
  }
}
