extension Document {
  /// Everything of the document that can be found on its own, in the order of the file.
  ///
  /// The symptoms of a runbook's front matter come first. Paragraphs, items and other code than
  /// commands that stand in a section of symptoms are symptoms too, in either kind of document. A
  /// passage knows the step it is part of, and the steps it leads to. What a page cites is no part of
  /// what it says, so *Sources* is left out.
  public var passages: [Passage] {
    var collector = PassageCollector(id: id)
    if case .runbook(let runbook) = self {
      for (index, symptom) in runbook.symptoms.enumerated() {
        let line = source.location(of: "symptoms", at: index).line
        let target = symptom.step.map { StepReference(runbook: id, step: $0) }
        collector.passages.append(
          Passage(
            kind: .symptom, section: "", line: line, text: symptom.text,
            leadsTo: target.map { [$0] } ?? []))
      }
      for alert in runbook.alerts {
        collector.passages.append(
          Passage(kind: .symptom, section: "", line: alert.line, text: alert.name))
      }
      collector.steps = runbook.steps
    }
    for section in sections where section.name != .sources {
      collector.section = section.title
      collector.isSymptoms = section.name == .symptoms
      collector.isSteps = section.name == .mitigation
      collector.step = nil
      collector.add(.heading, section.title, at: section.location)
      collector.collect(section.blocks)
    }
    return collector.passages
  }

  /// The shell commands of the body, in the order of the file.
  public var commands: [Command] {
    passages.filter { $0.kind == .command }.map { passage in
      Command(
        text: passage.text, safety: passage.safety, section: passage.section,
        location: SourceLocation(line: passage.line), step: passage.step, effect: passage.effect)
    }
  }
}

extension Runbook {
  /// The shell commands of the body, in the order of the file.
  public var commands: [Command] { Document.runbook(self).commands }
}

extension Document {
  /// The part of a document with a name; nil where it has none such.
  public func section(_ name: SectionName) -> Section? {
    sections.first { $0.name == name }
  }
}

/// Takes blocks apart into passages.
private struct PassageCollector {
  let id: String
  var passages: [Passage] = []
  var steps: [Step] = []
  var section = ""
  var isSymptoms = false
  /// Whether the section is the one that holds the steps.
  var isSteps = false
  /// The step whose part is being read.
  var step: String?

  init(id: String) { self.id = id }

  mutating func collect(_ blocks: [Block]) {
    for block in blocks { collect(block) }
  }

  private mutating func collect(_ block: Block) {
    enterStep(at: block.location)
    switch block.content {
    case .heading(let level, let inlines):
      if isSteps, level < 3 { step = nil }
      add(.heading, inlines.plainText, at: block.location, links: inlines)
    case .paragraph(let inlines):
      add(.paragraph, inlines.plainText, at: block.location, links: inlines)
      noteEffect(inlines.plainText)
    case .code(let info, let text):
      collect(FenceInfo(info), text, at: block.location)
    case .list(_, let items):
      for item in items { collect(item) }
      if isSteps, steps.contains(where: { $0.anchor == step && isItem($0, of: items) }) {
        step = nil
      }
    case .quote(let blocks):
      collect(blocks)
    case .table(_, _, let rows):
      for row in rows {
        add(.row, row.plainText, at: row.location, links: row.cells.flatMap { $0 })
      }
    case .thematicBreak, .html:
      break
    }
  }

  private mutating func enterStep(at location: SourceLocation) {
    guard isSteps, let found = steps.first(where: { $0.location == location }) else { return }
    step = found.anchor
  }

  private func isItem(_ step: Step, of items: [ListItem]) -> Bool {
    items.contains { $0.location == step.location }
  }

  /// What a paragraph says of the command right above it.
  private mutating func noteEffect(_ text: String) {
    guard let effect = Command.Effect(text),
      let last = passages.indices.dropLast().last, passages[last].kind == .command
    else { return }
    passages[last].effect = effect
  }

  private mutating func collect(_ item: ListItem) {
    enterStep(at: item.location)
    let links = item.blocks.flatMap { block -> [Inline] in
      switch block.content {
      case .paragraph(let inlines), .heading(_, let inlines): inlines
      default: []
      }
    }
    add(item.checked == nil ? .item : .task, item.ownText, at: item.location, links: links)
    for block in item.blocks {
      switch block.content {
      case .paragraph(let inlines):  // its text is in that of the item
        if passages.last?.kind == .command, let effect = Command.Effect(inlines.plainText) {
          passages[passages.count - 1].effect = effect
        }
      case .heading: break
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
        kind: .command, section: section, line: location.line, text: command, safety: fence.safety,
        step: step))
  }

  mutating func add(
    _ kind: Passage.Kind, _ text: String, at location: SourceLocation, links: [Inline] = []
  ) {
    guard !text.isEmpty else { return }
    let isSymptom = isSymptoms && kind != .heading && kind != .row
    var targets: [StepReference] = []
    for link in links.destinations {
      guard let target = StepReference(link: link, on: id), !targets.contains(target) else {
        continue
      }
      targets.append(target)
    }
    passages.append(
      Passage(
        kind: isSymptom ? .symptom : kind, section: section, line: location.line, text: text,
        step: step, leadsTo: targets))
  }
}

extension [Inline] {
  /// Where the links and images lead, in order.
  var destinations: [String] {
    flatMap { inline -> [String] in
      switch inline {
      case .link(let destination, _, let content), .image(let destination, _, let content):
        [destination] + content.destinations
      case .emphasis(let content), .strong(let content), .strikethrough(let content):
        content.destinations
      default: []
      }
    }
  }
}
