extension FollowPlan {
  /// Takes a block below the heading of a step.
  ///
  /// The first paragraph says when it applies. A later one directly above a command introduces it, and
  /// one that says what a command changes belongs to that command; the rest are notes.
  mutating func takeBelow(_ block: Block) {
    let last = steps.count - 1
    switch block.content {
    case .paragraph(let inlines):
      settle()
      for link in inlines.destinations {
        if let target = StepReference(link: link, on: page), target.runbook == page {
          steps[last].leadsTo.insert(target.step)
        }
      }
      let text = MarkdownText.line(of: inlines.plainText)
      if let effect = Command.Effect(text), let command = steps[last].commands.indices.last {
        steps[last].commands[command].effect = steps[last].commands[command].effect ?? effect
      } else if steps[last].reason.isEmpty {
        steps[last].reason = text
      } else {
        lead = (text, block.location.line)
      }
    case .code(let info, let text):
      let fence = FenceInfo(info)
      let command = FenceInfo.command(in: text)
      guard fence.isShell, !command.isEmpty else {
        settle()
        return noteBelow(block.plainText)
      }
      steps[last].captions.append(lead?.text ?? "")
      lead = nil
      steps[last].commands.append(
        Command(text: command, safety: fence.safety, section: section, location: block.location))
    case .list(let start, let items):
      settle()
      for (place, item) in items.enumerated() {
        takeBelow(item, mark: start.map { "\($0 + place)." } ?? "-")
      }
    case .heading, .table, .quote:
      settle()
      noteBelow(block.plainText)
    case .thematicBreak, .html: break
    }
  }

  /// An item of a list: with a command it introduces that, else it is a note.
  private mutating func takeBelow(_ item: ListItem, mark: String) {
    for (place, block) in item.blocks.enumerated() {
      guard place == 0, case .paragraph(let inlines) = block.content else {
        takeBelow(block)
        continue
      }
      lead = ("\(mark) \(MarkdownText.line(of: inlines.plainText))", block.location.line)
    }
    settle()
  }

  /// Makes a note of a paragraph that introduced nothing.
  mutating func settle() {
    guard let waiting = lead else { return }
    lead = nil
    noteBelow(waiting.text)
  }

  private mutating func noteBelow(_ text: String) {
    guard !text.isEmpty else { return }
    steps[steps.count - 1].notes.append(text)
  }
}
