/// The compiled table as bytes, so that a command does not parse YAML.
///
/// Numbers are little-endian, texts are UTF-8 after their length. Anything unexpected while reading
/// means that the bytes are of another version: the reader gives nil, and the caller compiles anew.
extension DecisionTable {
  /// Changes whenever the form or the facts change.
  private static let format: [UInt8] = Array("table6:\(Facts.Name.allCases.count)".utf8)

  /// The table as bytes that `init(compiled:)` reads.
  public var compiled: [UInt8] {
    var writer = BlobWriter()
    writer.bytes += DecisionTable.format
    writer.write(texts: sidecars)
    writer.write(texts: consequences)
    writer.write(Int32(pieces.ends.count))
    for end in pieces.ends { writer.write(end) }
    writer.write(Int32(pieces.bytes.count))
    writer.bytes += pieces.bytes
    writer.write(rules: rules)
    writer.write(Int32(lists.count))
    for list in lists {
      writer.write(text: list.name)
      writer.write(rules: list.rules)
    }
    writer.write(secondaries: always)
    return writer.bytes
  }

  /// Reads what `compiled` wrote; nil for anything else.
  public init?(compiled bytes: [UInt8]) {
    let format = DecisionTable.format
    guard bytes.starts(with: format) else { return nil }
    let table = bytes.withUnsafeBufferPointer { buffer -> DecisionTable? in
      var reader = BlobReader(buffer, offset: format.count)
      let sidecars = reader.texts()
      let consequences = reader.texts()
      let ends = (0..<reader.count()).map { _ in reader.number() }
      let pieces = reader.slice(reader.count())
      let rules = reader.rules()
      let lists = (0..<reader.count()).map { _ in
        List(name: reader.text(), rules: reader.rules())
      }
      let always = reader.secondaries()
      // The ends must be in order and within the bytes, and every piece must exist.
      guard !reader.failed, reader.isAtEnd, Int(ends.last ?? 0) == pieces.count,
        zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }), ends.first ?? 0 >= 0,
        reader.largestPiece < Int32(ends.count)
      else { return nil }
      return DecisionTable(
        rules: rules, lists: lists, always: always, sidecars: sidecars,
        consequences: consequences, pieces: (pieces, ends))
    }
    guard let table else { return nil }
    self = table
  }
}

private struct BlobWriter {
  var bytes: [UInt8] = []

  mutating func write(_ number: Int32) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  mutating func write(text: String) {
    write(Int32(text.utf8.count))
    bytes += text.utf8
  }

  mutating func write(texts: [String]) {
    write(Int32(texts.count))
    for text in texts { write(text: text) }
  }

  mutating func write(rules: [CompiledRule]) {
    write(Int32(rules.count))
    for rule in rules {
      write(text: rule.id)
      write(Int32(rule.line))
      write(tests: rule.when)
      write(rule.text)
      switch rule.outcome {
      case .nothing: bytes.append(0)
      case .runbook(let id):
        bytes.append(1)
        write(text: id)
      case .list(let name):
        bytes.append(2)
        write(text: name)
      }
      bytes.append(UInt8(rule.confidence.rawValue))
      write(text: rule.because)
      write(text: rule.question ?? "")
      write(text: rule.step ?? "")
      write(secondaries: rule.steps)
      write(secondaries: rule.also)
    }
  }

  mutating func write(tests: [DecisionRule.FactTest]) {
    bytes.append(UInt8(clamping: tests.count))
    for test in tests {
      bytes += [test.fact.rawValue, test.operation.rawValue]
      write(texts: test.values)
    }
  }

  mutating func write(_ text: CompiledRule.Text) {
    bytes.append(text.kinds)
    for row in [text.all, text.none] {
      write(Int32(row.count))
      for number in row { write(number) }
    }
  }

  mutating func write(secondaries: [CompiledRule.Secondary]) {
    write(Int32(secondaries.count))
    for secondary in secondaries {
      write(text: secondary.runbook)
      write(text: secondary.step ?? "")
      write(tests: secondary.when)
      write(secondary.text)
      write(text: secondary.because ?? "")
    }
  }
}

