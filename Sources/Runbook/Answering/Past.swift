extension IncidentStore {
  /// What a history says of a page and of one of its steps, in short.
  ///
  /// - Parameters:
  ///   - history: of the page.
  ///   - step: the anchor of the step; nil where the page has none.
  /// - Returns: how often the step was taken and worked, and the last incident that it, or else the
  ///   page, ended, with what ended it.
  /// - Throws: `SQLiteError`.
  public func past(in history: History, step: String?) throws(SQLiteError) -> SearchResult.Past {
    var past = SearchResult.Past()
    let own = history.incidents.filter { $0.origin == .own }
    // What was only named says nothing of the step.
    let taken = history.uses.filter { use in
      use.origin == .own && step != nil && use.step == step && use.outcome != .notTried
    }
    func worked(_ incident: History.Occurrence) -> Bool {
      incident.outcome == .fixed || incident.outcome == .helped
    }
    past.stepTaken = taken.count
    past.stepWorked = taken.count(where: worked)
    past.last = taken.first(where: worked) ?? own.first(where: worked) ?? own.first
    guard let last = past.last, let incident = try incident(id: last.id) else { return past }
    let blocks = Document.incident(incident).section(.resolution)?.blocks ?? []
    for block in blocks {
      guard case .paragraph(let inlines) = block.content else { continue }
      past.resolution = FieldReader.oneLine(inlines.firstSentence)
      break
    }
    return past
  }
}
