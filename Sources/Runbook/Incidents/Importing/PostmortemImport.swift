/// A postmortem of another tool as an incident.
///
/// Known are the templates of Google (SRE book, appendix D), Atlassian, PagerDuty and GitLab, whose
/// sections the reader of incidents knows by their headings, and what Rootly, incident.io and FireHydrant
/// export, as Markdown or JSON.
struct PostmortemImport {
  var title: String
  var severity: Incident.Severity?
  /// The day; nil where nothing in it says one.
  var day: CivilDate?
  var times: [(key: String, time: Timestamp)] = []
  var services: [String] = []
  /// The text below the title.
  var body: String
  /// What was not written as such.
  var guessed: [String] = []

  /// Makes the file.
  ///
  /// - Parameter source: where it is from, to be remembered.
  /// - Returns: the id, the bytes without secrets, and how many were taken out; nil without a day.
  func page(source: String) -> (id: String, bytes: [UInt8], removed: Int)? {
    let started = times.first { $0.key == "started_at" }?.time
    guard let day = started?.day ?? day ?? times.first?.time.day else { return nil }
    let id = IncidentID(day: day, title: title).description
    var lines = [
      "---", "id: \(id)", "title: \(YAMLText.scalar(MarkdownText.line(of: title), quotes: true))",
      "kind: incident", "status: resolved",
    ]
    if let severity { lines.append("severity: \(severity.rawValue)") }
    if !services.isEmpty { lines.append("services: \(YAMLText.list(services))") }
    lines += times.map { "\($0.key): \($0.time)" }
    lines += [
      "\(Runbook.importKey): \(YAMLText.scalar(source, quotes: true))", "---", "",
      "# \(MarkdownText.heading(MarkdownText.line(of: title)))", "", body,
    ]
    let redacted = Redactor().redact(lines.joined(separator: "\n"))
    return (id, Array(redacted.text.utf8), redacted.removed.count)
  }

  // MARK: Markdown

