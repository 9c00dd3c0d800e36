extension Block {
  /// The text a reader sees, one line for each row and item, code included; raw HTML is left out.
  public var plainText: String {
    switch content {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.plainText
    case .code(_, let text): text.hasSuffix("\n") ? String(text.dropLast()) : text
    case .list(_, let items): items.map(\.blocks.plainText).joined(separator: "\n")
    case .quote(let blocks): blocks.plainText
    case .table(_, let header, let rows):
      ([header] + rows).map(\.plainText).joined(separator: "\n")
    case .thematicBreak, .html: ""
    }
  }
}

extension [Block] {
  /// The text a reader sees, one line for each block, row and item.
  public var plainText: String {
    map(\.plainText).filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

extension TableRow {
  /// The cells that hold something, joined by ` | `.
  public var plainText: String {
    cells.map(\.plainText).filter { !$0.isEmpty }.joined(separator: " | ")
  }
}

extension Section {
  /// The text a reader sees below the heading.
  public var plainText: String { blocks.plainText }
}

extension ListItem {
  /// The text of the item itself, without its code and without what is nested in it.
  public var ownText: String {
    blocks.compactMap { block in
      switch block.content {
      case .paragraph(let inlines), .heading(_, let inlines): inlines.plainText
      default: nil
      }
    }.joined(separator: " ")
  }
}

extension [Inline] {
  /// The first sentence, without markup; all of the text where it has only one.
  ///
  /// A full stop ends a sentence before a space and anything but a lower-case letter, save after
  /// abbreviations such as `e.g.`; one inside code or a link never does.
  public var firstSentence: String {
    var sentence = ""
    for (text, isName) in runs {
      guard !isName else {
        sentence += text
        continue
      }
      var index = text.startIndex
      while index < text.endIndex {
        let next = text.index(after: index)
        let rest = text[next...]
        if "。！？".contains(text[index]) { return sentence + text[...index] }
        if ".!?".contains(text[index]), rest.first == " ",
          rest.drop(while: { $0 == " " }).first?.isLowercase != true,
          !Self.endsInAbbreviation(sentence + text[...index])
        {
          return sentence + text[...index]
        }
        index = next
      }
      sentence += text
    }
    return sentence
  }

  /// The text in pieces, so that code and links, which are names, can be told from prose; prose is
  /// never cut in two.
  private var runs: [(text: String, isName: Bool)] {
    var runs: [(text: String, isName: Bool)] = []
    for inline in self {
      let next: [(text: String, isName: Bool)] =
        switch inline {
        case .code(let text): [(text, true)]
        case .link(_, _, let content), .image(_, _, let content): [(content.plainText, true)]
        case .emphasis(let content), .strong(let content), .strikethrough(let content):
          content.runs
        default: [(inline.plainText, false)]
        }
      for run in next {
        if !run.isName, let last = runs.last, !last.isName {
          runs[runs.count - 1].text += run.text
        } else {
          runs.append(run)
        }
      }
    }
    return runs
  }

  private static func endsInAbbreviation(_ text: String) -> Bool {
    let word = text[(text.lastIndex(of: " ").map { text.index(after: $0) } ?? text.startIndex)...]
    return ["e.g.", "i.e.", "vs.", "cf.", "approx.", "(e.g.", "(i.e.", "No."].contains(word)
  }
}
