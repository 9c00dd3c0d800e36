/// The info string of a fence, such as `sh safety=read-only` or `json policy`.
///
/// Where pages are rendered by tools that show a fence as code only if its info string is one word, and
/// for those that hide it, the safety class is the first line of the command: `# safety: read-only`.
public struct FenceInfo: Equatable, Sendable {
  /// The first word in lower case; empty where there is none.
  public var language: String
  /// The other words as written.
  public var words: [String]

  /// Reads an info string.
  public init(_ info: String) {
    let parts = info.utf8.split { $0 <= 0x20 }.map { String(Substring($0)) }
    language = parts.first?.lowercased() ?? ""
    words = Array(parts.dropFirst())
  }

  /// The value of `name=value`; nil where it is absent.
  public func value(of name: String) -> String? {
    for word in words where word.hasPrefix(name + "=") {
      return String(word.dropFirst(name.count + 1))
    }
    return nil
  }

  /// Whether the text is typed into a shell.
  public var isShell: Bool {
    ["sh", "bash", "shell", "console", "zsh", "shell-session", "shellsession"].contains(language)
  }

  /// The safety class; nil where there is none and where it is not one of the known.
  public var safety: Safety? { value(of: "safety").flatMap(Safety.init(rawValue:)) }

  /// What to type, from the text of a shell fence.
  ///
  /// A transcript (`$ aws …` and what it printed) gives its typed lines without the prompt; any
  /// other text is a command as it stands, without blank lines at its ends.
  public static func command(in text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let isTranscript = lines.first { !$0.isEmpty }?.hasPrefix("$ ") == true
    guard isTranscript else { return trimmed(lines) }
    var typed: [Substring] = []
    var continues = false
    for line in lines {
      if continues {
        typed.append(line.hasPrefix("> ") ? line.dropFirst(2) : line)
      } else if line.hasPrefix("$ ") {
        typed.append(line.dropFirst(2))
      } else {
        continue
      }
      continues = line.hasSuffix("\\")
    }
    return trimmed(typed)
  }

  private static func trimmed(_ lines: [Substring]) -> String {
    func isBlank(_ line: Substring) -> Bool { line.utf8.allSatisfy { $0 <= 0x20 } }
    let kept = lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return kept.joined(separator: "\n")
  }
}

extension FenceInfo {
  /// What the first line of a command says its safety class behind.
  static let mark = "# safety: "

  /// A fence as the rest of the program knows it: the safety class in the info string.
  static func code(info: String, text: String) -> Block.Content {
    let fence = FenceInfo(info)
    guard text.hasPrefix(mark), fence.isShell, fence.value(of: "safety") == nil,
      let end = text.utf8.firstIndex(of: 0x0A)
    else { return .code(info: info, text: text) }
    let name = FieldReader.oneLine(String(text[..<end].dropFirst(mark.count)))
    return .code(
      info: "\(info) safety=\(name)", text: String(text[text.utf8.index(after: end)...]))
  }

  /// A Markdown text with the safety class of each fence as the first line of its command.
  static func marked(_ text: String) -> String {
    var open: Substring?
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let indent = line.prefix { $0 == " " }
      let fence = line.dropFirst(indent.count).prefix { $0 == "`" || $0 == "~" }
      guard fence.count >= 3 else { return String(line) }
      let info = FenceInfo(String(line.dropFirst(indent.count + fence.count)))
      if let mark = open {
        if info.language.isEmpty, fence.first == mark.first, fence.count >= mark.count {
          open = nil
        }
        return String(line)
      }
      open = fence
      guard info.isShell, let safety = info.value(of: "safety") else {
        return "\(indent)\(fence)\(info.language)"
      }
      return "\(indent)\(fence)\(info.language)\n\(indent)\(mark)\(safety)"
    }.joined(separator: "\n")
  }

  /// A finding for each fence of a body whose safety class is not one of the known.
  static func findings(in blocks: [Block], source: SourceText, path: String) -> [Finding] {
    var findings: [Finding] = []
    blocks.walk { block in
      guard case .code(let info, _) = block.content else { return }
      let fence = FenceInfo(info)
      guard let word = fence.value(of: "safety"), fence.safety == nil else { return }
      var location = block.location
      let line = String(decoding: source.line(location.line), as: UTF8.self)
      if let place = line.firstRange(ofText: "safety=") {
        location.column = line.utf8.distance(from: line.startIndex, to: place.upperBound) + 1
      }
      let words = Safety.allCases.map(\.rawValue)
      findings.append(
        Finding(
          rule: "safety", severity: .warning, path: path, location: location,
          message: "unknown safety class '\(word)', not one of \(words.joined(separator: ", "))",
          fix: FieldReader.suggestion(for: word, in: words)))
    }
    return findings
  }
}

extension [Block] {
  /// Visits every block in the order of the file, those in quotes and list items included.
  public func walk(_ visit: (Block) -> Void) {
    for block in self {
      visit(block)
      switch block.content {
      case .quote(let blocks): blocks.walk(visit)
      case .list(_, let items): for item in items { item.blocks.walk(visit) }
      default: break
      }
    }
  }
}

extension StringProtocol {
  /// Where a text stands first, byte for byte; the standard library compares by canonical
  /// equivalence, which is slower and not wanted for code.
  func firstRange(ofText text: String) -> Range<String.UTF8View.Index>? {
    let needle = Array(text.utf8)
    guard let first = needle.first else { return nil }
    var start = utf8.startIndex
    while let index = utf8[start...].firstIndex(of: first) {
      if utf8[index...].starts(with: needle) {
        return index..<utf8.index(index, offsetBy: needle.count)
      }
      start = utf8.index(after: index)
    }
    return nil
  }
}
