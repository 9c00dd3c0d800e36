import CLearned

/// What was learned of one state of the texts: the classifier, and the words of each step.
///
/// The program carries that of the content it ships with, since learning takes a second; a folder with
/// the same texts takes it, any other learns for itself.
struct LearnedModel {
  /// Which texts it was learned of.
  var signature: String
  var model: LineModel
  /// For each step what leads to it, as `StepWords` writes it.
  var words: [(runbook: String, position: Int, bytes: [UInt8])]

  init(
    signature: String, model: LineModel, words: [(runbook: String, position: Int, bytes: [UInt8])]
  ) {
    self.signature = signature
    self.model = model
    self.words = words
  }

  /// Changes with every change of the form, or of what is learned from the same texts.
  private static let form = "learned3"

  /// What the program carries, if it was learned of the texts with a signature.
  static func carried(of signature: String) -> LearnedModel? {
    var size = 0
    guard let start = runbook_learned_if_linked(&size) else { return nil }
    let bytes = UnsafeBufferPointer(start: start, count: size)
    // The first line says whether the rest is worth reading.
    guard bytes.starts(with: "\(form) \(signature)\n".utf8) else { return nil }
    return LearnedModel(String(decoding: bytes, as: UTF8.self))
  }

  /// A line with the form and the signature, then everything else as bytes in Base64.
  var text: String {
    var bytes = ByteWriter()
    bytes.write(model.classes.count)
    for runbook in model.classes { bytes.write(Array((runbook ?? "").utf8)) }
    for bias in model.biases { bytes.write(bias) }
    bytes.write(Int(truncatingIfNeeded: model.scale.bitPattern))
    bytes.write(model.common)
    bytes.write(model.features.count)
    for (hash, feature) in model.features.sorted(by: { $0.key < $1.key }) {
      bytes.write(Int(hash))
      bytes.write(Int(feature.word))
      bytes.write(feature.bytes)
    }
    bytes.write(words.count)
    for (runbook, position, words) in words {
      bytes.write(Array(runbook.utf8))
      bytes.write(position)
      bytes.write(words)
    }
    return "\(LearnedModel.form) \(signature)\n\(Base64.encoded(bytes.bytes))\n"
  }

  /// Reads what `text` wrote; nil for anything else.
  init?(_ text: String) {
    let lines = text.split(separator: "\n")
    guard lines.count == 2, lines[0].hasPrefix(LearnedModel.form + " "),
      let bytes = Base64.decoded(String(lines[1]))
    else { return nil }
    var reader = ByteReader(bytes)
    signature = String(lines[0].dropFirst(LearnedModel.form.utf8.count + 1))
    model = LineModel()
    words = []
    let count = reader.number()
    guard 0...0xFFFF ~= count else { return nil }
    for _ in 0..<count {
      let runbook = String(decoding: reader.piece(), as: UTF8.self)
      model.classes.append(runbook.isEmpty ? nil : runbook)
    }
    for _ in 0..<count { model.biases.append(reader.number()) }
    model.scale = Double(bitPattern: UInt64(bitPattern: Int64(reader.number())))
    model.common = reader.number()
    for _ in 0..<reader.count() {
      let hash = UInt32(truncatingIfNeeded: reader.number())
      let word = UInt32(truncatingIfNeeded: reader.number())
      model.features[hash] = LineModel.Feature(bytes: reader.piece(), word: word)
    }
    for _ in 0..<reader.count() {
      words.append(
        (String(decoding: reader.piece(), as: UTF8.self), reader.number(), reader.piece()))
    }
    guard !reader.hasFailed, reader.isAtEnd else { return nil }
  }
}

/// Numbers of eight bytes, low ones first, and pieces of bytes after their length.
private struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { bytes += $0 }
  }

  mutating func write(_ piece: [UInt8]) {
    write(piece.count)
    bytes += piece
  }
}

private struct ByteReader {
  private let bytes: [UInt8]
  private var offset = 0
  private(set) var hasFailed = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func number() -> Int {
    guard offset + 8 <= bytes.count else {
      hasFailed = true
      return 0
    }
    var value: UInt64 = 0
    for place in 0..<8 { value |= UInt64(bytes[offset + place]) << UInt64(8 * place) }
    offset += 8
    return Int(Int64(bitPattern: value))
  }

  /// How many things follow, each of eight bytes at least.
  mutating func count() -> Int {
    let count = number()
    guard 0...(bytes.count - offset) / 8 ~= count else {
      hasFailed = true
      return 0
    }
    return count
  }

  mutating func piece() -> [UInt8] {
    let count = number()
    guard count >= 0, count <= bytes.count - offset else {
      hasFailed = true
      return []
    }
    defer { offset += count }
    return Array(bytes[offset..<(offset + count)])
  }
}
