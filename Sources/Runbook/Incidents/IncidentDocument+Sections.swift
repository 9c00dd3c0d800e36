extension IncidentDocument {
  /// Adds text to a section, each line as a paragraph; what the section says already is not said twice.
  ///
  /// - Throws: `IncidentError`.
  public mutating func addText(_ text: String, to name: SectionName) throws(IncidentError) {
    let known = MarkdownText.seen(IncidentDocument.plainText(of: name, in: incident))
    let lines = MarkdownText.lines(of: text).filter { !known.contains(MarkdownText.seen($0)) }
    guard !lines.isEmpty else { return }
    let paragraphs = lines.map(MarkdownText.paragraph)
    try fill(name, with: Array(paragraphs.map { [$0] }.joined(separator: [""]))) { incident in
      let now = IncidentDocument.plainText(of: name, in: incident)
      // Code loses its backticks in plain text.
      return lines.allSatisfy { MarkdownText.seen(now).contains(MarkdownText.seen($0)) }
    }
  }

  /// Adds error lines to the symptoms, as code; those that are there stay alone.
  ///
  /// - Throws: `IncidentError`.
  public mutating func addSymptoms(_ texts: [String]) throws(IncidentError) {
    let known = IncidentDocument.plainText(of: .symptoms, in: incident)
    let lines = texts.flatMap(MarkdownText.lines(of:)).filter { !known.contains($0) }
    guard !lines.isEmpty else { return }
    let code = MarkdownText.code(lines.joined(separator: "\n"), info: "text")
    let written = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    try fill(.symptoms, with: written) { incident in
      let now = IncidentDocument.plainText(of: .symptoms, in: incident)
      return lines.allSatisfy(now.contains)
    }
  }

  private static func plainText(of name: SectionName, in incident: Incident) -> String {
    incident.sections.filter { $0.name == name }.map(\.plainText).joined(separator: "\n")
  }

  private mutating func fill(
    _ name: SectionName, with lines: [String], where holds: (Incident) -> Bool
  ) throws(IncidentError) {
    let editor = PageEditor(bytes, incident: incident)
    let prompt = Postmortem.sections.first { $0.name == name }?.prompt ?? ""
    let changed = editor.filling(
      lines, in: name, prompt: prompt, order: Postmortem.sections.map(\.name))
    try take(changed, of: name, where: holds)
  }

  private func refusal(_ name: SectionName) -> IncidentError {
    let section = incident.sections.first { $0.name == name }
    return .notEditable(path: path, line: section?.location.line ?? 1, key: name.rawValue)
  }

  /// Takes a changed page that reads as wanted.
  private mutating func take(
    _ changed: [UInt8], of name: SectionName, where holds: (Incident) -> Bool
  ) throws(IncidentError) {
    let after = try IncidentDocument.incident(in: changed, path: path)
    guard holds(after) else { throw refusal(name) }
    (bytes, incident) = (changed, after)
  }

  // MARK: Action items

  /// Adds an action item, not done.
  ///
  /// - Parameter text: what to do, and `(@owner, due 2026-12-04, LINK)` behind it if wanted.
  /// - Throws: `IncidentError`.
  public mutating func addAction(_ text: String) throws(IncidentError) {
    let line = MarkdownText.line(of: text)
    guard !line.isEmpty else { return }
    let item = "- [ ] \(MarkdownText.item(line))"
    let editor = PageEditor(bytes, incident: incident)
    let count = incident.actionItems.count
    let isAdded = { (after: Incident) in
      after.actionItems.count == count + 1 && after.actionItems.last?.done == false
    }
    if let list = editor.section(.actionItems)?.blocks.last, case .list(nil, _) = list.content {
      let changed = editor.inserting([item], below: editor.lastLine(of: list))
      return try take(changed, of: .actionItems, where: isAdded)
    }
    try fill(.actionItems, with: [item], where: isAdded)
  }

  /// Ticks an action item, or takes the tick away.
  ///
  /// - Parameters:
  ///   - index: which one, in the order of the page.
  ///   - done: whether it is done.
  /// - Throws: `IncidentError`.
  public mutating func setAction(_ index: Int, done: Bool) throws(IncidentError) {
    guard incident.actionItems.indices.contains(index) else { throw refusal(.actionItems) }
    var wanted = incident.actionItems
    guard wanted[index].done != done else { return }
    wanted[index].done = done
    let editor = PageEditor(bytes, incident: incident)
    let line = editor.text(of: wanted[index].location.line)
    let box = done ? ["[ ]"] : ["[x]", "[X]"]
    let start = line.utf8.index(
      line.startIndex, offsetBy: wanted[index].location.column - 1, limitedBy: line.endIndex)
    guard let start else { throw refusal(.actionItems) }
    // An item without a box is one that is not done.
    let rest = line[start...]
    let place = rest.indices.first { place in
      box.contains { rest[place...].hasPrefix($0) }
    }
    let mark = done ? "[x]" : "[ ]"
    let changed: String
    if let place {
      changed = line[..<place] + mark + rest[place...].dropFirst(3)
    } else {
      let bullet = rest.prefix { $0 != " " }
      changed = line[..<start] + bullet + " \(mark)" + rest.dropFirst(bullet.count)
    }
    try takeAction(editor.replacing(wanted[index].location.line, with: [changed]), wanted)
  }

  /// Gives an action item its ticket or page; another one that it had goes.
  ///
  /// - Parameters:
  ///   - index: which one, in the order of the page.
  ///   - link: an address, `#123`, `owner/name#123` or `ABC-123`.
  /// - Throws: `IncidentError`.
  public mutating func linkAction(_ index: Int, to link: String) throws(IncidentError) {
    guard incident.actionItems.indices.contains(index) else { throw refusal(.actionItems) }
    var wanted = incident.actionItems
    let item = wanted[index]
    guard item.link != link else { return }
    wanted[index].link = link
    let editor = PageEditor(bytes, incident: incident)
    // What is in the parentheses stands at the end of the item's paragraph.
    var number = item.location.line
    while !editor.text(of: number + 1).allSatisfy({ $0 == " " }),
      !wanted.contains(where: { $0.location.line == number + 1 }),
      editor.text(of: number + 1).hasPrefix("  ")
    { number += 1 }
    let line = editor.text(of: number)
    let trimmed = String(line.reversed().drop { $0 == " " || $0 == "." }.reversed())
    var candidates: [String] = []
    if let old = item.link, let place = lastRange(of: old, in: line) {
      candidates.append(line[..<place.lowerBound] + link + line[place.upperBound...])
    }
    if trimmed.hasSuffix(")") {
      candidates.append("\(trimmed.dropLast()), \(link))")
    }
    candidates.append("\(trimmed) (\(link))")
    for candidate in candidates {
      let changed = editor.replacing(number, with: [candidate])
      if (try? takeAction(changed, wanted)) != nil { return }
    }
    throw refusal(.actionItems)
  }

  private func lastRange(of text: String, in line: String) -> Range<String.Index>? {
    line.indices.reversed().first { line[$0...].hasPrefix(text) }.map { start in
      start..<line.index(start, offsetBy: text.count)
    }
  }

  private mutating func takeAction(
    _ changed: [UInt8], _ wanted: [ActionItem]
  ) throws(IncidentError) {
    try take(changed, of: .actionItems) { after in
      after.actionItems.count == wanted.count
        && zip(after.actionItems, wanted).allSatisfy { now, wanted in
          (now.text, now.done, now.owner, now.due, now.link)
            == (wanted.text, wanted.done, wanted.owner, wanted.due, wanted.link)
        }
    }
  }
}

extension ActionItem {
  /// Whether a word names a ticket or page: an address, `#123`, `owner/name#123` or `ABC-123`.
  public static func isLink(_ word: String) -> Bool { ActionNote.isTicket(word) }

  /// The text as a page has it, `text (@owner, due 2026-12-04, LINK)`.
  public static func written(
    _ text: String, owner: String? = nil, due: CivilDate? = nil, link: String? = nil
  ) -> String {
    let owner = owner.map { "@" + $0.drop { $0 == "@" } }
    let parts = [owner, due.map { "due \($0)" }, link].compactMap { $0 }
    return parts.isEmpty ? text : "\(text) (\(parts.joined(separator: ", ")))"
  }
}
