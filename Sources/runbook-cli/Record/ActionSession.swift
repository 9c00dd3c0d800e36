import Runbook

/// One run of `runbook action`.
struct ActionSession {
  private let options: Options
  private let recording: Recording
  private var console: Console { recording.console }

  init(_ options: Options, _ recording: Recording) {
    self.options = options
    self.recording = recording
  }

  /// An item as commands name it.
  private struct Place {
    var incident: Recording.Reference
    /// In the order of the page, from 0.
    var index: Int

    var name: String { "\(incident.id)#\(index + 1)" }
  }

  // MARK: List

  func list(_ words: [String]) throws -> ExitCode {
    guard words.isEmpty else {
      throw Command.action.usageError("unexpected argument '\(words[0])'", nil)
    }
    let only = try options["incident"].map { try recording.incident($0).id }
    var filter = IncidentFilter()
    filter.origin = .own
    var rows: [(place: Place, item: ActionItem)] = []
    for summary in try recording.base.incidents.list(filter)
    where only == nil || summary.id == only {
      let incident = Recording.Reference(id: summary.id, path: summary.path)
      for (index, item) in try recording.base.incidents.actionItems(of: summary.number).enumerated()
      where isListed(item) {
        rows.append((Place(incident: incident, index: index), item))
      }
    }
    // What is due first stands first, then what is due some day.
    rows = rows.enumerated().sorted { left, right in
      let (a, b) = (left.element.item, right.element.item)
      return (a.done ? 1 : 0, a.due ?? "9999", left.offset)
        < (b.done ? 1 : 0, b.due ?? "9999", right.offset)
    }.map(\.element)
    if options.has("json") {
      let items = rows.map { json($0.item, $0.place) }
      console.print((["schema_version": 1, "actions": .array(items)] as JSON).text())
    } else if !rows.isEmpty {
      let cells = rows.map { [$0.place.name, due($0.item), owner($0.item), text($0.item)] }
      let width = console.isTerminal ? console.width : 200
      console.page(
        Layout.table(cells, width: width).joined(separator: "\n"),
        variables: recording.environment.variables)
    }
    if rows.isEmpty { console.note("nothing is promised that is not done") }
    return rows.isEmpty ? .negative : .success
  }

  private func isListed(_ item: ActionItem) -> Bool {
    let owner = options["owner"].map { String($0.drop { $0 == "@" }).lowercased() }
    return (options.has("all") || !item.done)
      && (owner == nil || item.owner?.lowercased() == owner)
  }

  private func due(_ item: ActionItem) -> String {
    if item.done { return "done" }
    guard let due = item.due else { return "-" }
    return due < recording.now.date ? "\(due) overdue" : due
  }

  private func owner(_ item: ActionItem) -> String {
    item.owner.map { "@\(Console.safe($0))" } ?? "-"
  }

  private func text(_ item: ActionItem) -> String {
    Console.safe(item.text + (item.link.map { " (\($0))" } ?? ""))
  }

  private func json(_ item: ActionItem, _ place: Place) -> JSON {
    [
      "incident": .string(place.incident.id), "number": .int(place.index + 1),
      "text": .string(item.text), "done": .bool(item.done), "owner": JSON(item.owner),
      "due": JSON(item.due), "link": JSON(item.link),
    ]
  }

  // MARK: Changes

  func add(_ words: [String]) throws -> ExitCode {
    let typed =
      words == ["-"] ? try recording.environment.standardInput() : words.joined(separator: " ")
    var redaction = Redaction(options)
    let text = redaction.clean(typed, of: "text")
    guard text.isVisible else {
      throw Command.action.usageError("missing expected argument '<words>'", nil)
    }
    let line = ActionItem.written(
      text, owner: options["owner"], due: try due(), link: try options["link"].map(checked))
    let target = try target()
    let document = try recording.folder.change(target.path) { document throws(IncidentError) in
      try document.addAction(line)
    }
    let place = Place(incident: target, index: document.incident.actionItems.count - 1)
    redaction.report(to: console)
    return report(place, document)
  }

