/// What an export wrote into its folder: how it is known again, and what may be removed.
struct ExportManifest: Equatable {
  static let name = ".runbook-site.json"

  /// The format of the export.
  var format: String
  /// Names everything that the files were made from.
  var key: String
  /// The files with their sizes, by path.
  var files: [String: Int]

  /// The manifest of a folder.
  ///
  /// - Returns: nil where there is none.
  /// - Throws: `damagedManifest`, or `FileError` where it cannot be read.
  init?(of folder: String) throws {
    let path = "\(folder)/\(ExportManifest.name)"
    guard FileSystem.status(path) != nil else { return nil }
    let bytes = try FileSystem.read(path)
    let (document, problem) = JSONDocument.read(bytes)
    let damage = ExportError.damagedManifest(path: path)
    guard problem == nil, let root = document.roots.first else { throw damage }
    var texts: [String: String] = [:]
    var files: [String: Int]?
    for (key, value) in root.members {
      guard let key = key.string else { throw damage }
      if let text = value.string { texts[key] = text }
      if key == "files" { files = try ExportManifest.files(value, damage) }
    }
    guard let format = texts["format"], let files else { throw damage }
    self.init(format: format, key: texts["key"] ?? "", files: files)
  }

  private static func files(_ value: JSONValue, _ damage: ExportError) throws -> [String: Int] {
    var files: [String: Int] = [:]
    for (path, size) in value.members {
      guard let path = path.string, let size = size.int, isInside(path) else { throw damage }
      files[path] = size
    }
    return files
  }

  init(format: String, key: String, files: [String: Int]) {
    self.format = format
    self.key = key
    self.files = files
  }

  /// Whether a path stays inside the folder, whatever somebody wrote into the manifest.
  private static func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/")
      && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && $0 != "." && $0 != ".."
      }
  }

  var bytes: [UInt8] {
    let entries = files.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSON.int($0.value)) }
    let json: JSON = [
      "generator": "runbook", "format": .string(format), "key": .string(key),
      "files": .object(entries),
    ]
    return Array((json.text(pretty: true) + "\n").utf8)
  }
}
