/// The page of an incident: front matter, then the sections of a blameless postmortem.
///
/// A section without text holds a prompt in an HTML comment, which no reader and no search sees, so
/// that the page can be completed later.
public enum Postmortem {
  /// The sections in order, each with what to write in it.
  static let sections: [(name: SectionName, prompt: String)] = [
    (.summary, "What happened, in two or three sentences for somebody who was not there."),
    (.impact, "Who felt it, how, and for how long. Numbers where there are any."),
    (.symptoms, "The error lines as they appeared: the next search finds them."),
    (.timeline, ""),
    (.detection, "What noticed it, and what could have noticed it sooner."),
    (
      .contributingFactors,
      "What had to come together: systems, limits, decisions as they made sense at the time. "
        + "No names."
    ),
    (.resolution, "What ended it, step by step, and how that was verified."),
    (.wentWell, "What helped."),
    (.wentPoorly, "What cost time."),
    (.gotLucky, "What could as well have gone otherwise."),
    (.actionItems, "One line each: - [ ] what to do (@owner, due 2026-12-04, LINK)"),
  ]

  /// The page of a draft.
  ///
  /// - Parameters:
  ///   - draft: what is known.
  ///   - id: its id; nil for a page that is still to be named, as in an editor.
  /// - Returns: the file.
  public static func page(of draft: IncidentDraft, id: IncidentID?) -> [UInt8] {
    let title = MarkdownText.line(of: draft.title)
    var parts = [frontMatter(of: draft, title: title, id: id)]
    if !title.isEmpty { parts.append("# \(MarkdownText.heading(title))") }
    for (name, prompt) in sections {
      parts.append("## \(name.rawValue)")
      let text = text(of: name, in: draft)
      parts.append(text.isEmpty ? "<!-- \(prompt) -->" : text)
    }
    return Array((parts.joined(separator: "\n\n") + "\n").utf8)
  }

  private static func frontMatter(
    of draft: IncidentDraft, title: String, id: IncidentID?
  ) -> String {
    var lines = ["---"]
    if let id { lines.append("id: \(id)") }
    lines.append("title: \(YAMLText.scalar(title, quotes: true))")
    lines += ["kind: incident", "status: \(draft.status.rawValue)"]
    lines.append(pair("severity", draft.severity?.rawValue))
    lines.append("services: \(YAMLText.list(draft.services))")
    lines.append("tags: \(YAMLText.list(draft.tags))")
    lines.append(pair("environment", draft.environment.map { YAMLText.scalar($0) }))
    lines += draft.times.map { pair($0.key, $0.time?.description) }
    lines.append(pair("detected_by", draft.detectedBy.map { YAMLText.scalar($0) }))
    lines.append(pair("owner", draft.owner.map { YAMLText.scalar($0) }))
    lines.append("authors: \(YAMLText.list(draft.authors))")
    lines.append("fingerprints: \(YAMLText.list(draft.fingerprints))")
    if draft.runbooks.isEmpty {
      lines.append("runbooks: []")
    } else {
      lines.append("runbooks:")
      lines += draft.runbooks.map { "  - \(yaml(of: $0))" }
    }
    lines.append("---")
    return lines.joined(separator: "\n")
  }

  private static func pair(_ key: String, _ value: String?) -> String {
    value.map { "\(key): \($0)" } ?? "\(key):"
  }

  /// `{id: ecs-exec, step: grant-the-permissions, version: 1, revision: 4b82…, outcome: fixed}`.
  static func yaml(of link: RunbookLink) -> String {
    YAMLText.mapping(fields(of: link))
  }

  static func fields(of link: RunbookLink) -> [(key: String, value: String)] {
    var pairs = [(key: "id", value: YAMLText.scalar(link.id))]
    if let step = link.step { pairs.append(("step", YAMLText.scalar(step))) }
    if let version = link.version { pairs.append(("version", String(version))) }
    if let revision = link.revision {
      // Digits alone, or around an `e`, are a number to some parser.
      let isPlain = revision.utf8.contains { "abcdf".utf8.contains($0) }
      pairs.append(("revision", isPlain ? revision : YAMLText.scalar(revision, quotes: true)))
    }
    pairs.append(("outcome", link.outcome.rawValue))
    return pairs
  }

  private static func text(of name: SectionName, in draft: IncidentDraft) -> String {
    var parts = paragraphs(draft.texts[name] ?? "")
    switch name {
    case .symptoms:
      let lines = draft.symptoms.flatMap(MarkdownText.lines(of:))
      if !lines.isEmpty {
        parts.append(MarkdownText.code(lines.joined(separator: "\n"), info: "text"))
      }
      if let evidence = draft.evidence {
        parts.append("What was pasted, redacted: [\(evidence)](\(evidence)).")
      }
    case .timeline:
      let known =
        draft.times.compactMap { time in time.time.map { ($0, time.label) } }
        + draft.timeline.map { ($0.time, $0.text) }
      let rows = known.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      parts.append(
        (["| Time (UTC) | What |", "|---|---|"]
          + rows.map { TimelineRow.line($0.element.0, $0.element.1, columns: 2) })
          .joined(separator: "\n"))
    case .actionItems:
      let items = draft.actions.map(MarkdownText.line(of:)).filter { !$0.isEmpty }
      if !items.isEmpty {
        parts.append(items.map { "- [ ] \(MarkdownText.item($0))" }.joined(separator: "\n"))
      }
    default: break
    }
    return parts.joined(separator: "\n\n")
  }

  /// Each line as a paragraph.
  private static func paragraphs(_ text: String) -> [String] {
    MarkdownText.lines(of: text).map(MarkdownText.paragraph)
  }
}

/// A row of a timeline.
enum TimelineRow {
  /// `| 2026-11-03T10:31:00Z | text |`, with empty cells up to the number of columns.
  static func line(_ time: Timestamp, _ text: String, columns: Int) -> String {
    let cell = MarkdownText.cell(text)
    guard columns > 1 else { return "| \(time) \(cell) |" }
    return "| \(time) | \(cell) |" + String(repeating: " |", count: columns - 2)
  }
}
