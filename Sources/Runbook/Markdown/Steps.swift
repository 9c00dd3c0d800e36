extension Runbook {
  /// The steps of the mitigation, in the order to try them; empty where the page has none.
  ///
  /// A heading of level 3 in the section is a step. A page without such headings has the items of
  /// the section's first numbered list; bullets are no steps.
  public var steps: [Step] {
    guard let section = sections.first(where: { $0.name == .mitigation }) else { return [] }
    return section.steps
  }

  /// What stands below the heading of a step, or in its item; a step's commands and text are part of
  /// it.
  public func blocks(of step: Step) -> [Block] {
    guard let section = sections.first(where: { $0.name == .mitigation }) else { return [] }
    var below: [Block]?
    for block in section.blocks {
      if case .heading(let level, _) = block.content, level <= 3 {
        if let below { return below }
        if block.location == step.location { below = [] }
      } else {
        below?.append(block)
      }
    }
    if let below { return below }
    var found: [Block] = []
    section.blocks.walk { block in
      guard case .list(_, let items) = block.content else { return }
      for item in items where item.location == step.location { found = item.blocks }
    }
    return found
  }
}

extension Section {
  /// The steps of a section of mitigation.
  var steps: [Step] {
    let hasHeadings = blocks.contains { block in
      if case .heading(3, _) = block.content { true } else { false }
    }
    return hasHeadings ? headedSteps : listedSteps
  }

  private var headedSteps: [Step] {
    var anchors = Anchors()
    var steps: [Step] = []
    for block in blocks {
      if case .heading(let level, let inlines) = block.content {
        let title = FieldReader.oneLine(inlines.plainText)
        let anchor = anchors.id(for: title)
        guard level == 3, !title.isEmpty else { continue }
        steps.append(
          Step(
            number: steps.count + 1, title: title, anchor: anchor, text: "",
            location: block.location))
        continue
      }
      guard !steps.isEmpty else { continue }
      let last = steps.count - 1
      if steps[last].text.isEmpty, case .paragraph(let inlines) = block.content {
        steps[last].text = FieldReader.oneLine(inlines.plainText)
      }
      steps[last].commands.take(block, in: self, step: steps[last].anchor)
    }
    return steps
  }

  private var listedSteps: [Step] {
    var items: [ListItem]?
    blocks.walk { block in
      if case .list(.some, let found) = block.content { items = items ?? found }
    }
    var steps: [Step] = []
    for item in items ?? [] {
      for block in item.blocks {
        guard case .paragraph(let inlines) = block.content else { continue }
        let title = FieldReader.oneLine(inlines.firstSentence)
        guard !title.isEmpty else { break }
        var step = Step(
          number: steps.count + 1, title: title, anchor: "step-\(steps.count + 1)",
          text: FieldReader.oneLine(inlines.plainText), location: item.location)
        for block in item.blocks { step.commands.take(block, in: self, step: step.anchor) }
        steps.append(step)
        break
      }
    }
    return steps
  }
}

extension [Command] {
  /// Takes the commands of a block, and what a paragraph below one says of it.
  mutating func take(_ block: Block, in section: Section, step: String?) {
    switch block.content {
    case .code(let info, let text):
      let fence = FenceInfo(info)
      let command = FenceInfo.command(in: text)
      guard fence.isShell, !command.isEmpty else { return }
      append(
        Command(
          text: command, safety: fence.safety, section: section.title, location: block.location,
          step: step))
    case .paragraph(let inlines):
      guard let effect = Command.Effect(inlines.plainText), !isEmpty else { return }
      self[count - 1].effect = self[count - 1].effect ?? effect
    case .list(_, let items):
      for item in items {
        for block in item.blocks { take(block, in: section, step: step) }
      }
    case .quote(let blocks):
      for block in blocks { take(block, in: section, step: step) }
    case .heading, .table, .thematicBreak, .html: break
    }
  }
}

extension Command.Effect {
  /// Reads `Changes: … Undo: …`; nil for any other text.
  public init?(_ text: String) {
    let line = FieldReader.oneLine(text)
    guard line.hasPrefix("Changes:") else { return nil }
    let rest = line.dropFirst("Changes:".count)
    guard let mark = rest.firstRange(ofText: "Undo:") else {
      self.init(changes: String(rest.drop { $0 == " " }), undo: nil)
      return
    }
    let changes = rest[..<mark.lowerBound].drop { $0 == " " }
    let undo = rest[mark.upperBound...].drop { $0 == " " }
    self.init(
      changes: String(changes.reversed().drop { $0 == " " }.reversed()),
      undo: undo.isEmpty ? nil : String(undo))
  }
}
