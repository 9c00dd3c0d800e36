import Runbook

/// The answer on one screen: what to do first, then what happened, what else, and why.
///
/// It fits a terminal of 80 by 24. A command is whole or not there: half of one is no help.
struct StepCard {
  /// What the card is about.
  var title: String
  /// The id with the version.
  var id: String
  /// What to be careful about, such as `draft`.
  var mark = ""
  /// What was diagnosed, and how sure that is; empty for a search.
  var subtitle = ""
  /// Whether the page is only the best there is.
  var isWeak = false
  /// The steps of the page, commands filled.
  var steps: [Step] = []
  /// Which of them to take.
  var choice: SearchResult.Choice?
  /// The first command that looks, for a cause that is not decided.
  var look: ShellCommand?
  /// What would settle a doubt.
  var question: String?
  var why: [String] = []
  var past = PastLines()
  /// Other pages, each with what it is about.
  var others: [(id: String, about: String)] = []
  /// What fills the placeholders of the commands.
  var values = Placeholders()
  /// What of it a person gave.
  var given = GivenValues()
  /// Where the reader looks for the rest, without the step.
  var page = ""
  /// The section that is most like the text, and its line, for a page without steps.
  var section = ""
  var line = 1

  private let card: Card
  private var console: Console { card.console }

  init(title: String, id: String, console: Console) {
    self.title = title
    self.id = id
    card = Card(console)
  }

  private static let textRows = 6
  private static let briefRows = 2

  /// The parts of a card in their order, each in full and then in shorter forms.
  private enum Part: Int, CaseIterable { case head, doing, run, past, ask, other, why, pages, hint }

  /// What is shortened where not all fits, the first first: form by form.
  private static let yielding: [Part] = [
    .pages, .other, .pages, .past, .other, .doing, .other, .ask, .past, .why, .doing,
  ]

  /// The lines of the card.
  ///
  /// - Parameter rows: how many rows of the terminal there may be; all but one by default, where the
  ///   prompt stands.
  /// - Returns: the lines.
  func lines(rows: Int? = nil) -> [String] {
    let rows = rows ?? card.rows
    for command in candidates {
      if let lines = fitted(forms(command, run(command)), rows: rows) { return lines }
    }
    // A longer command is on the page; its place is said below.
    guard let command = candidates.first else {
      return fitted(forms(nil, []), rows: rows) ?? all(forms(nil, []))
    }
    let count = command.text.split(separator: "\n").count
    let note = console.paint(.dim, " \(count) lines, on the page of the step")
    let label = CommandLines(command, console: console).label + note
    let short = forms(command, card.labelled("Run", [label]))
    return fitted(short, rows: rows) ?? all(short)
  }

  /// The command to run first; nil where the page has none.
  var command: ShellCommand? {
    let rows = card.rows
    return candidates.first { fitted(forms($0, run($0)), rows: rows) != nil } ?? candidates.first
  }

  /// The command to show, and what to show where that is too long.
  private var candidates: [ShellCommand] {
    let mending = lead?.mendingFirst.first
    return (isDecided ? [mending ?? look] : [look, mending]).compactMap { $0 }
  }

  /// Whether the step is to be followed; where a question would settle a doubt, a look comes first.
  private var isDecided: Bool { (choice?.isDecided ?? true) && question == nil }

  // MARK: Room

  /// What each part may be, the longest first; made only where a longer one does not fit.
  private typealias Forms = [Part: [() -> [String]]]

  private func forms(_ command: ShellCommand?, _ run: [String]) -> Forms {
    var head = card.title(title, id: id, mark: mark)
    if !subtitle.isEmpty { head.append(subtitle) }
    if isWeak { head.append(console.paint(.caution, "Not a sure match; the best there is.")) }
    let looks = !isDecided && command != nil && command == look
    return [
      .head: [{ head }], .run: [{ run }], .hint: [{ hint(command) }],
      .doing: [StepCard.textRows, StepCard.briefRows, 0].map { rows in
        { doing(rows: rows, looks: looks) }
      },
      .past: [{ past.full }, { past.own }, { Array(past.own.prefix(1)) }].map { rows in
        { card.labelled("Past", rows()) }
      },
      .ask: [{ asks }, { [] }], .why: [{ card.labelled("Why", reason) }, { [] }],
      .other: [3, 2, 1, 0].map { count in
        { card.labelled("Else", elseSteps(most: count)) }
      },
      .pages: [2, 1, 0].map { count in
        { card.labelled("Or", card.pages(others.prefix(count), width: card.textWidth)) }
      },
    ]
  }

