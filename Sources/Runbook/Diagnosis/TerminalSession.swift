/// What was copied from a terminal: JSON that one command printed, and around it the commands
/// themselves and the lines of a log that another one printed.
struct TerminalSession {
  /// The same as documents of JSON alone: those of the session, then the other lines as one list of
  /// texts, which is what a log is with `--query 'events[].message'`.
  let json: [UInt8]

  /// Nobody copies more than this; longer inputs are files.
  private static let sizeLimit = 4 << 20
  /// A text with more pieces of JSON, or of what only looks like it, is a log and no session; each
  /// piece is looked for in all the rest.
  private static let pieceLimit = 32

  /// Takes a session apart; nil where it has no JSON, nothing but JSON, or JSON that is broken.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= TerminalSession.sizeLimit else { return nil }
    var documents: [UInt8] = []
    var texts: [JSON] = []
    var pieces = 0
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
      let line = bytes[start..<end]
      if TerminalSession.opensDocument(line) {
        pieces += 1
        guard pieces <= TerminalSession.pieceLimit else { return nil }
        let rest = Array(bytes[start...])
        let (document, problem) = JSONDocument.read(rest)
        if !document.rootNodes.isEmpty {
          let length = problem.map { SourceText(rest).offset(of: $0.location) } ?? rest.count
          documents += rest.prefix(length)
          documents.append(0x0A)
          start += length
          continue
        }
        // Brackets that nothing closes are an answer that was cut off.
        guard problem?.found != "the end of the input" else { return nil }
      }
      let text = String(decoding: line, as: UTF8.self)
      if text.unicodeScalars.contains(where: { $0.value > 0x20 }) { texts.append(.string(text)) }
      start = min(end + 1, bytes.endIndex)
    }
    guard !documents.isEmpty, !texts.isEmpty else { return nil }
    json = documents + JSON.array(texts).bytes()
  }

  /// Whether a line begins with an object, or with a list that is no `[INFO]` of a log.
  private static func opensDocument(_ line: ArraySlice<UInt8>) -> Bool {
    let visible = line.drop { $0 <= 0x20 }
    if visible.first == 0x7B { return true }
    guard visible.first == 0x5B else { return false }
    return visible.dropFirst().first { $0 > 0x20 }.map { "{[]".utf8.contains($0) } ?? true
  }
}
