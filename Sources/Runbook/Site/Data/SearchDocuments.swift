/// The documents that can be found, numbered in the order of their ids.
struct SearchDocuments {
  /// A document on its way into the data.
  enum Entry {
    case runbook(SiteRunbook)
    case incident(SiteIncident)

    var id: String {
      switch self {
      case .runbook(let runbook): runbook.id
      case .incident(let incident): incident.id
      }
    }

    /// The git blob id of its text.
    var revision: String {
      switch self {
      case .runbook(let runbook): runbook.summary.revision
      case .incident(let incident): incident.summary.revision
      }
    }

    /// The path of its file.
    var path: String {
      switch self {
      case .runbook(let runbook): runbook.summary.path
      case .incident(let incident): incident.summary.path
      }
    }

    /// Its number in the index.
    var number: Int {
      switch self {
      case .runbook(let runbook): runbook.summary.number
      case .incident(let incident): incident.summary.number
      }
    }
  }

  let all: [Entry]
  private let places: [String: Int]
  private let placesOfNumbers: [Int: Int]

  init(_ content: SiteContent) {
    all = (content.runbooks.map(Entry.runbook) + content.incidents.map(Entry.incident))
      .sorted { $0.id < $1.id }
    var places: [String: Int] = [:]
    var numbers: [Int: Int] = [:]
    for (place, entry) in all.enumerated() {
      places[entry.id] = place
      numbers[entry.number] = place
    }
    self.places = places
    placesOfNumbers = numbers
  }

  /// Where a document of the index is; nil where it is left out.
  func place(ofNumber number: Int) -> Int? { placesOfNumbers[number] }

  /// Where a runbook is; nil where there is none such.
  func place(ofRunbook id: String) -> Int? { places[id] }

  /// The incidents, newest first, as `[place, id, origin, [[place of a runbook, outcome]…],
  /// fingerprints]`.
  func json(of incidents: [SiteIncident]) -> JSON {
    .array(
      incidents.compactMap { incident in
        guard let place = places[incident.id] else { return nil }
        let links: [JSON] = incident.links.compactMap { link in
          places[link.id].map { [.int($0), .string(link.outcome.rawValue)] }
        }
        return [
          .int(place), .string(incident.id), .string(incident.summary.origin.rawValue),
          .array(links), JSON(incident.fingerprints),
        ]
      })
  }

  var deprecated: JSON {
    .array(
      all.enumerated().compactMap { place, entry in
        guard case .runbook(let runbook) = entry, runbook.summary.status == .deprecated else {
          return nil
        }
        return .int(place)
      })
  }
}

extension SearchDocuments.Entry {
  /// What the ranking and a list of results need.
  func json(symptoms: [String]) -> JSON {
    switch self {
    case .runbook(let runbook):
      let summary = runbook.summary
      return [
        "id": .string(summary.id), "title": .string(summary.title),
        "status": .string(summary.status.rawValue), "text": .string(summary.description),
        "symptoms": JSON(symptoms),
      ]
    case .incident(let incident):
      let summary = incident.summary
      return [
        "id": .string(summary.id), "title": .string(summary.title), "date": .string(summary.date),
        "symptoms": JSON(symptoms),
      ]
    }
  }

  /// What the card of a runbook shows; null for an incident.
  func card(commands: [(text: String, safety: String?)]) -> JSON {
    guard case .runbook(let runbook) = self else { return .null }
    let history = runbook.history
    let shown = history.incidents.filter { $0.origin == .own }.prefix(3)
    let examples = history.incidents.filter { $0.origin == .public }.prefix(shown.isEmpty ? 2 : 1)
    return [
      "version": .int(runbook.summary.version), "steps": JSON(runbook.steps),
      "commands": .array(
        commands.map { [.string($0.text), .string($0.safety ?? "unclassified")] }),
      "history": [
        "seen": .int(history.seen), "fixed": .int(history.fixed), "last": JSON(history.last),
        "median": JSON(history.medianMinutes.map(Span.text)),
        "actions": .int(history.openActions),
        "incidents": .array(
          (shown + examples).map { incident in
            [
              "id": .string(incident.id), "title": .string(incident.title),
              "date": .string(incident.date), "outcome": .string(incident.outcome.words),
              "public": .bool(incident.origin == .public),
            ]
          }),
      ],
    ]
  }
}
