import CCMarkGFM
import Synchronization

/// GitHub Flavored Markdown as plain values, read with cmark-gfm.
///
/// Tables, strikethrough, autolinks and task lists are understood. Every place is one of the file.
/// Text that would make the parser slow is kept as plain paragraphs, with a finding that says so.
public enum MarkdownParser {
  /// How many blocks, or runs of emphasis, may stand inside each other; what is deeper becomes
  /// plain text.
  public static let depthLimit = 32

  /// Reads Markdown.
  ///
  /// - Parameters:
  ///   - bytes: the text, in UTF-8; other bytes become U+FFFD.
  ///   - path: what to call the file in a finding.
  ///   - firstLine: the number that the first line has in the file.
  /// - Returns: the blocks in order, and what a reader would stumble over.
  public static func parse(
    _ bytes: [UInt8], path: String, firstLine: Int = 1
  ) -> (blocks: [Block], findings: [Finding]) {
    let text = normalized(bytes)
    let source = SourceText(text, firstLine: firstLine)
    if let excess = MarkdownLimits.excess(in: source) {
      let finding = Finding(
        rule: "markdown", severity: .warning, path: path, location: excess.location,
        message: "\(excess.what); the page is shown as plain text", fix: excess.fix)
      return (MarkdownLimits.plainParagraphs(in: source), [finding])
    }
    guard let root = document(text) else { return (MarkdownLimits.plainParagraphs(in: source), []) }
    defer { cmark_node_free(root) }
    var reader = MarkdownReader(source: source)
    let blocks = reader.blocks(in: root, depth: 0)
    let findings = reader.tooDeep.map { location in
      Finding(
        rule: "markdown", severity: .warning, path: path, location: location,
        message: "nested deeper than \(depthLimit) levels; shown as plain text", fix: "flatten it")
    }
    return (blocks, findings.map { [$0] } ?? [])
  }

  /// LF line ends, which keeps every line and column; a carriage return alone, which only a
  /// terminal writes and which cmark would count as a line, becomes a space.
  private static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "\r")) else { return bytes }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte != UInt8(ascii: "\r") {
        text.append(byte)
      } else if index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "\n") {
        text.append(UInt8(ascii: " "))
      }
    }
    return text
  }

  /// The root node, which the caller frees; nil where there is no memory.
  private static func document(_ text: [UInt8]) -> OpaquePointer? {
    _ = areExtensionsRegistered
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink"] {
      guard let known = cmark_find_syntax_extension(name) else { continue }
      cmark_parser_attach_syntax_extension(parser, known)
    }
    text.withUnsafeBytes { buffer in
      cmark_parser_feed(parser, buffer.baseAddress, buffer.count)
    }
    var root: OpaquePointer?
    inlinePhase.withLock { _ in root = cmark_parser_finish(parser) }
    return root
  }

  /// Registers the extensions once; a static is made by one thread while others wait.
  private static let areExtensionsRegistered: Void = cmark_gfm_core_extensions_ensure_registered()

  /// Held while cmark reads inlines.
  ///
  /// 0.29.0.gfm.6 keeps the characters that start an inline of an
  /// extension in a global table, which each parser fills at the start and empties at the end
  /// (`cmark_manage_extensions_special_characters` in blocks.c), so one parser that ends would
  /// blind the others to `~~` and `www.`. The larger parts, blocks and the copy into values, go on
  /// in parallel.
  private static let inlinePhase = Mutex<Void>(())
}
