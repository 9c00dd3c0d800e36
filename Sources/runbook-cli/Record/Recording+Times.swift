import Runbook

extension Recording {
  /// Reads times as they are typed: by the clock of the laptop, on the day of the incident.
  func times(of incident: Incident? = nil) -> SpokenTimeReader {
    SpokenTimeReader(now: now, zone: environment.zone, start: incident?.firstTime)
  }

  /// A time that was typed, and a word about how it was read where that is not plain.
  ///
  /// - Parameters:
  ///   - text: what was typed; nil for nothing.
  ///   - place: where it was typed, for an error.
  ///   - reader: what it is read by.
  /// - Returns: the moment; nil for nothing.
  /// - Throws: `CommandError` where it is no time.
  func time(
    _ text: String?, _ place: String, _ reader: SpokenTimeReader
  ) throws(CommandError) -> Timestamp? {
    guard let text else { return nil }
    guard let spoken = reader.read(text) else {
      throw CommandError(
        .usage, "the value '\(text)' is invalid for '\(place)'", hints: [SpokenTimeReader.forms])
    }
    say(spoken, of: text, reader)
    return spoken.time
  }

  /// Tells which moment was understood, unless it is what was written.
  func say(_ spoken: SpokenTime, of text: String, _ reader: SpokenTimeReader) {
    let isElsewhere = spoken.isLocal && !reader.zone.isUTC(at: spoken.time)
    guard isElsewhere || spoken.isOfIncident else { return }
    let zone = spoken.isLocal ? " \(isElsewhere ? reader.zone.name : "UTC")" : ""
    let day = spoken.isOfIncident ? ", on the day of the incident" : ""
    console.note("\(Console.safe(text))\(zone) = \(spoken.time)\(day)")
  }
}

extension Recording {
  /// The page of an incident with what was written as on the command line in the form of files; how a
  /// time was read is told where that is not plain.
  ///
  /// - Parameters:
  ///   - page: the page.
  ///   - path: what to call it in an error.
  ///   - incident: what is known of its times; nil for a new one.
  ///   - id: a name for a page that has none yet.
  /// - Returns: the page.
  /// - Throws: `IncidentError` with the place of what is not understood.
  func spelled(
    _ page: [UInt8], path: String, of incident: Incident?, id: IncidentID?
  ) throws(IncidentError) -> [UInt8] {
    let reader = times(of: incident)
    let spoken = try SpokenPage(page, path: path, reader: reader)
    var bytes = spoken.bytes
    if let id { bytes = try Postmortem.named(bytes, id, path: path) }
    var document = try IncidentDocument(bytes, path: path)
    let rows = document.spellTimeline(reader)
    for (text, spoken) in spoken.times + rows { say(spoken, of: text, reader) }
    return document.bytes
  }
}

extension Environment {
  /// The zone of this machine, in which times without one are read.
  var zone: LocalZone { .system(variables) }
}

extension Options {
  /// The value of a flag as a day: `2026-11-03`, `2026-11`, or how long ago, such as `30d`.
  func day(_ name: String, now: Timestamp) throws(CommandError) -> CivilDate? {
    guard let text = self[name] else { return nil }
    let span = text.hasPrefix("-") ? text : "-\(text)"
    if let day = CivilDate(text) ?? CivilDate("\(text)-01")
      ?? SpokenTimeReader(now: now).read(span)?.time.day
    {
      return day
    }
    throw CommandError(
      .usage, "the value '\(text)' is invalid for '--\(name)'",
      hints: ["give a day as 2026-11-03, 2026-11, or how long ago, such as 30d"])
  }
}
