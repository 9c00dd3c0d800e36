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

  /// The id of a page that gives itself none: its file name in kebab case, `KubePodCrashLooping.md`
  /// as `kube-pod-crash-looping`; of the page that stands for a folder, such as `README.md`, the
  /// name of the folder.
  ///
  /// - Returns: nil where the name has no letter and no digit of ASCII.
  public static func derived(fromPath path: String) -> String? {
    nearest(to: kebab(pageName(ofPath: path)))
  }

  /// The same with the name of the folder before it, for a file name that several folders have.
  public static func qualified(fromPath path: String) -> String? {
    let folder = FileSystem.parent(of: isFolderPage(path) ? FileSystem.parent(of: path) : path)
    let names = [FileSystem.name(of: folder), pageName(ofPath: path)]
    return nearest(to: names.map(kebab).joined(separator: "-"))
  }

  /// What a page is called by its path: the file name without its ending, or that of its folder.
  public static func pageName(ofPath path: String) -> String {
    isFolderPage(path) ? FileSystem.name(of: FileSystem.parent(of: path)) : ofFile(path)
  }

  /// Whether a file is the page that a host shows for its folder.
  public static func isFolderPage(_ path: String) -> Bool {
    ["readme", "_index", "index"].contains(ofFile(path).lowercased())
  }

  /// With a hyphen before each word of a name in camel case: `KubeAPIDown` as `Kube-API-Down`.
  private static func kebab(_ name: String) -> String {
    let bytes = Array(name.utf8)
    func isUpper(_ index: Int) -> Bool {
      bytes.indices.contains(index) && 0x41...0x5A ~= bytes[index]
    }
    func isLower(_ index: Int) -> Bool {
      bytes.indices.contains(index) && (0x61...0x7A ~= bytes[index] || 0x30...0x39 ~= bytes[index])
    }
    var result: [UInt8] = []
    for index in bytes.indices {
      if isUpper(index), isLower(index - 1) || isUpper(index - 1) && isLower(index + 1) {
        result.append(UInt8(ascii: "-"))
      }
      result.append(bytes[index])
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte
  }
}
