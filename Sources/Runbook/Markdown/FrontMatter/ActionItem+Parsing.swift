extension ActionItem {
  /// Reads the action items of an incident: `- [ ] text (@owner, due 2026-12-04, LINK)`, what is in
  /// the parentheses in any order, all of it optional.
  ///
  /// - Parameters:
  ///   - sections: the body of the incident.
  ///   - path: what to call the file in a finding.
  /// - Returns: the items of its sections of action items, and what is wrong with dates.
  static func items(
    in sections: [Section], path: String
  ) -> (items: [ActionItem], findings: [Finding]) {
    var items: [ActionItem] = []
    var findings: [Finding] = []
    for section in sections where section.name == .actionItems {
      section.blocks.walk { block in
        guard case .list(_, let listItems) = block.content else { return }
        for listItem in listItems {
          guard let first = listItem.blocks.first, case .paragraph(let inlines) = first.content
          else { continue }
          var note = ActionNote(inlines)
          if let date = note.badDate {
            findings.append(
              Finding(
                rule: "action-item", severity: .warning, path: path, location: listItem.location,
                message: "'\(date)' is not a due date",
                fix: "write due yyyy-mm-dd, like due 2026-12-04"))
          }
          note.text = FieldReader.oneLine(note.text)
          items.append(
            ActionItem(
              text: note.text, done: listItem.checked ?? false, owner: note.owner, due: note.due,
              link: note.link, location: listItem.location))
        }
      }
    }
    return (items, findings)
  }
}

/// The text of an action item taken apart.
struct ActionNote {
  var text: String
  var owner: String?
  var due: String?
  var link: String?
  /// What stands after `due` and is no day.
  var badDate: String?

  init(_ inlines: [Inline]) {
    text = FieldReader.oneLine(inlines.plainText)
    var body = text
    while body.hasSuffix(".") { body.removeLast() }
    guard body.hasSuffix(")"), let open = Self.openingParenthesis(of: body) else { return }
    let inside = body[body.index(after: open)...].dropLast()
    var rest: [Substring] = []
    for part in inside.split(separator: ",") {
      let word = part.drop { $0 == " " }
      if !take(String(word), links: Self.links(in: inlines)) { rest.append(word) }
    }
    guard owner != nil || due != nil || link != nil || badDate != nil else { return }
    text = FieldReader.oneLine(String(body[..<open]))
    if !rest.isEmpty { text += " (\(rest.joined(separator: ", ")))" }
  }

  /// Takes one part of the parentheses; false where it is ordinary text.
  private mutating func take(_ part: String, links: [String: String]) -> Bool {
    let word = part.split(separator: " ").joined(separator: " ")
    if word.hasPrefix("@"), word.utf8.count > 1 {
      owner = owner ?? String(word.dropFirst())
      return true
    }
    let lowered = word.lowercased()
    for mark in ["due: ", "due by ", "due on ", "due ", "by "] where lowered.hasPrefix(mark) {
      let date = String(word.dropFirst(mark.count))
      guard let day = CivilDate(date) else {
        guard mark != "by " else { return false }
        badDate = badDate ?? date
        return true
      }
      due = due ?? day.description
      return true
    }
    if let day = CivilDate(word) {
      due = due ?? day.description
      return true
    }
    if let target = links[word] ?? (Self.isTicket(word) ? word : nil) {
      link = link ?? target
      return true
    }
    return false
  }

  /// The parenthesis that the last one of a text closes.
  private static func openingParenthesis(of text: String) -> String.Index? {
    var depth = 0
    for index in text.indices.reversed() {
      if text[index] == ")" { depth += 1 }
      if text[index] == "(" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  /// The targets of Markdown links by the text that they show.
  private static func links(in inlines: [Inline]) -> [String: String] {
    var links: [String: String] = [:]
    for inline in inlines {
      switch inline {
      case .link(let destination, _, let content):
        links[FieldReader.oneLine(content.plainText)] = destination
      case .emphasis(let content), .strong(let content), .strikethrough(let content):
        links.merge(Self.links(in: content)) { first, _ in first }
      default: break
      }
    }
    return links
  }

  /// An address, `#123`, `owner/name#123` or `ABC-123`.
  static func isTicket(_ word: String) -> Bool {
    guard !word.contains(" ") else { return false }
    if word.hasPrefix("https://") || word.hasPrefix("http://") { return true }
    func isNumber(_ text: Substring) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }
    if let hash = word.lastIndex(of: "#") { return isNumber(word[hash...].dropFirst()) }
    guard let hyphen = word.lastIndex(of: "-") else { return false }
    let project = word[..<hyphen].utf8
    let standards = ["UTF", "SHA", "ISO", "RFC", "AES", "TLS", "HTTP"]
    guard !standards.contains(String(word[..<hyphen])) else { return false }
    return isNumber(word[hyphen...].dropFirst())
      && project.first.map { 0x41...0x5A ~= $0 } == true
      && project.allSatisfy { 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x5F }
  }
}
