import Runbook

/// What a word on the command line means: an id, an alias, or the part of an id that only one has.
struct IDLookup {
  private let base: KnowledgeBase
  /// Shorter parts are of too many ids.
  private static let partLength = 3

  init(_ base: KnowledgeBase) { self.base = base }

  /// The runbook that a word means: its id, an alias, or the beginning of one id.
  ///
  /// - Returns: nil where there is none.
  /// - Throws: `CommandError` where the word begins several.
  func runbook(_ word: String) throws -> String? {
    if let id = try base.runbooks.summary(of: word)?.id ?? base.runbooks.id(ofAlias: word) {
      return id
    }
    guard word.utf8.count >= IDLookup.partLength else { return nil }
    return try only(of: try base.runbooks.allIDs().filter { $0.hasPrefix(word) }, word, "runbooks")
  }

  /// The own incident that part of an id means.
  ///
  /// - Returns: nil where there is none.
  /// - Throws: `CommandError` where the word is part of several; of those, the only open one is meant.
  func incident(like word: String) throws -> IncidentSummary? {
    let own = try base.incidents.list().filter { $0.origin == .own }
    // The whole of the words after the day is as good as the id.
    let named = own.filter { $0.id.dropFirst("yyyy-mm-dd-".count) == word }
    if named.count == 1 { return named[0] }
    guard word.utf8.count >= IDLookup.partLength else { return nil }
    let matches = own.filter { $0.id.contains(word) }
    let begun = matches.filter { $0.id.hasPrefix(word) }
    let open = matches.filter { $0.status == .open }
    for found in [matches, begun, open] where found.count == 1 { return found[0] }
    guard !matches.isEmpty else { return nil }
    throw CommandError(
      .usage, "'\(word)' fits \(matches.count) incidents",
      hints: matches.prefix(5).map { "\($0.id)  \(Console.safe($0.title))" })
  }

  /// The id of the runbook or incident that a word means.
  ///
  /// - Throws: `CommandError` where it means none, or several; it says what was probably meant.
  func document(_ word: String) throws -> String {
    if try base.runbooks.number(of: word) != nil { return word }
    if let id = try base.runbooks.id(ofAlias: word) { return id }
    let ids = try base.runbooks.allIDs() + base.incidents.allIDs()
    let begun = ids.filter { $0.hasPrefix(word) }
    if word.utf8.count >= IDLookup.partLength {
      if begun.count == 1 { return begun[0] }
      if let incident = try incident(like: word) { return incident.id }
      if let id = try only(of: begun, word, "documents") { return id }
    }
    throw CommandError(
      .noInput, "no runbook or incident '\(word)'",
      hints: [
        IDLookup.guess(word, in: ids), "'runbook list --kind all' shows every id",
      ].compactMap { $0 })
  }

  private func only(of ids: [String], _ word: String, _ what: String) throws -> String? {
    guard ids.count > 1 else { return ids.first }
    throw CommandError(
      .usage, "'\(word)' is the beginning of \(ids.count) \(what)", hints: Array(ids.prefix(5)))
  }

  /// What was probably meant by a word that no id has.
  static func guess(_ word: String, in ids: [String]) -> String? {
    let guess =
      Spelling.nearest(to: word, in: ids)
      ?? ids.first { $0.split(separator: "-").contains { $0 == word } }
    return guess.map { "did you mean '\($0)'?" }
  }
}
