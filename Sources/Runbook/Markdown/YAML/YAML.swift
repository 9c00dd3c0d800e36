import CYAML

/// The part of YAML that front matter and data files need, read with libyaml.
///
/// Text that is not UTF-8, a NUL, a key that stands twice, anchors and aliases (one page of them
/// can unfold to gigabytes), tags, several documents in one file and deep nesting are refused.
public enum YAML {
  /// How many lists and mappings may stand inside each other.
  public static let depthLimit = 16

  /// Reads one YAML document.
  ///
  /// - Parameters:
  ///   - bytes: the document; a byte order mark is passed over.
  ///   - path: what to call the file in an error.
  ///   - firstLine: the number that the first line has in the file.
  /// - Returns: the root; a null scalar where there is nothing but comments.
  /// - Throws: `YAMLError`, the first one in the file.
  public static func parse(
    _ bytes: [UInt8], path: String, firstLine: Int = 1
  ) throws(YAMLError) -> YAMLNode {
    try read(bytes, path: path, firstLine: firstLine, joinsRepeats: false).root
  }

  /// Reads one YAML document in which keys of the outermost mapping may stand twice, as git leaves
  /// them where two people set the same key and the file is merged by union.
  ///
  /// Lists are joined; of other values the first one that says anything counts.
  ///
  /// - Parameters:
  ///   - bytes: the document, as above.
  ///   - path: what to call the file in an error.
  ///   - firstLine: the number that the first line has in the file.
  /// - Returns: the root, in which no key stands twice, and one error for each key that did.
  /// - Throws: `YAMLError`, the first other one in the file.
  public static func parseJoined(
    _ bytes: [UInt8], path: String, firstLine: Int = 1
  ) throws(YAMLError) -> (root: YAMLNode, repeats: [YAMLError]) {
    try read(bytes, path: path, firstLine: firstLine, joinsRepeats: true)
  }

  private static func read(
    _ bytes: [UInt8], path: String, firstLine: Int, joinsRepeats: Bool
  ) throws(YAMLError) -> (root: YAMLNode, repeats: [YAMLError]) {
    let mark = SourceText.byteOrderMark
    let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    let places = YAMLPlaces(source: SourceText(text, firstLine: firstLine), path: path)
    if let offset = SourceText.firstInvalidByte(in: text) {
      throw places.error(offset: offset, "not valid UTF-8", fix: "save the file as UTF-8")
    }
    if let offset = text.firstIndex(of: 0) {
      throw places.error(offset: offset, "a NUL byte in the text", fix: "remove it")
    }
    if text.isEmpty { return (YAMLNode.nothing(at: SourceLocation(line: firstLine)), []) }
    // libyaml keeps the pointer for as long as it reads, so all of it happens in here.
    typealias Answer = (root: YAMLNode, repeats: [YAMLError])
    let result: Result<Answer, YAMLError> = text.withUnsafeBufferPointer { buffer in
      Result { () throws(YAMLError) -> Answer in
        let reader = try YAMLReader(buffer, places: places)
        reader.joinsRepeats = joinsRepeats
        return (try reader.document(), reader.repeats)
      }
    }
    return try result.get()
  }
}

/// libyaml's marks, which count characters, as places in the file, which count bytes.
private struct YAMLPlaces {
  let source: SourceText
  let path: String
  /// The last answer; marks come nearly in order, so each look-up goes on from the one before.
  private var last: (character: Int, offset: Int) = (0, 0)

  init(source: SourceText, path: String) {
    self.source = source
    self.path = path
  }

  mutating func location(_ mark: yaml_mark_t) -> SourceLocation {
    source.location(at: offset(ofCharacter: Int(mark.index)))
  }

  private mutating func offset(ofCharacter target: Int) -> Int {
    if target < last.character { last = (0, 0) }
    var (character, offset) = last
    while character < target, offset < source.bytes.count {
      offset += 1
      // A continuation byte belongs to the character before it.
      while offset < source.bytes.count, source.bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      character += 1
    }
    last = (character, offset)
    return offset
  }

  func error(offset: Int, _ message: String, fix: String? = nil) -> YAMLError {
    error(at: source.location(at: offset), message, fix: fix)
  }

  func error(at location: SourceLocation, _ message: String, fix: String? = nil) -> YAMLError {
    YAMLError(
      path: path, location: location, message: message, fix: fix,
      sourceLine: String(decoding: source.line(location.line), as: UTF8.self))
  }
}

