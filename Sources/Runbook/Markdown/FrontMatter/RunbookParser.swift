/// Front matter and sections to a runbook.
enum RunbookParser {
  /// The keys of a runbook's front matter, in the order in which pages write them.
  static let keys = [
    "id", "title", "kind", "version", "status", "description", "category", "services", "tags",
    "aliases", "alerts", "symptoms", "exit_codes", "stop_codes", "related", "owner", "reviewed_at",
    "lastmod",
  ]

  /// The runbook of a draft; what is wrong with a value is noted, and its neutral default taken.
  static func runbook(_ draft: inout DocumentDraft) -> Runbook {
    let version = draft.fields.int("version", in: 1...Int.max)
    let status = draft.fields.choice("status", of: Runbook.Status.self)
    let description = draft.fields.text("description")
    let category = draft.fields.text("category")
    let services = draft.fields.list("services")
    let tags = draft.fields.list("tags")
    let aliases = draft.fields.ids("aliases")
    let alerts = draft.fields.list("alerts", splitsCommas: false)
    let symptoms = draft.fields.list("symptoms", splitsCommas: false).map(Sign.init(written:))
    let exitCodes = draft.fields.ints("exit_codes", in: 0...255)
    let stopCodes = draft.fields.list("stop_codes")
    let related = draft.fields.ids("related")
    let owner = draft.fields.text("owner")
    let reviewedAt = draft.fields.day("reviewed_at")
    let lastmod = draft.fields.day("lastmod")
    let source = draft.source(known: keys)
    var runbook = Runbook(
      id: draft.id, title: draft.title, version: version ?? 1,
      status: status ?? (draft.fields.isDraft ? .draft : .active),
      description: description ?? "", category: category ?? "", services: services, tags: tags,
      aliases: aliases,
      alerts: alerts.enumerated().map { place, name in
        Alert(name, line: source.location(of: "alerts", at: place).line)
      },
      symptoms: symptoms, exitCodes: exitCodes, stopCodes: stopCodes,
      related: related, owner: owner, reviewedAt: reviewedAt, lastmod: lastmod,
      sections: draft.sections, source: source)
    if runbook.goesByWordsAlone { runbook.alerts += alertNames(of: runbook) }
    if runbook.isAsItWas { takeNames(of: source.path, in: &runbook) }
    return runbook
  }

  /// The alerts that the file name and the headings of a page are the names of.
  private static func alertNames(of runbook: Runbook) -> [Alert] {
    var names: [Alert] = []
    func add(_ text: String, _ line: Int) {
      guard let name = Alert.name(in: text), !runbook.alerts.contains(where: { $0.name == name }),
        !names.contains(where: { $0.name == name })
      else { return }
      names.append(Alert(name, line: line))
    }
    add(runbook.title, 1)
    add(DocumentID.pageName(ofPath: runbook.source.path), 1)
    for section in runbook.sections {
      add(section.title, section.location.line)
      for block in section.blocks {
        guard case .heading(_, let inlines) = block.content else { continue }
        add(FieldReader.oneLine(inlines.plainText), block.location.line)
      }
    }
    return names
  }

  /// What the place of a file says: its name is an alias, its folder the category.
  private static func takeNames(of path: String, in runbook: inout Runbook) {
    let name = DocumentID.pageName(ofPath: path).lowercased()
    if DocumentID.isValid(name), name != runbook.id { runbook.aliases.append(name) }
    let folders = path.split(separator: "/").dropLast()
    guard runbook.category.isEmpty, let top = folders.firstIndex(of: "runbooks") else { return }
    runbook.category = folders[(top + 1)...].first.map(String.init) ?? ""
  }
}

extension FieldReader {
  /// A list of ids; one that is none is noted and left out.
  mutating func ids(_ key: String) -> [String] {
    var ids: [String] = []
    var locations: [SourceLocation] = []
    let texts = list(key)
    for (text, location) in zip(texts, places[key]?.values ?? []) {
      if isUnnamed, let last = text.split(separator: "/").last,
        let id = DocumentID.nearest(to: String(last))
      {
        // Hugo has addresses here, Obsidian other titles.
        ids.append(id)
        locations.append(location)
      } else if DocumentID.isValid(text) {
        ids.append(text)
        locations.append(location)
      } else {
        note(
          at: location, "'\(text.prefix(80))' in '\(key)' is not an id",
          fix: DocumentID.nearest(to: text).map { "did you mean '\($0)'?" })
      }
    }
    keep(locations, of: key)
    return ids
  }
}

extension FieldReader {
  /// Whether another tool would not publish the page yet.
  var isDraft: Bool { isUnnamed && root["draft"]?.bool == true }
}
