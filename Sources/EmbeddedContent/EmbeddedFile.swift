/// A file of `Content/`, `migrations/`, `site-assets/` or `rules/` as it was when the program was built.
public struct EmbeddedFile: Sendable {
  /// The path relative to the package, such as `Content/runbooks/ecs/ecs-oom-killed.md`.
  public let path: String
  /// The bytes of the file; UTF-8 is checked when the program is built.
  public let bytes: [UInt8]

  /// A number that is another one as soon as any embedded file but those of `rules/` is; known
  /// without reading them.
  public static var fingerprint: UInt64 { Embedded.fingerprint }

  /// Whether a file with this path is embedded; nothing of it is read.
  public static func has(_ path: String) -> Bool {
    Embedded.files.contains { $0.path.withUTF8Buffer { $0.elementsEqual(path.utf8) } }
  }

  /// Every embedded file whose path starts with the prefix, in path order.
  ///
  /// - Parameter prefix: one of those folders, or a path below it.
  /// - Returns: the files, read in full.
  public static func all(under prefix: String) -> [EmbeddedFile] {
    Embedded.files.lazy
      .filter { $0.path.withUTF8Buffer { $0.starts(with: prefix.utf8) } }
      .map { file in
        EmbeddedFile(
          path: file.path.withUTF8Buffer { String(decoding: $0, as: UTF8.self) },
          bytes: file.text.withUTF8Buffer { Array($0) })
      }
  }
}
