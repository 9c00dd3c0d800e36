/// The part of a JSON answer that a runbook has in common for all subjects, with slots for what is
/// filled in from each.
///
/// An answer about many tasks repeats step, fix, commands and history of a few runbooks; they are
/// written once, and copied.
struct PageTemplate {
  /// What stands before each slot, and after the last.
  private var pieces: [[UInt8]] = [[]]
  /// The placeholder of each slot, as a place in `names`.
  private var slots: [Int] = []
  private var names: [String] = []

  init(_ page: DiagnosisAnswer.Page, choice: SearchResult.Choice?) {
    let step = choice.flatMap { choice in
      choice.best(of: page.steps)?
        .json(because: choice.because, isDecided: choice.isDecided)
    }
    pieces[0] += ",\"step\":".utf8
    addFilled((step ?? .null).bytes())
    pieces[pieces.count - 1] += ",\"fix\":".utf8
    pieces[pieces.count - 1] += JSON(page.steps.map(\.sentence)).bytes()
    pieces[pieces.count - 1] += ",\"commands\":".utf8
    // Nothing in a placeholder is escaped, so it stands in the JSON as in the command.
    addFilled(JSON.array(page.commands.map(\.json)).bytes())
    pieces[pieces.count - 1] += ",\"history\":".utf8
    pieces[pieces.count - 1] += (page.history?.json ?? .null).bytes()
  }

  private mutating func addFilled(_ bytes: [UInt8]) {
    var start = 0
    var index = 0
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = open + 1
      let end = bytes[index...].firstIndex { byte in
        byte &- 0x61 >= 26 && byte &- 0x30 >= 10 && byte != 0x2D
      }
      guard let end, bytes[end] == UInt8(ascii: ">"), end > index else { continue }
      let name = String(decoding: bytes[index..<end], as: UTF8.self)
      if !names.contains(name) { names.append(name) }
      pieces[pieces.count - 1] += bytes[start..<open]
      pieces.append([])
      slots.append(names.firstIndex(of: name) ?? 0)
      start = end + 1
      index = start
    }
    pieces[pieces.count - 1] += bytes[start...]
  }

  /// Adds the text with what is known of one subject; the rest stays a placeholder.
  func write(_ values: Placeholders, to output: inout [UInt8]) {
    // A value holds only characters that need no escape.
    let filled = names.map { name in Array((values[name] ?? "<\(name)>").utf8) }
    for (piece, slot) in zip(pieces, slots) {
      output += piece
      output += filled[slot]
    }
    output += pieces[pieces.count - 1]
  }
}
