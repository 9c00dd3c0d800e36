extension DecisionTable {
  /// The path of the table in a knowledge base.
  static let path = "Content/diagnosis/ecs.yml"
  private static let compiledSetting = "decision-table"
  private static let sourceSetting = "decision-table-source"

  /// The decision table of a knowledge base: the rules of every file in `Content/diagnosis/`.
  ///
  /// The compiled form is kept in the index; it is made anew where a file has changed.
  ///
  /// - Parameters:
  ///   - base: the knowledge base, refreshed.
  ///   - findings: what is wrong with the files; a file that cannot be read leaves the last good
  ///     table in use.
  /// - Returns: the table; one without rules where there is no file.
  public static func load(from base: KnowledgeBase, findings: inout [Finding]) -> DecisionTable {
    guard let revision = base.auxiliaryRevision(path) else { return .empty }
    let kept = base.setting(compiledSetting).flatMap { DecisionTable(compiled: $0) }
    if let kept, base.setting(sourceSetting) == Array(revision.utf8) { return kept }
    guard let file = base.auxiliary(path) else { return kept ?? .empty }
    let (table, problems) = DecisionTable.parse(file.bytes, path: path)
    findings += problems
    // A file with mistakes is read and reported by every command until it is mended.
    guard problems.isEmpty else { return table.rules.isEmpty ? kept ?? table : table }
    base.set(compiledSetting, to: table.compiled)
    base.set(sourceSetting, to: Array(revision.utf8))
    return table
  }
}
