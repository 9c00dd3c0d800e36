import Runbook

/// A knowledge base that stays open between the commands of a server, which has one thread.
///
/// Opening an index and preparing to search it takes longer than most searches.
final class KeptKnowledge: @unchecked Sendable {
  private var base: KnowledgeBase?
  private var prepared: (search: Search, state: State)?

  /// What must be the same for a prepared search to stay right.
  private struct State: Equatable {
    var connection: ObjectIdentifier
    /// Changes with each commit of another connection.
    var version: Int
    /// Changes with each row that this connection writes.
    var changes: Int

    init(_ base: KnowledgeBase) throws(SQLiteError) {
      connection = ObjectIdentifier(base.connection)
      version = try base.connection.first("PRAGMA data_version") { row in row.int(0) } ?? 0
      changes = try base.connection.first("SELECT total_changes()") { row in row.int(0) } ?? 0
    }
  }

  /// The knowledge base, where it is the one at this place.
  func base(at location: KnowledgeBaseLocation) -> KnowledgeBase? {
    base.flatMap { $0.location == location ? $0 : nil }
  }

  func keep(_ base: KnowledgeBase) { self.base = base }

  /// Forgets everything, such as a damaged index.
  func forget() { (base, prepared) = (nil, nil) }

  /// The search of a knowledge base, prepared anew where the index is another than before.
  ///
  /// - Throws: `KnowledgeBaseError` or `SQLiteError`.
  func search(_ base: KnowledgeBase) throws -> Search {
    let state = try State(base)
    if let prepared, prepared.state == state { return prepared.search }
    let search = try Search(base)
    prepared = (search, state)
    return search
  }
}
