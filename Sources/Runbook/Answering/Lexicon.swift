/// The words that stand for one another, and those that tell our field from another one.
///
/// Both come from files of the knowledge base, `Content/synonyms.yml` and `Content/scope.yml`, and
/// are kept as rows keyed by their first term, so that a search reads only the few it needs.
struct Lexicon {
  private let connection: Connection

  /// What a phrase is in the lexicon for.
  enum Kind: Int {
    case synonym = 0
    /// A word of this field alone.
    case ours = 1
    /// A word of another field.
    case elsewhere = 2
    /// A word of this field that others use too.
    case shared = 3
  }

  /// A phrase of the lexicon.
  struct Entry: Equatable {
    var kind: Kind
    /// The terms of the phrase, in order.
    var terms: [String]
    /// Which group of synonyms it belongs to.
    var family: Int
  }

  static let synonymsPath = "Content/synonyms.yml"
  static let scopePath = "Content/scope.yml"
  private static let sourceSetting = "lexicon-source"

  // Every phrase that begins with a term.
  private static let byFirstTerm = "SELECT kind, terms, family FROM lexicon WHERE first = ?"
  // Every phrase of a group.
  private static let byFamily =
    "SELECT terms FROM lexicon WHERE family = ? AND kind = 0 ORDER BY terms"
  private static let insertion =
    "INSERT OR IGNORE INTO lexicon (first, kind, terms, family) VALUES (?, ?, ?, ?)"

  /// The lexicon of a knowledge base, read anew where its files have changed.
  ///
  /// - Throws: `KnowledgeBaseError` or `SQLiteError`; a file that cannot be read leaves the last good
  ///   lexicon in place and is a finding.
  init(of base: KnowledgeBase, findings: inout [Finding]) throws {
    connection = base.connection
    let revisions = [Lexicon.synonymsPath, Lexicon.scopePath].map {
      base.auxiliaryRevision($0) ?? "-"
    }
    let source = Array(revisions.joined(separator: " ").utf8)
    guard base.setting(Lexicon.sourceSetting) != source else { return }
    do {
      var entries: [Entry] = []
      if let synonyms = base.auxiliary(Lexicon.synonymsPath) {
        entries += try Lexicon.synonyms(synonyms.bytes)
      }
      if let scope = base.auxiliary(Lexicon.scopePath) {
        entries += try Lexicon.scope(scope.bytes)
      }
      try connection.transaction { () throws(SQLiteError) in
        try connection.run("DELETE FROM lexicon")
        for entry in entries {
          try connection.run(
            Lexicon.insertion, entry.terms.first ?? "", entry.kind.rawValue,
            entry.terms.joined(separator: " "), entry.family)
        }
        base.set(Lexicon.sourceSetting, to: source)
      }
    } catch let error as YAMLError {
      findings.append(error.finding(rule: "yaml"))
    }
  }

  /// The phrases that begin with a term.
  func entries(startingWith term: String) throws(SQLiteError) -> [Entry] {
    try connection.rows(Lexicon.byFirstTerm, term) { row in
      Entry(
        kind: Kind(rawValue: row.int(0)) ?? .synonym,
        terms: row.text(1).split(separator: " ").map(String.init), family: row.int(2))
    }
  }

  /// The phrases of a group of synonyms.
  func phrases(ofFamily family: Int) throws(SQLiteError) -> [[String]] {
    try connection.rows(Lexicon.byFamily, family) { row in
      row.text(0).split(separator: " ").map(String.init)
    }
  }

  /// Reads `synonyms:`, a list of groups, each a list of words or phrases.
  static func synonyms(_ bytes: [UInt8]) throws(YAMLError) -> [Entry] {
    let root = try YAML.parse(bytes, path: synonymsPath)
    var entries: [Entry] = []
    for (family, group) in (root["synonyms"]?.items ?? []).enumerated() {
      for phrase in group.items ?? [] {
        guard let text = phrase.string else { continue }
        entries += phrases(in: text).map { Entry(kind: .synonym, terms: $0, family: family) }
      }
    }
    return entries
  }

  /// Reads `ours:`, `shared:` and `elsewhere:`, lists of words and phrases.
  static func scope(_ bytes: [UInt8]) throws(YAMLError) -> [Entry] {
    let root = try YAML.parse(bytes, path: scopePath)
    var entries: [Entry] = []
    for (key, kind) in [("ours", Kind.ours), ("shared", .shared), ("elsewhere", .elsewhere)] {
      for phrase in root[key]?.items ?? [] {
        guard let text = phrase.string else { continue }
        entries += phrases(in: text).map { Entry(kind: kind, terms: $0, family: -1) }
      }
    }
    return entries
  }

  /// The forms of a phrase: its parts in a row, and the whole where it is one identifier.
  private static func phrases(in text: String) -> [[String]] {
    let words = Terms.words(in: text)
    let parts = words.flatMap(\.parts)
    var forms = parts.isEmpty ? [] : [parts]
    if words.count == 1, let whole = words[0].whole { forms.append([whole]) }
    return forms
  }
}
