import Runbook

/// One step in full: when it applies, its commands, how to see that it helped, and what came of it before.
struct StepPage {
  private let text: DocumentText
  private let step: Step
  private let console: Console
  private let values: Placeholders
  private let card: Card

  init(_ step: Step, of text: DocumentText, values: Placeholders, console: Console) {
    self.step = step
    self.text = text
    self.values = values
    self.console = console
    card = Card(console)
  }

  /// How many incidents are named.
  private static let most = 5

  /// The page.
  func whole(history base: KnowledgeBase) throws -> String {
    guard case .runbook(let runbook) = text.document else { return "" }
    var parts = [head(runbook)]
    var blocks = runbook.blocks(of: step)
    if case .paragraph? = blocks.first?.content, step.anchor == "step-\(step.number)" {
      // The first sentence of an item is its title, too.
      if step.text == step.title { blocks.removeFirst() }
    }
    let markup = MarkupLines(
      console: console, links: LinkNames(document: runbook.id, steps: text.steps, isWhole: false),
      values: values)
    parts.append(markup.lines(blocks, width: card.width))
    parts.append(try past(runbook, base) + next(runbook))
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func head(_ runbook: Runbook) -> [String] {
    var lines = card.title(
      "\(step.number). \(step.title)", id: "\(runbook.id) v\(runbook.version)",
      mark: runbook.status == .active ? "" : "[\(runbook.status.rawValue)]")
    lines += StyledText(runbook.title, .dim).lines(width: card.width, console: console)
    if text.isOld { lines.append(console.paint(.caution, "This is not the present text.")) }
    return lines
  }

  private func past(_ runbook: Runbook, _ base: KnowledgeBase) throws -> [String] {
    let history = try base.incidents.history(of: runbook.id)
    let past = try base.incidents.past(in: history, step: step.anchor)
    let taken = history.uses.filter { $0.step == step.anchor }
    var lines = [
      past.stepTaken == 0
        ? "no incident of yours names this step"
        : "it worked \(past.stepWorked) of \(past.stepTaken) times here"
    ]
    for incident in taken.prefix(StepPage.most) {
      let isLast = incident.id == past.last?.id && !past.resolution.isEmpty
      lines += card.wrapped(incident.line(saying: isLast ? past.resolution : incident.title))
    }
    if taken.count > StepPage.most { lines.append("\(taken.count - StepPage.most) more") }
    return card.labelled("Past", lines)
  }

  private func next(_ runbook: Runbook) -> [String] {
    let next = text.steps.first { $0.number == step.number + 1 }
    let lines = next.map { card.wrapped("\($0.number). \($0.title)") } ?? []
    return card.labelled("Next", lines)
      + card.labelled("Page", [console.paint(.dim, "runbook show \(text.name)")])
  }
}
