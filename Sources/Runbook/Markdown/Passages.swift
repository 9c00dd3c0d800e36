extension Document {
  /// Everything of the document that can be found on its own, in the order of the file.
  ///
  /// The symptoms of a runbook's front matter come first. Paragraphs, items and other code than
  /// commands that stand in a section of symptoms are symptoms too, in either kind of document.
  public var passages: [Passage] {
    var collector = PassageCollector()
    if case .runbook(let runbook) = self {
      for (index, symptom) in runbook.symptoms.enumerated() {
        let line = source.location(of: "symptoms", at: index).line
        collector.passages.append(
          Passage(kind: .symptom, section: "", line: line, text: symptom))
      }
    }
    for section in sections {
      collector.section = section.title
      collector.isSymptoms = section.name == .symptoms
      collector.add(.heading, section.title, at: section.location)
      collector.collect(section.blocks)
    }
    return collector.passages
  }

  /// The shell commands of the body, in the order of the file.
  public var commands: [Command] {
    sections.flatMap { section -> [Command] in
      var commands: [Command] = []
      section.blocks.walk { block in
        guard case .code(let info, let text) = block.content else { return }
        let fence = FenceInfo(info)
        guard fence.isShell else { return }
        let command = FenceInfo.command(in: text)
        guard !command.isEmpty else { return }
        commands.append(
          Command(
            text: command, safety: fence.safety, section: section.title, location: block.location))
      }
      return commands
    }
  }
}

extension Runbook {
  /// The shell commands of the body, in the order of the file.
  public var commands: [Command] { Document.runbook(self).commands }

  /// The steps of the fix, as a card shows them: the first sentence of each item of the first
  /// ordered list in Mitigation, or of its first list where none is ordered.
  public var fixSteps: [String] {
    sections.first { $0.name == .mitigation }?.steps.map(\.text) ?? []
  }
}

extension Section {
  /// The first sentence of each item of the first ordered list, or of the first list where none is
  /// ordered, with the places of the items.
  public var steps: [(text: String, location: SourceLocation)] {
    var ordered: [ListItem]?
    var first: [ListItem]?
    blocks.walk { block in
      guard case .list(let start, let items) = block.content else { return }
      first = first ?? items
      if start != nil { ordered = ordered ?? items }
    }
    return (ordered ?? first ?? []).compactMap { item in
      for block in item.blocks {
        guard case .paragraph(let inlines) = block.content else { continue }
        let sentence = FieldReader.oneLine(inlines.firstSentence)
        return sentence.isEmpty ? nil : (sentence, item.location)
      }
      return nil
    }
  }
}

extension Document {
  /// The part of a document with a name; nil where it has none such.
  public func section(_ name: SectionName) -> Section? {
    sections.first { $0.name == name }
  }
}

/// Takes blocks apart into passages.
private struct PassageCollector {
  var passages: [Passage] = []
  var section = ""
  var isSymptoms = false

  mutating func collect(_ blocks: [Block]) {
    for block in blocks { collect(block) }
  }

  private mutating func collect(_ block: Block) {
    switch block.content {
    case .heading(_, let inlines):
      add(.heading, inlines.plainText, at: block.location)
    case .paragraph(let inlines):
      add(.paragraph, inlines.plainText, at: block.location)
    case .code(let info, let text):
      collect(FenceInfo(info), text, at: block.location)
    case .list(_, let items):
      for item in items { collect(item) }
    case .quote(let blocks):
      collect(blocks)
    case .table(_, _, let rows):
      for row in rows { add(.row, row.plainText, at: row.location) }
    case .thematicBreak, .html:
      break
    }
  }

  private mutating func collect(_ item: ListItem) {
    add(item.checked == nil ? .item : .task, item.ownText, at: item.location)
    for block in item.blocks {
      switch block.content {
      case .paragraph, .heading: break  // in the text of the item
      default: collect(block)
      }
    }
  }

  private mutating func collect(_ fence: FenceInfo, _ text: String, at location: SourceLocation) {
    guard fence.isShell else {
      let end = text.hasSuffix("\n") ? text.index(before: text.endIndex) : text.endIndex
      return add(.code, String(text[..<end]), at: location)
    }
    let command = FenceInfo.command(in: text)
    guard !command.isEmpty else { return }
    passages.append(
      Passage(
        kind: .command, section: section, line: location.line, text: command, safety: fence.safety))
  }

  mutating func add(_ kind: Passage.Kind, _ text: String, at location: SourceLocation) {
    guard !text.isEmpty else { return }
    let isSymptom = isSymptoms && kind != .heading && kind != .row
    passages.append(
      Passage(
        kind: isSymptom ? .symptom : kind, section: section, line: location.line, text: text))
  }
}