  /// Reads a Markdown file; nil where it is no postmortem.
  ///
  /// It is one where it has a timeline, or says that it is one, and two more sections of incidents.
  init?(markdown bytes: [UInt8], path: String) {
    let source = SourceText(bytes)
    let parts = (try? FrontMatter(source)) ?? FrontMatter(bodyOf: source)
    let text = String(decoding: parts.body, as: UTF8.self)
    let lines = PostmortemImport.sectioned(text)
    let names = Set(lines.compactMap { PostmortemImport.section($0) })
    let head = (path + "\n" + text.prefix(400)).lowercased()
    let saysSo =
      ["postmortem", "post-mortem", "post mortem", "incident report", "incident review"]
      .contains { head.contains($0) }
    let telling = names.intersection([
      .timeline, .actionItems, .detection, .contributingFactors, .wentWell, .wentPoorly,
      .resolution, .impact, .summary,
    ])
    guard telling.count >= 3, saysSo || names.contains(.timeline) && names.contains(.actionItems),
      !text.lowercased().contains("alertname") || saysSo
    else { return nil }
    let yaml = try? YAML.parse(Array(parts.yaml), path: path, firstLine: 2)
    let fields = PostmortemImport.fields(of: lines)
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { name in yaml?[name]?.string ?? fields[name] }.first
    }
    let heading = lines.first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
    title = PostmortemImport.title(
      value("title") ?? heading ?? DocumentID.pageName(ofPath: path))
    severity = value("severity", "priority", "impact level").flatMap(PostmortemImport.severity)
    services = (yaml?["services"]?.strings ?? nil) ?? (yaml?["service"]?.strings ?? nil) ?? []
    body = lines.drop { !$0.hasPrefix("# ") && $0.isEmpty }
      .filter { $0 != heading.map { "# \($0)" } }.joined(separator: "\n")
    for (key, names) in PostmortemImport.fieldNames {
      let found = names.lazy.compactMap { yaml?[$0]?.string ?? fields[$0] }.first
      if let time = found.flatMap(Timestamp.init) { times.append((key, time)) }
    }
    let written = value("date", "incident date", "day").flatMap(SpokenDay.first)
    day = written ?? SpokenDay.first(in: FileSystem.name(of: path))
    if day == nil, times.isEmpty {
      day = SpokenDay.first(in: text)
      guessed.append("day (the first in the text)")
    }
  }

  private static let fieldNames: [(key: String, names: [String])] = [
    ("started_at", ["started_at", "started at", "start time", "incident start", "started"]),
    ("detected_at", ["detected_at", "detected at", "time detected", "detected"]),
    ("acknowledged_at", ["acknowledged_at", "acknowledged at", "acknowledged"]),
    ("mitigated_at", ["mitigated_at", "mitigated at", "mitigated"]),
    ("resolved_at", ["resolved_at", "resolved at", "end time", "incident end", "resolved"]),
  ]

  /// The lines with each known section at level two, also where a template has it deeper, or as
  /// `**Impact**: text`.
  private static func sectioned(_ text: String) -> [String] {
    var lines: [String] = []
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = line.hasSuffix("\r") ? line.dropLast() : line
      if line.drop(while: { $0 == " " }).hasPrefix("```") { isCode.toggle() }
      guard !isCode else {
        lines.append(String(line))
        continue
      }
      let marks = line.prefix { $0 == "#" }
      if marks.count >= 2, line.dropFirst(marks.count).hasPrefix(" ") {
        let heading = line.dropFirst(marks.count).drop { $0 == " " }
        let name = SectionName.named(String(heading), in: .incident)
        lines.append(name == nil ? String(line) : "## \(heading)")
      } else if let (name, rest) = field(line), SectionName.named(name, in: .incident) != nil {
        lines += ["## \(name)", ""] + (rest.isEmpty ? [] : [rest])
      } else {
        lines.append(String(line))
      }
    }
    return lines
  }

  private static func section(_ line: String) -> SectionName? {
    line.hasPrefix("## ") ? SectionName.named(String(line.dropFirst(3)), in: .incident) : nil
  }

  /// `**Name**: text`, `**Name:** text`; nil for any other line.
  private static func field(_ line: Substring) -> (name: String, rest: String)? {
    guard line.hasPrefix("**"), let end = line.dropFirst(2).firstRange(ofText: "**") else {
      return nil
    }
    var name = line.dropFirst(2)[..<end.lowerBound]
    var rest = line[end.upperBound...]
    if name.hasSuffix(":") {
      name = name.dropLast()
    } else {
      guard rest.hasPrefix(":") else { return nil }
      rest = rest.dropFirst()
    }
    return (String(name), String(rest.drop { $0 == " " }))
  }

  /// What lines such as `**Severity**: 2`, `- Date: …` and rows `| Severity | S2 |` say.
  private static func fields(of lines: [String]) -> [String: String] {
    var fields: [String: String] = [:]
    for line in lines.prefix(80) {
      var found = field(line[...])
      if found == nil, line.hasPrefix("|") {
        let cells = line.split(separator: "|").map { FieldReader.oneLine(String($0)) }
        if cells.count == 2 { found = (cells[0], cells[1]) }
      } else if found == nil {
        let text = line.drop { "-* ".contains($0) }
        if let colon = text.firstIndex(of: ":"), text[..<colon].count < 24 {
          found = (String(text[..<colon]), String(text[text.index(after: colon)...]))
        }
      }
      guard let (name, value) = found else { continue }
      let key = FieldReader.oneLine(name.lowercased().filter { $0 != "*" })
      let text = FieldReader.oneLine(value.filter { $0 != "*" && $0 != "`" })
      if fields[key] == nil, !text.isEmpty { fields[key] = text }
    }
    return fields
  }

  private static func title(_ text: String) -> String {
    var title = FieldReader.oneLine(text.filter { $0 != "`" })
    for prefix in ["postmortem:", "post-mortem:", "incident report:", "incident:"]
    where title.lowercased().hasPrefix(prefix) {
      title = FieldReader.oneLine(String(title.dropFirst(prefix.count)))
    }
    return title.isEmpty ? text : title
  }

  /// `SEV2`, `sev-2`, `S2`, `P2`, `severity::2`, `2 (major)`.
  private static func severity(_ text: String) -> Incident.Severity? {
    let names = ["critical": "1", "major": "2", "minor": "3"]
    let digit = text.first(where: \.isNumber).map(String.init)
    return (digit ?? names[text.lowercased()]).flatMap { Incident.Severity(spoken: $0) }
  }

  // MARK: JSON

  /// The incidents that a JSON export holds: an object, a list, or a list below `incidents` or `data`.
  static func all(json bytes: [UInt8]) -> [PostmortemImport] {
    let (document, problem) = JSONDocument.read(bytes)
    guard problem == nil, let root = document.roots.first else { return [] }
    let list = root.member("incidents") ?? root.member("data") ?? root.member("incident") ?? root
    let values = list.kind == .array ? list.items : [list]
    return values.compactMap { PostmortemImport(json: $0.member("attributes") ?? $0) }
  }

  private init?(json value: JSONValue) {
    let name = value.text("title", "name")
    let times = PostmortemImport.jsonTimes.compactMap { key, names in
      names.lazy.compactMap { value.text($0).flatMap(Timestamp.init) }.first.map { (key, $0) }
    }
    guard let name, !times.isEmpty else { return nil }
    title = name
    self.times = times
    let severity = value.member("severity")
    self.severity = (severity?.text("name", "slug", "severity") ?? severity?.string)
      .flatMap(PostmortemImport.severity)
    services = (value.member("services")?.items ?? []).compactMap { $0.string ?? $0.text("name") }
    var parts: [String] = []
    func add(_ heading: String, _ text: String?) {
      if let text, !text.isEmpty { parts.append("## \(heading)\n\n\(text)") }
    }
    add("Summary", value.text("summary", "description"))
    add("Impact", value.text("customer_impact_summary", "impact", "customers_impacted"))
    let events = (value.member("timeline") ?? value.member("events"))?.items ?? []
    add(
      "Timeline",
      PostmortemImport.lines(events) { event in
        guard let time = event.text("occurred_at", "timestamp", "created_at", "time"),
          let text = event.text("event", "summary", "description", "body", "title", "message")
        else { return nil }
        let when = Timestamp(time)?.description ?? time
        return "- \(when) \(FieldReader.oneLine(text))"
      })
    add("Contributing factors", value.text("root_cause", "contributing_factors", "cause"))
    add("Resolution", value.text("resolution", "mitigation_message", "resolution_message"))
    let actions =
      (value.member("action_items") ?? value.member("follow_ups") ?? value.member("tasks"))?.items
      ?? []
    add(
      "Action items",
      PostmortemImport.lines(actions) { action in
        guard let text = action.text("title", "summary", "description", "name") else { return nil }
        let state = action.text("status", "state") ?? ""
        let isDone = ["done", "completed", "closed"].contains(state.lowercased())
        return "- [\(isDone ? "x" : " ")] \(FieldReader.oneLine(text))"
      })
    body = parts.joined(separator: "\n\n") + "\n"
  }

  private static let jsonTimes: [(key: String, names: [String])] = [
    ("started_at", ["started_at", "impact_started_at", "created_at", "reported_at"]),
    ("detected_at", ["detected_at"]), ("acknowledged_at", ["acknowledged_at"]),
    ("mitigated_at", ["mitigated_at"]),
    ("resolved_at", ["resolved_at", "closed_at"]),
  ]

  private static func lines(_ items: [JSONValue], _ line: (JSONValue) -> String?) -> String? {
    let lines = items.compactMap(line)
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}

