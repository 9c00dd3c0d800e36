import Runbook

/// A document as text for a terminal, broken to its width: what to do first, then the rest.
struct DocumentPage {
  private let text: DocumentText
  private let console: Console
  private let values: Placeholders
  private let width: Int
  private let steps: [Step]

  /// - Parameters:
  ///   - text: the document.
  ///   - values: what fills the placeholders of its commands.
  ///   - console: knows the width and the colours.
  init(_ text: DocumentText, values: Placeholders = Placeholders(), console: Console) {
    self.text = text
    self.values = values
    self.console = console
    width = MarkupLines.width(of: console)
    steps = text.steps
  }

  private var markup: MarkupLines {
    MarkupLines(
      console: console, links: LinkNames(document: text.document.id, steps: steps), values: values)
  }

  /// The whole page, with what happened before at its end.
  func whole(history base: KnowledgeBase) throws -> String {
    var parts = [head]
    // What was asked for in the night stands first; the file has it where it can be explained.
    let sections = text.document.sections
    let fix = sections.filter { $0.name == .mitigation && text.document.kind == .runbook }
    let rest = sections.filter { section in !fix.contains { $0.location == section.location } }
    let preamble = rest.prefix { $0.title.isEmpty }
    for section in preamble + fix + rest.dropFirst(preamble.count) {
      parts.append(lines(of: section))
    }
    if case .runbook(let runbook) = text.document {
      let history = try base.incidents.history(of: runbook.id)
      let incidents = history.incidents.prefix(10).flatMap { incident in
        Layout.wrapped(incident.line, to: width - 2).enumerated().map {
          ($0 == 0 ? "- " : "  ") + $1
        }
      }
      parts.append(
        heading("What happened before") + Layout.wrapped(PastLines.summary(of: history), to: width)
          + incidents)
      parts.append(related(runbook))
    }
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// One section, named by its heading or by what it means.
  func section(_ heading: String) throws -> String {
    let sections = text.document.sections
    let name = SectionName.named(heading, in: text.document.kind)
    let lower = heading.lowercased()
    let found =
      sections.first { $0.title.lowercased() == lower }
      ?? sections.first { $0.name != nil && $0.name == name }
      ?? sections.first { $0.title.lowercased().hasPrefix(lower) }
    guard let found else {
      let titles = sections.map(\.title).filter { !$0.isEmpty }
      let guess = Spelling.nearest(to: lower, in: titles.map { $0.lowercased() })
      throw CommandError(
        .noInput, "\(text.document.id) has no section '\(heading)'",
        hints: [
          guess.map { "did you mean '\($0)'?" }, "it has: \(titles.joined(separator: ", "))",
        ].compactMap { $0 })
    }
    return passage(found)
  }

  /// A section, or what stands below a heading in one.
  func passage(_ section: Section) -> String { lines(of: section).joined(separator: "\n") }

  /// The commands, each with its safety class and what it changes, below its section and its step.
  var commands: String {
    var lines: [String] = []
    var (section, step) = ("", String?.none)
    for command in text.document.commands {
      if command.section != section {
        (section, step) = (command.section, nil)
        lines += (lines.isEmpty ? [] : [""]) + [console.paint(.heading, Console.safe(section))]
      }
      if command.step != step, let named = steps.first(where: { $0.anchor == command.step }) {
        lines += ["", console.paint(.strong, "\(named.number). \(Console.safe(named.title))")]
      }
      step = command.step
      lines.append("")
      lines += CommandLines(command.filled(values), console: console).whole(width: width)
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Parts

  private var head: [String] {
    var facts: [String] = [text.document.id]
    switch text.document {
    case .runbook(let runbook):
      facts += ["v\(runbook.version)", runbook.status.rawValue, runbook.category]
      if let reviewed = runbook.reviewedAt { facts.append("reviewed \(reviewed)") }
    case .incident(let incident):
      facts += [incident.date, incident.status.rawValue]
      if let severity = incident.severity { facts.append(severity.rawValue) }
      if let minutes = incident.minutesToResolve { facts.append(Span.text(minutes)) }
      if incident.origin == .public { facts.append("public example") }
      facts += incident.runbooks.map { "\($0.target): \($0.outcome.text(in: incident.origin))" }
    }
    let shown = facts.filter { !$0.isEmpty }.joined(separator: " · ")
    var lines = StyledText(text.document.title, .title).lines(width: width, console: console)
    lines += StyledText(shown, .dim).lines(width: width, console: console)
    if text.isOld { lines.append(console.paint(.caution, "This is not the present text.")) }
    return lines
  }

  private func heading(_ title: String) -> [String] {
    let lines = StyledText(title, .heading).lines(width: width, console: console)
    let longest = min(width, Layout.width(Console.safe(title)))
    return lines + [console.paint(.dim, String(repeating: "─", count: longest)), ""]
  }

  private func lines(of section: Section) -> [String] {
    var blocks = section.blocks
    if section.title.isEmpty, let first = blocks.first, case .heading(1, _) = first.content {
      // The title, which stands above.
      blocks.removeFirst()
    }
    let isSteps = section.name == .mitigation && text.document.kind == .runbook
    let body = isSteps ? stepLines(blocks) : markup.lines(blocks, width: width)
    if section.title.isEmpty { return body }
    return heading(section.title) + body
  }

  /// The blocks of a section of steps: each step with its number, what is below it indented.
  private func stepLines(_ blocks: [Block]) -> [String] {
    let column = String(steps.last?.number ?? 0).count + 2
    let indent = String(repeating: " ", count: column)
    var lines: [String] = []
    var below: [Block] = []
    var step: Step?
    func flush() {
      let own = markup.lines(below, width: width - (step == nil ? 0 : column))
      below = []
      guard !own.isEmpty else { return }
      if !lines.isEmpty { lines.append("") }
      lines += step == nil ? own : own.map { $0.isEmpty ? "" : indent + $0 }
    }
    for block in blocks {
      guard let next = steps.first(where: { $0.location == block.location }) else {
        below.append(block)
        continue
      }
      flush()
      step = next
      let number = Layout.padded("\(next.number).", to: column)
      let title = StyledText(next.title, .strong).lines(width: width - column, console: console)
      if !lines.isEmpty { lines.append("") }
      lines += title.enumerated().map {
        $0 == 0 ? console.paint(.strong, number) + $1 : indent + $1
      }
    }
    flush()
    return lines
  }

  private func related(_ runbook: Runbook) -> [String] {
    guard !runbook.related.isEmpty else { return [] }
    let text = "See also: \(runbook.related.joined(separator: ", "))"
    return StyledText(text, .dim).lines(width: width, console: console)
  }
}
