/// What an input holds as documents of JSON, in whatever notation it was printed and with whatever
/// stands around them: the commands of a terminal, the lines of a log.
struct PastedDocuments {
  /// The documents, and the other lines as one list of texts, which is what a log is with
  /// `--query 'events[].message'`.
  let document: JSONDocument
  /// What a person should know of how they were read.
  var notes: [String] = []
  /// Whether a part of them is missing, so that what they do not say means nothing.
  var isCut = false

  /// The ways to read an input that is not JSON alone, the strictest first; each is tried when it is
  /// asked for.
  static func readings(_ text: PastedText) -> [() -> PastedDocuments?] {
    let bytes = text.bytes
    return [
      { PastedDocuments(session: bytes) }, { PastedDocuments(inside: bytes) },
      { PastedDocuments(yaml: bytes) }, { PastedDocuments(printed: bytes) },
    ]
  }

  private init?(json: [UInt8], texts: [JSON] = []) {
    let all = texts.isEmpty ? json : json + JSON.array(texts).bytes()
    let (document, problem) = JSONDocument.read(all, holdsProse: !texts.isEmpty)
    guard problem == nil else { return nil }
    self.document = document
  }

  // MARK: Pieces of JSON among other lines

  /// A text with more that only looks like JSON is a log; each piece is looked for in all the rest.
  private static let missLimit = 32

  private init?(session bytes: [UInt8]) {
    var documents: [UInt8] = []
    var texts: [JSON] = []
    var repairs: Set<LooseJSON.Repair> = []
    var misses = 0
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[start..<end]
      if let place = PastedDocuments.opening(in: line) {
        if let piece = PastedDocuments.piece(
          bytes, at: place, lineEnd: end, misses < Self.missLimit)
        {
          // What is closed behind it was opened before: this is the inside of something.
          let next = bytes[piece.end...].first { $0 > 0x20 }
          if documents.isEmpty, next.map({ "]},".utf8.contains($0) }) ?? false { return nil }
          documents += piece.json + [0x0A]
          repairs.formUnion(piece.repairs)
          start = piece.end
          // The rest of its line is punctuation.
          let rest = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
          if rest - start < 8 { start = rest }
          continue
        }
        misses += 1
      }
      let text = String(decoding: line, as: UTF8.self)
      if text.unicodeScalars.contains(where: { $0.value > 0x20 }) { texts.append(.string(text)) }
      start = end + 1
    }
    guard !documents.isEmpty else { return nil }
    self.init(json: documents, texts: texts)
    take(repairs, of: bytes)
  }

  /// One document from a place on: on its own line if it can be, which is soon seen.
  private static func piece(
    _ bytes: [UInt8], at place: Int, lineEnd: Int, _ readsOn: Bool
  ) -> (json: [UInt8], end: Int, repairs: Set<LooseJSON.Repair>)? {
    let line = Array(bytes[place..<lineEnd])
    if let length = JSONDocument.lengthOfFirst(in: line) {
      return (Array(line[..<length]), place + length, [])
    }
    guard readsOn else { return nil }
    let rest = Array(bytes[place...])
    if let length = JSONDocument.lengthOfFirst(in: rest) {
      return (Array(rest[..<length]), place + length, [])
    }
    guard let loose = LooseJSON.read(rest, from: 0), loose.value.holdsMembers else { return nil }
    return (loose.value.bytes(), place + loose.end, loose.repairs)
  }

  /// Where a document may begin in a line: at its first character, or where an object with a key in
  /// quotes begins behind the head of a log line.
  private static func opening(in line: ArraySlice<UInt8>) -> Int? {
    let visible = line.drop { $0 <= 0x20 }
    if visible.first == 0x7B { return visible.startIndex }
    if visible.first == 0x5B {
      let next = visible.dropFirst().first { $0 > 0x20 }
      // No `[INFO]` of a log.
      if next.map({ "{[]\"".utf8.contains($0) }) ?? true { return visible.startIndex }
    }
    return line.indices.dropLast().first { index in
      line[index] == 0x7B && (line[index + 1] == 0x22 || line[index + 1] == 0x27)
    }
  }

  // MARK: The inside of a document

  /// Reads a text that begins inside a document: its head was cut off, or its braces were not copied.
  private init?(inside bytes: [UInt8]) {
    guard bytes.count < 1 << 20 else { return nil }
    for start in PastedDocuments.heads(of: bytes) {
      let rest = Array(bytes[start...])
      guard let found = LooseJSON.readInside(rest), found.value.holdsMembers else { continue }
      var repairs = found.repairs
      if start > 0 { repairs.insert(.headCut) }
      self.init(json: found.value.bytes())
      take(repairs, of: bytes)
      return
    }
    return nil
  }

  /// Where a cut document can be read from: its start, its second line, its first whole key.
  private static func heads(of bytes: [UInt8]) -> [Int] {
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }) else { return [] }
    var heads: [Int] = []
    if "\"'}]{,".utf8.contains(bytes[first]) { heads.append(first) }
    if let line = bytes[first...].firstIndex(of: 0x0A) {
      let next = bytes[line...].drop { $0 <= 0x20 || $0 == 0x2C }
      if let byte = next.first, "\"'}]".utf8.contains(byte) { heads.append(next.startIndex) }
    }
    var index = first
    while index + 2 < bytes.count, index < first + 2000 {
      if bytes[index] == 0x2C {
        let next = bytes[(index + 1)...].drop { $0 <= 0x20 }
        if next.first == 0x22 || next.first == 0x27 || next.first == 0x7B {
          heads.append(next.startIndex)
          break
        }
      }
      index += 1
    }
    return heads
  }

  // MARK: Other notations

  private init?(yaml bytes: [UInt8]) {
    guard let value = YAMLOutput.read(bytes) else { return nil }
    self.init(json: value.bytes())
  }

  private init?(printed bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let value = TableOutput.read(text) ?? TextOutput.read(text) else { return nil }
    self.init(json: value.bytes())
  }

  private mutating func take(_ repairs: Set<LooseJSON.Repair>, of bytes: [UInt8]) {
    isCut = !repairs.isEmpty
    if repairs.contains(.headCut) {
      notes.append("part of the JSON is cut off at its start; what is there was read")
    }
    if repairs.contains(.tailCut) {
      let line = 1 + bytes.count { $0 == 0x0A }
      notes.append("part of the JSON is cut off at line \(line); what is there was read")
    }
    if repairs.contains(.elided) {
      notes.append("lines of the JSON are left out; what is there was read")
    }
  }
}