extension JSONValue {
  /// The value of a name of an object.
  fileprivate func member(_ name: String) -> JSONValue? {
    guard kind == .object else { return nil }
    let value = members.first { $0.key.string == name }?.value
    return value?.kind == .null ? nil : value
  }

  /// The first of some names that has a text.
  fileprivate func text(_ names: String...) -> String? {
    for name in names {
      if let text = member(name)?.string, !text.isEmpty { return text }
    }
    return nil
  }
}

/// Days as people write them in a document.
enum SpokenDay {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The first day in a text: `2026-11-03`, `3 November 2026`, `Nov 3rd, 2026`.
  static func first(in text: String) -> CivilDate? {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
    for (place, word) in words.prefix(4000).enumerated() {
      if word.utf8.count >= 10, let day = CivilDate(String(word.prefix(10))) { return day }
      let near = words[max(0, place - 1)..<min(words.count, place + 3)].map { $0.lowercased() }
      guard let month = months.firstIndex(of: String(word.lowercased().prefix(3))),
        word.allSatisfy(\.isLetter), word.utf8.count <= 9,
        let year = near.compactMap({ Int($0) }).first(where: { 1990...2100 ~= $0 }),
        let day = near.compactMap({ Int($0.prefix { $0.isNumber }) }).first(where: { 1...31 ~= $0 })
      else { continue }
      if let date = CivilDate(year: year, month: month + 1, day: day) { return date }
    }
    return nil
  }
}
