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

  /// Where the incidents are.
  var incidents: [Int] {
    all.indices.filter { place in
      if case .incident = all[place] { true } else { false }
    }
  }

  /// The runbooks that are kept for their history only.
  var deprecated: [Int] {
    all.indices.filter { place in
      guard case .runbook(let runbook) = all[place] else { return false }
      return runbook.summary.status == .deprecated
    }
  }

  /// The runbooks that an incident names, as `[place, outcome, anchor of the step]`.
  func links(of incident: SiteIncident) -> JSON {
    .array(
      incident.links.compactMap { link in
        places[link.id].map { [.int($0), .string(link.outcome.rawValue), JSON(link.step)] }
      })
  }

  /// The incidents that left each fingerprint, newest first, as `[id, links, whether it is our own]`.
  func fingerprints(of incidents: [SiteIncident]) -> [(fingerprint: String, incidents: JSON)] {
    var found: [String: [JSON]] = [:]
    let newestFirst = incidents.sorted {
      ($0.summary.date, $0.id) > ($1.summary.date, $1.id)
    }
    for incident in newestFirst {
      for fingerprint in incident.fingerprints {
        found[fingerprint.lowercased(), default: []].append([
          .string(incident.id), links(of: incident),
          .int(incident.summary.origin == .own ? 1 : 0),
        ])
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, .array($0.value)) }
  }

  /// Places in a row as `[first, last]`.
  static func ranges(_ places: [Int]) -> JSON {
    var ranges: [(first: Int, last: Int)] = []
    for place in places {
      if let last = ranges.last, last.last + 1 == place {
        ranges[ranges.count - 1].last = place
      } else {
        ranges.append((place, place))
      }
    }
    return .array(ranges.map { [.int($0.first), .int($0.last)] })
  }

  /// What the ranking and a list of results need of a document.
  func json(at place: Int) -> JSON {
    switch all[place] {
    case .runbook(let runbook):
      let summary = runbook.summary
      return [
        "id": .string(summary.id), "title": .string(summary.title),
        "status": .string(summary.status.rawValue), "text": .string(summary.description),
      ]
    case .incident(let incident):
      return ["id": .string(incident.id), "links": links(of: incident)]
    }
  }
}

extension SearchDocuments.Entry {
  /// How many own incidents, and how many public examples, a card shows at most.
  private static let shown = (own: 3, examples: 2)

  /// What the card of a runbook shows, and chooses by; null for an incident.
  func card(_ texts: SearchTexts.Texts) -> JSON {
    guard case .runbook(let runbook) = self else { return .null }
    let history = runbook.history
    let own = history.incidents.filter { $0.origin == .own }
    let examples = history.incidents.filter { $0.origin == .public }
    return [
      "symptoms": JSON(texts.symptoms),
      "steps": .array(texts.steps.map { $0.siteJSON(texts.causes[$0.anchor]) }),
      // What looks, where the step is not decided; and what there is on a page without steps.
      "commands": .array(texts.commands.filter { $0.step == nil }.prefix(3).map(\.siteJSON)),
      "history": [
        "seen": .int(history.seen), "fixed": .int(history.fixed), "last": JSON(history.last),
        "median": JSON(history.medianMinutes.map(Span.text)),
        "actions": .int(history.openActions),
        "past": .array(texts.past.map(\.siteJSON)),
        "own": .array(own.prefix(Self.shown.own).map(\.siteJSON)),
        "examples": .array(examples.prefix(Self.shown.examples).map(\.siteJSON)),
      ],
    ]
  }
}

extension SearchTexts.StepPast {
  fileprivate var siteJSON: JSON {
    [
      "step": JSON(step), "taken": .int(past.stepTaken), "worked": .int(past.stepWorked),
      "last": past.last.map(\.siteJSON) ?? .null, "resolution": .string(past.resolution),
    ]
  }
}

extension History.Occurrence {
  fileprivate var siteJSON: JSON {
    [
      "id": .string(id), "title": .string(title), "date": .string(date),
      "outcome": .string(outcome.rawValue), "words": .string(outcome.words),
      "time": JSON(minutes.map(Span.text)),
    ]
  }
}

extension Step {
  /// The step with what leads to it, by which the page chooses.
  fileprivate func siteJSON(_ causes: SearchTexts.Causes?) -> JSON {
    [
      "title": .string(title), "anchor": .string(anchor), "text": .string(text),
      "signs": JSON(causes?.signs ?? []), "lines": JSON(causes?.lines ?? []),
      "rows": JSON(causes?.rows ?? []), "commands": .array(mendingFirst.map(\.siteJSON)),
    ]
  }
}

extension Command {
  /// `[text, safety, changes, undo]`.
  fileprivate var siteJSON: JSON {
    [
      .string(text), .string(safety?.rawValue ?? "unclassified"), JSON(effect?.changes),
      JSON(effect?.undo),
    ]
  }
}
