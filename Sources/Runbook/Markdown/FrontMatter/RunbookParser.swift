/// Front matter and sections to a runbook.
enum RunbookParser {
  /// The keys of a runbook's front matter, in the order in which pages write them.
  static let keys = [
    "id", "title", "kind", "version", "status", "description", "category", "services", "tags",
    "aliases", "symptoms", "exit_codes", "stop_codes", "related", "owner", "reviewed_at",
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
    let symptoms = draft.fields.list("symptoms", splitsCommas: false).map(Sign.init(written:))
    let exitCodes = draft.fields.ints("exit_codes", in: 0...255)
    let stopCodes = draft.fields.list("stop_codes")
    let related = draft.fields.ids("related")
    let owner = draft.fields.text("owner")
    let reviewedAt = draft.fields.day("reviewed_at")
    let lastmod = draft.fields.day("lastmod")
    return Runbook(
      id: draft.id, title: draft.title, version: version ?? 1, status: status ?? .active,
      description: description ?? "", category: category ?? "", services: services, tags: tags,
      aliases: aliases, symptoms: symptoms, exitCodes: exitCodes, stopCodes: stopCodes,
      related: related, owner: owner, reviewedAt: reviewedAt, lastmod: lastmod,
      sections: draft.sections, source: draft.source(known: keys))
  }
}

extension FieldReader {
  /// A list of ids; one that is none is noted and left out.
  mutating func ids(_ key: String) -> [String] {
    var ids: [String] = []
    var locations: [SourceLocation] = []
    let texts = list(key)
    for (text, location) in zip(texts, places[key]?.values ?? []) {
      if DocumentID.isValid(text) {
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
