import Runbook

/// A document as text for a terminal: its Markdown, headings and code in their styles.
struct DocumentPage {
  private let text: DocumentText
  private let console: Console

  init(_ text: DocumentText, console: Console) {
    self.text = text
    self.console = console
  }

  /// The whole page, with what happened before at its end.
  func whole(history base: KnowledgeBase) throws -> String {
    var lines = head
    lines += styled(DocumentPage.body(of: text.bytes))
    if case .runbook(let runbook) = text.document {
      let history = try base.incidents.history(of: runbook.id)
      lines +=
        HistoryLines(history, console: console, width: min(console.width, 100), limit: 10).lines
    }
    return lines.joined(separator: "\n")
  }

  /// One section, named by its heading or by what it means.
  func section(_ heading: String) throws -> String {
    let sections = text.document.sections
    let name = SectionName.named(heading, in: text.document.kind)
    let lower = heading.lowercased()
    let found =
      sections.firstIndex { $0.title.lowercased() == lower }
      ?? sections.firstIndex { $0.name != nil && $0.name == name }
      ?? sections.firstIndex { $0.title.lowercased().hasPrefix(lower) }
    guard let found else {
      let titles = sections.map(\.title).filter { !$0.isEmpty }
      let guess = Spelling.nearest(to: lower, in: titles.map { $0.lowercased() })
      throw CommandError(
        .noInput, "\(text.document.id) has no section '\(heading)'",
        hints: [
          guess.map { "did you mean '\($0)'?" }, "it has: \(titles.joined(separator: ", "))",
        ].compactMap { $0 })
    }
    let lines = String(decoding: text.bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let first = sections[found].location.line - 1
    let next = found + 1 < sections.count ? sections[found + 1].location.line - 1 : lines.count
    guard first >= 0, first < next, next <= lines.count else { return "" }
    return trimmed(styled(lines[first..<next].joined(separator: "\n"))).joined(separator: "\n")
  }

  /// The commands, each with its section and safety class.
  var commands: String {
    var lines: [String] = []
    var section = ""
    for command in text.document.commands {
      if command.section != section {
        section = command.section
        lines += (lines.isEmpty ? [] : [""]) + [console.paint(.heading, Console.safe(section))]
      }
      let text = CommandLines(command, console: console)
      lines += ["  \(text.label)"] + text.lines
    }
    return lines.joined(separator: "\n")
  }

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
      facts += incident.runbooks.map { "\($0.id): \($0.outcome.rawValue)" }
    }
    let old = text.isOld ? [console.paint(.caution, "This is not the present text.")] : []
    return old + [console.paint(.dim, Console.safe(facts.joined(separator: " · ")))]
  }

  /// What follows the front matter.
  static func body(of bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      return text
    }
    return lines[(end + 1)...].drop(while: \.isEmpty).joined(separator: "\n")
  }

  private func styled(_ markdown: String) -> [String] {
    var fence: Substring?
    return Console.safe(markdown).split(separator: "\n", omittingEmptySubsequences: false).map {
      line in
      let content = line.drop { $0 == " " }
      if content.hasPrefix("```") || content.hasPrefix("~~~") {
        let mark = content.prefix { $0 == content.first }
        if let open = fence {
          if mark.count >= open.count, mark.first == open.first { fence = nil }
        } else {
          fence = mark
        }
        return console.paint(.dim, String(line))
      }
      if fence != nil { return console.paint(.code, String(line)) }
      return line.hasPrefix("#") ? console.paint(.heading, String(line)) : String(line)
    }
  }

  private func trimmed(_ lines: [String]) -> [String] {
    var lines = lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
