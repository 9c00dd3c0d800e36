/// The ids of documents, which are also their file names.
public enum DocumentID {
  /// The most characters.
  public static let maximumLength = 80

  /// The id that the file of a document should have: its name without the ending.
  public static func ofFile(_ path: String) -> String {
    let name = FileSystem.name(of: path)
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }

  /// Whether a text is an id, `^[a-z0-9][a-z0-9-]{0,79}$`; no id leaves its folder.
  public static func isValid(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= maximumLength else { return false }
    return first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// The id nearest to a text: lower case, a hyphen for each run of other characters, cut at a
  /// hyphen where it is too long; nil where nothing is left.
  public static func nearest(to text: String) -> String? {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      let lower = 0x41...0x5A ~= byte ? byte | 0x20 : byte
      if isLetterOrDigit(lower) {
        bytes.append(lower)
      } else if bytes.last.map({ $0 != UInt8(ascii: "-") }) == true {
        bytes.append(UInt8(ascii: "-"))
      }
    }
    if bytes.count > maximumLength {
      let cut = bytes.prefix(maximumLength)
      bytes = Array(cut[..<(cut.lastIndex(of: UInt8(ascii: "-")) ?? cut.endIndex)])
    }
    if bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte
  }
}