  private func all(_ forms: Forms) -> [String] {
    Part.allCases.flatMap { forms[$0]?.first?() ?? [] }
  }

  /// The parts in forms that fit together; nil where they do not even in their shortest.
  private func fitted(_ forms: Forms, rows: Int) -> [String]? {
    var shorter = forms.mapValues { $0.dropFirst() }
    var parts = forms.mapValues { $0.first?() ?? [] }
    var yielding = StepCard.yielding[...]
    while true {
      let lines = Part.allCases.flatMap { parts[$0] ?? [] }
      if Layout.rows(lines, width: console.width) <= rows { return lines }
      guard let part = yielding.popFirst() else { return nil }
      if let form = shorter[part]?.popFirst() { parts[part] = form() }
    }
  }

  // MARK: Parts

  private var lead: Step? { choice?.best(of: steps) }

  /// The step in words.
  ///
  /// - Parameters:
  ///   - rows: how many its text may take, below its title.
  ///   - looks: whether the command below only looks, because the cause is not decided.
  /// - Returns: the lines with their label.
  private func doing(rows: Int, looks: Bool) -> [String] {
    guard let lead else {
      let part =
        section.isEmpty
        ? (line > 1 ? "the page from line \(line) on" : "the page")
        : "'\(section)' in the page, line \(line)"
      return card.labelled("Do", card.wrapped("Read \(part): it has no steps."))
    }
    var lines =
      looks ? card.wrapped("Look first: the cause decides the step. The likeliest one:") : []
    lines += StyledText("\(lead.number). \(lead.title)", .strong)
      .lines(width: card.textWidth, console: console)
    let text = lead.text == lead.title ? [] : card.wrapped(lead.text)
    lines += text.prefix(rows)
    if rows > 0, text.count > rows {
      lines[lines.count - 1] = Layout.clipped(lines[lines.count - 1] + " …", to: card.textWidth)
    }
    return card.labelled("Do", lines)
  }

  private func run(_ command: ShellCommand) -> [String] {
    let text = CommandLines(command, console: console)
    let effect = command.effect.map {
      EffectLines($0, isBrief: true, console: console, width: card.textWidth).lines
    }
    return card.labelled("Run", [text.label]) + text.lines
      + (effect ?? []).map { Card.indent + $0 }
  }

  private var asks: [String] {
    guard let question else { return [] }
    return card.labelled("Ask", card.wrapped(question.filter { $0 != "`" }))
  }

  /// The other steps by number, the likeliest first.
  private func elseSteps(most: Int) -> [String] {
    let others = (choice?.order.dropFirst() ?? []).compactMap { number in
      steps.first { $0.number == number }
    }
    guard !others.isEmpty, most > 0 else { return [] }
    let left = others.count - most
    return others.prefix(most).enumerated().map { place, step in
      let more = place == most - 1 && left > 0 ? "  (\(left) more)" : ""
      let text = Console.safe("\(step.number). \(step.title)")
      return Layout.clipped(text, to: card.textWidth - Layout.width(more))
        + console.paint(.dim, more)
    }
  }

  private var reason: [String] {
    let text = Reason.line(why.first ?? "", width: card.textWidth)
    return text.isEmpty ? [] : [text]
  }

  /// The command that shows the rest, with the values that filled the commands here.
  private func hint(_ command: ShellCommand?) -> [String] {
    let step = lead.map { "#\($0.anchor)" } ?? ""
    let commands = (lead?.commands ?? []) + (command.map { [$0] } ?? [])
    let words =
      ["runbook show \(page)\(step)"]
      + given.options(for: commands.flatMap(\.filledPlaceholders), in: values)
    return [console.paint(.dim, Console.safe(words.joined(separator: " ")))]
  }
}