/// One run of libyaml's event parser; the only owner of its pointers.
private final class YAMLReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var hasEvent = false
  private var places: YAMLPlaces
  /// Whether keys of the outermost mapping may stand twice.
  var joinsRepeats = false
  /// What would have been refused otherwise.
  private(set) var repeats: [YAMLError] = []

  /// Starts on a text that must outlive the reader.
  init(_ buffer: UnsafeBufferPointer<UInt8>, places: YAMLPlaces) throws(YAMLError) {
    parser = .allocate(capacity: 1)
    event = .allocate(capacity: 1)
    self.places = places
    guard yaml_parser_initialize(parser) == 1 else {
      throw places.error(offset: 0, "not enough memory to read YAML")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
  }

  deinit {
    if hasEvent { yaml_event_delete(event) }
    // Safe after a failed initialisation too: that leaves the structure cleared.
    yaml_parser_delete(parser)
    parser.deallocate()
    event.deallocate()
  }

  func document() throws(YAMLError) -> YAMLNode {
    try next()  // the start of the stream
    try next()
    guard event.pointee.type == YAML_DOCUMENT_START_EVENT else {
      return YAMLNode.nothing(at: places.source.location(at: 0))
    }
    let document = event.pointee.data.document_start
    if document.tag_directives.start != document.tag_directives.end {
      throw failure("a %TAG directive is not supported", fix: "remove it")
    }
    try next()
    let root = try node(depth: 0)
    try next()  // the end of the document
    try next()
    guard event.pointee.type == YAML_STREAM_END_EVENT else {
      throw failure("a second document in one file", fix: "remove it, and the --- before it")
    }
    return root
  }

  /// The node that the current event starts; the recursion ends at the depth limit.
  private func node(depth: Int) throws(YAMLError) -> YAMLNode {
    let location = places.location(event.pointee.start_mark)
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      let isPlain = event.pointee.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
      return YAMLNode(.scalar(try scalar(), isPlain: isPlain), location: location)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.pointee.data.sequence_start
      try refuse(anchor: start.anchor, tag: start.tag, depth: depth)
      var items: [YAMLNode] = []
      try next()
      while event.pointee.type != YAML_SEQUENCE_END_EVENT {
        items.append(try node(depth: depth + 1))
        try next()
      }
      return YAMLNode(.sequence(items), location: location)
    case YAML_MAPPING_START_EVENT:
      let start = event.pointee.data.mapping_start
      try refuse(anchor: start.anchor, tag: start.tag, depth: depth)
      return YAMLNode(.mapping(try entries(depth: depth)), location: location)
    case YAML_ALIAS_EVENT:
      throw failure(
        "aliases are not supported", fix: "write the value out, or quote a text that starts with *")
    default:
      throw failure("unexpected end of the YAML")
    }
  }

  /// The text of the current event, which is a scalar.
  private func scalar() throws(YAMLError) -> String {
    let scalar = event.pointee.data.scalar
    try refuse(anchor: scalar.anchor, tag: scalar.tag, depth: 0)
    return String(
      decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
  }

  private func entries(depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    var lines: [String: Int] = [:]
    try next()
    while event.pointee.type != YAML_MAPPING_END_EVENT {
      let location = places.location(event.pointee.start_mark)
      guard event.pointee.type == YAML_SCALAR_EVENT else {
        throw event.pointee.type == YAML_ALIAS_EVENT
          ? failure("aliases are not supported", fix: "write the key out")
          : failure("a key must be one text", fix: "quote it if it holds brackets or braces")
      }
      let key = try scalar()
      var known: Int?
      if let line = lines.updateValue(location.line, forKey: key) {
        let error = places.error(
          at: location, "key '\(key)' stands twice, first on line \(line)",
          fix: "keep one of the two")
        guard joinsRepeats, depth == 0 else { throw error }
        repeats.append(error)
        known = entries.firstIndex { $0.key == key }
      }
      try next()
      let value = try node(depth: depth + 1)
      if let known {
        entries[known].value = YAMLReader.joined(entries[known].value, value)
      } else {
        entries.append(YAMLNode.Entry(key: key, keyLocation: location, value: value))
      }
      try next()
    }
    return entries
  }

  /// What two values of one key are together.
  private static func joined(_ first: YAMLNode, _ second: YAMLNode) -> YAMLNode {
    if first.isNull { return second }
    guard let left = first.items, let right = second.items else { return first }
    let added = right.filter { item in !left.contains { $0.holdsSame(as: item) } }
    return YAMLNode(.sequence(left + added), location: first.location)
  }

  private func refuse(
    anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, depth: Int
  ) throws(YAMLError) {
    if anchor != nil {
      throw failure(
        "anchors are not supported", fix: "remove it, or quote a text that starts with &")
    }
    if tag != nil {
      throw failure("tags are not supported", fix: "remove it, or quote a text that starts with !")
    }
    if depth >= YAML.depthLimit {
      throw failure("nested deeper than \(YAML.depthLimit) levels", fix: "flatten it")
    }
  }

  private func next() throws(YAMLError) {
    if hasEvent { yaml_event_delete(event) }
    hasEvent = yaml_parser_parse(parser, event) == 1
    if !hasEvent { throw syntaxError() }
  }

  private func failure(_ message: String, fix: String? = nil) -> YAMLError {
    places.error(at: places.location(event.pointee.start_mark), message, fix: fix)
  }

  /// What libyaml says of the text, in its words, with what usually helps.
  private func syntaxError() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "cannot read this YAML"
    switch parser.pointee.error {
    case YAML_READER_ERROR:
      return places.error(offset: parser.pointee.problem_offset, problem, fix: "remove it")
    case YAML_MEMORY_ERROR:
      return places.error(offset: 0, "not enough memory to read YAML")
    default:
      let context = parser.pointee.context.map { String(cString: $0) }
      let message = context.map { "\(problem) \($0)" } ?? problem
      // What is not closed is better shown where it opens than where the text ends.
      let isUnclosed = problem.hasPrefix("found unexpected") && context != nil
      let mark = isUnclosed ? parser.pointee.context_mark : parser.pointee.problem_mark
      return places.error(at: places.location(mark), message, fix: Self.fixes[problem])
    }
  }

  /// What to do about the mistakes that people make in front matter, by libyaml's name for them.
  private static let fixes = [
    "mapping values are not allowed in this context":
      "quote a value that holds a colon and a space",
    "found character that cannot start any token":
      "quote a value that starts with ` or @ or %, and indent with spaces, not tabs",
    "found unexpected end of stream": "close the quote",
    "found unexpected document indicator": "close the quote",
    "did not find expected ',' or ']'": "close the bracket, or quote a value that starts with one",
    "did not find expected ',' or '}'": "close the brace, or quote a value that starts with one",
    "could not find expected ':'": "write 'key: value', and quote a value that spans lines",
    "did not find expected key": "check the indentation and the quotes here and one line above",
    "did not find expected '-' indicator": "indent every '-' of the list alike",
    "found unknown escape character": "write \\\\ for a backslash, or use single quotes",
  ]
}