extension JSON {
  /// Whether it is an object with members, or a list that holds one.
  fileprivate var holdsMembers: Bool {
    switch self {
    case .object(let members): !members.isEmpty
    case .array(let items): items.contains { $0.holdsMembers }
    default: false
    }
  }
}

/// What `aws … --output yaml` and `yaml-stream` print.
enum YAMLOutput {
  /// Reads a text of keys and lists; nil where it is none.
  static func read(_ bytes: [UInt8]) -> JSON? {
    guard bytes.count < 1 << 20, looksLikeKeys(bytes),
      let root = try? YAML.parse(bytes, path: "input")
    else { return nil }
    return value(of: root)
  }

  /// Whether nearly every line is a key, an item of a list, or the rest of a long text.
  private static func looksLikeKeys(_ bytes: [UInt8]) -> Bool {
    var keys = 0
    var lines = 0
    for line in bytes.split(separator: 0x0A) {
      let visible = line.drop { $0 == 0x20 || $0 == 0x2D }
      guard let first = visible.first, first > 0x20 else { continue }
      lines += 1
      let word = visible.prefix { ASCII.isDigit($0) || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D }
      let after = visible.dropFirst(word.count)
      let isKey =
        !word.isEmpty && after.first == 0x3A
        && (after.count == 1 || after.dropFirst().first == 0x20)
      if isKey { keys += 1 }
    }
    return keys > 1 && keys * 10 >= lines * 6
  }

  private static func value(of node: YAMLNode) -> JSON {
    switch node.content {
    case .mapping(let entries):
      return .object(entries.map { (key: $0.key, value: value(of: $0.value)) })
    case .sequence(let items): return .array(items.map(value))
    case .scalar(let text, let isPlain):
      guard isPlain else { return .string(text) }
      return node.isNull ? .null : PrintedScalar.value(of: text)
    }
  }
}