  /// The incident that is named, else the only open one, else the newest own one.
  private func target() throws -> Recording.Reference {
    if let word = options["incident"] { return try recording.incident(word) }
    if try recording.openIncidents().isEmpty {
      var filter = IncidentFilter()
      filter.origin = .own
      if let newest = try recording.base.incidents.list(filter).first {
        return Recording.Reference(id: newest.id, path: newest.path)
      }
    }
    return try recording.incident(options) { "runbook action add -i \($0) TEXT" }
  }

  func tick(_ words: [String]) throws -> ExitCode {
    guard words.count == 1 else {
      throw Command.action.usageError(
        words.isEmpty ? "missing the item" : "unexpected argument '\(words[1])'",
        "'runbook action list' shows the items")
    }
    let place = try place(words[0])
    let isDone = !options.has("undo")
    let document = try recording.folder.change(place.incident.path) {
      document throws(IncidentError) in
      try document.setAction(place.index, done: isDone)
    }
    return report(place, document)
  }

  func link(_ words: [String]) throws -> ExitCode {
    let target = words.count > 1 ? words[1] : options["link"]
    guard let word = words.first, words.count < 3, let target else {
      throw Command.action.usageError(
        "give the item and its link", "such as 'runbook action link ID#1 OPS-42'")
    }
    let place = try place(word)
    let link = try checked(target)
    let document = try recording.folder.change(place.incident.path) {
      document throws(IncidentError) in
      try document.linkAction(place.index, to: link)
    }
    return report(place, document)
  }

  private func report(_ place: Place, _ document: IncidentDocument) -> ExitCode {
    let item = document.incident.actionItems[place.index]
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "path": .string(place.incident.path), "action": json(item, place),
        ] as JSON).text())
    } else {
      console.print(
        Layout.table([[place.name, due(item), owner(item), text(item)]], width: 200)[0])
      recording.noteCommit(of: place.incident.id)
    }
    return .success
  }

  // MARK: Words

  private func due() throws(CommandError) -> CivilDate? {
    guard let text = options["due"] else { return nil }
    if let day = CivilDate(text) { return day }
    let span = SpokenTimeReader.span(text.drop { $0 == "+" })
    guard let span, span >= 86400 else {
      throw CommandError(
        .usage, "the value '\(text)' is invalid for '--due'",
        hints: ["give a day as 2026-12-04, or how far it is: 7d or 2w"])
    }
    return CivilDate(daysSince1970: recording.now.day.daysSince1970 + span / 86400)
  }

  private func checked(_ link: String) throws(CommandError) -> String {
    guard ActionItem.isLink(link) else {
      throw CommandError(
        .usage, "'\(link)' is no link",
        hints: ["give an address with https://, or a ticket as #123, owner/name#123 or ABC-123"])
    }
    return link
  }

  /// The item that `ID#2` names, or `2` of the incident that the options name.
  private func place(_ word: String) throws -> Place {
    let parts = word.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.count == 2 && !parts[0].isEmpty ? String(parts[0]) : nil
    let incident: Recording.Reference
    if let name {
      incident = try recording.incident(name)
    } else {
      incident = try recording.incident(options) { "runbook action done \($0)#1" }
    }
    let items = try recording.present(incident).actionItems
    guard let number = Int(parts[parts.count - 1]), items.indices.contains(number - 1) else {
      let lines = items.enumerated().map { "\(incident.id)#\($0 + 1)  \(text($1))" }
      throw CommandError(
        .noInput, "\(incident.id) has no action item '\(parts[parts.count - 1])'",
        hints: lines.isEmpty ? ["'runbook action add -i \(incident.id) TEXT' writes one"] : lines)
    }
    return Place(incident: incident, index: number - 1)
  }
}
