import EmbeddedContent
import Testing

@testable import Runbook

/// The content that ships, indexed once for all tests of this process.
enum ShippedContent {
  private static let cache = Result { try TemporaryFolder() }

  /// An own connection to the shared index.
  static func open() throws -> KnowledgeBase {
    let base = try KnowledgeBase.open(.embedded, environment: ["XDG_CACHE_HOME": cache.get().path])
    try base.refresh()
    return base
  }

  /// The answer of the shipped content to a symptom.
  static func answer(_ text: String) throws -> Answer {
    try Search(open()).answer(SearchRequest(text))
  }
}

/// A knowledge base in a folder of its own, with the shipped content and more.
struct TeamContent {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for file in EmbeddedFile.all(under: "Content/") { try write(file.bytes, to: file.path) }
  }

  func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let path = "\(folder.path)/\(path)"
    try FileSystem.makeDirectory(FileSystem.parent(of: path))
    try FileSystem.write(bytes, to: path)
  }

  func answer(_ request: SearchRequest) throws -> Answer {
    let base = try KnowledgeBase.open(.folder(folder.path), environment: [:])
    try base.refresh()
    return try Search(base).answer(request)
  }

  func answer(_ text: String) throws -> Answer { try answer(SearchRequest(text)) }

  /// Writes an incident that happened here.
  func log(
    _ id: String, symptoms: String, runbook: String, outcome: String, minutes: Int? = nil,
    fingerprint: String? = nil
  ) throws {
    let day = id.prefix(10)
    let end = minutes.map { "resolved_at: \(day)T10:\($0 < 10 ? "0" : "")\($0):00Z\n" } ?? ""
    let print = fingerprint.map { "fingerprints: [\($0)]\n" } ?? ""
    try write(
      """
      ---
      id: \(id)
      title: Incident \(id)
      kind: incident
      status: resolved
      severity: SEV3
      services: [checkout]
      started_at: \(day)T10:00:00Z
      \(end)\(print)runbooks:
        - {id: \(runbook), version: 1, outcome: \(outcome)}
      ---

      ## Summary

      It happened.

      ## Symptoms

      \(symptoms)

      ## Resolution

      It was ended.
      """, to: "Content/incidents/\(id.prefix(4))/\(id).md")
  }
}
