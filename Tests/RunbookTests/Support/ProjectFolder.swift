@testable import Runbook

/// The checkout that the tests were built from.
enum ProjectFolder {
  /// The path of the root.
  static let path = FileSystem.parent(
    of: FileSystem.parent(of: FileSystem.parent(of: FileSystem.parent(of: #filePath))))

  /// Every Markdown file of the knowledge base that ships.
  static let documents = FileSystem.files(below: path + "/Content")
    .filter { $0.hasSuffix(".md") && FileSystem.name(of: $0) != "README.md" }
    .map { "Content/" + $0 }

  /// The bytes of a file below the root.
  static func read(_ name: String) throws -> [UInt8] {
    try FileSystem.read("\(path)/\(name)")
  }
}