private struct BlobReader {
  private let buffer: UnsafeBufferPointer<UInt8>
  private var offset: Int
  private(set) var failed = false
  private(set) var largestPiece: Int32 = -1

  init(_ buffer: UnsafeBufferPointer<UInt8>, offset: Int) {
    self.buffer = buffer
    self.offset = offset
  }

  var isAtEnd: Bool { offset == buffer.count }

  mutating func byte() -> UInt8 {
    guard offset < buffer.count else {
      failed = true
      return 0
    }
    defer { offset += 1 }
    return buffer[offset]
  }

  mutating func number() -> Int32 {
    guard offset + 4 <= buffer.count else {
      failed = true
      return 0
    }
    defer { offset += 4 }
    return Int32(
      bitPattern: UInt32(buffer[offset]) | UInt32(buffer[offset + 1]) << 8
        | UInt32(buffer[offset + 2]) << 16 | UInt32(buffer[offset + 3]) << 24)
  }

  /// A number of things, each at least one byte long.
  mutating func count() -> Int {
    let count = Int(number())
    guard count >= 0, count <= buffer.count - offset else {
      failed = true
      return 0
    }
    return count
  }

  mutating func slice(_ count: Int) -> [UInt8] {
    guard !failed else { return [] }
    defer { offset += count }
    return Array(buffer[offset..<(offset + count)])
  }

  mutating func text() -> String {
    let count = count()
    guard !failed, count > 0 else { return "" }
    defer { offset += count }
    return String(
      decoding: UnsafeBufferPointer(rebasing: buffer[offset..<(offset + count)]), as: UTF8.self)
  }

  mutating func texts() -> [String] { (0..<count()).map { _ in text() } }

  mutating func rules() -> [CompiledRule] { (0..<count()).map { _ in rule() } }

  private mutating func rule() -> CompiledRule {
    let id = text()
    let line = Int(number())
    let when = tests()
    let condition = condition()
    let outcome: DecisionRule.Outcome
    switch byte() {
    case 1: outcome = .runbook(text())
    case 2: outcome = .list(text())
    case 0: outcome = .nothing
    default:
      failed = true
      outcome = .nothing
    }
    let confidence = Diagnosis.Confidence(rawValue: Int(byte()))
    if confidence == nil { failed = true }
    let because = text()
    let question = text()
    let step = text()
    return CompiledRule(
      id: id, line: line, when: when, text: condition, outcome: outcome,
      confidence: confidence ?? .suspected, because: because,
      question: question.isEmpty ? nil : question, step: step.isEmpty ? nil : step,
      steps: secondaries(), also: secondaries())
  }

  private mutating func tests() -> [DecisionRule.FactTest] {
    (0..<byte()).compactMap { _ in
      let fact = Facts.Name(rawValue: byte())
      let operation = DecisionRule.FactTest.Operation(rawValue: byte())
      let values = texts()
      guard let fact, let operation else {
        failed = true
        return nil
      }
      return DecisionRule.FactTest(fact: fact, operation: operation, values: values)
    }
  }

  private mutating func condition() -> CompiledRule.Text {
    let kinds = byte()
    return CompiledRule.Text(all: row(), none: row(), kinds: kinds)
  }

  private mutating func row() -> [Int32] {
    let row = (0..<count()).map { _ in number() }
    for number in row {
      if number < CompiledRule.Text.endOfChoices { failed = true }
      largestPiece = max(largestPiece, number)
    }
    // A row that does not end would be read beyond.
    if let last = row.last, last != CompiledRule.Text.endOfChoices { failed = true }
    return row
  }

  mutating func secondaries() -> [CompiledRule.Secondary] {
    (0..<count()).map { _ in
      let runbook = text()
      let step = text()
      let when = tests()
      let condition = condition()
      let because = text()
      return CompiledRule.Secondary(
        runbook: runbook, step: step.isEmpty ? nil : step, when: when, text: condition,
        because: because.isEmpty ? nil : because)
    }
  }
}
