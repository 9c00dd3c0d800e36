/// A symptom with the runbook that search must answer it with, from `Content/searches.yml`.
///
/// `runbook lint` runs them all, so that an edit which breaks a search fails review.
public struct ExpectedSearch: Equatable, Sendable {
  /// The path of the file in a knowledge base.
  public static let path = "Content/searches.yml"

  /// The symptom.
  public var query: String
  /// The id of the runbook, or `none`.
  public var expect: String
  /// Other runbooks that are as good a first answer.
  public var accept: [String]
  /// The anchor of the step of `expect` that must be its first; nil where several are as good.
  public var step: String?
  /// Where the entry stands.
  public var location: SourceLocation

  /// Reads `searches:`, a list of `{query, expect, accept, step}`.
  ///
  /// - Parameter bytes: the file.
  /// - Returns: the entries, in order.
  /// - Throws: `YAMLError`, for an entry without `query` or `expect` too.
  public static func all(in bytes: [UInt8]) throws(YAMLError) -> [ExpectedSearch] {
    let root = try YAML.parse(bytes, path: path)
    guard let items = root["searches"]?.items else {
      throw YAMLError(
        path: path, location: root.location, message: "'searches' is missing",
        fix: "begin the file with 'searches:' and a list below it", sourceLine: "")
    }
    var entries: [ExpectedSearch] = []
    for item in items {
      guard let query = item["query"]?.string, let expect = item["expect"]?.string else {
        throw YAMLError(
          path: path, location: item.location, message: "'query' or 'expect' is missing",
          fix: "write '- query: \"the symptom\"' and 'expect: the-runbook' below it",
          sourceLine: "")
      }
      entries.append(
        ExpectedSearch(
          query: query, expect: expect, accept: item["accept"]?.strings ?? [],
          step: item["step"]?.string, location: item.location))
    }
    return entries
  }
}
