extension Postmortem {
  /// Makes the file of an incident out of a page that is still without a name, as it comes from a
  /// draft or from an editor.
  ///
  /// - Parameters:
  ///   - page: the page; what it says stays as it is.
  ///   - id: the name.
  ///   - path: the path of the file to be.
  ///   - evidence: the name of the file beside it that holds what was pasted.
  ///   - table: the decision table, which names the failure.
  ///   - pin: a link with the version and revision of the text that it means.
  /// - Returns: the file.
  /// - Throws: `IncidentError.unreadable` where the page is no incident.
  public static func complete(
    _ page: [UInt8], id: IncidentID, path: String, evidence: String? = nil, table: DecisionTable,
    pin: (RunbookLink) -> RunbookLink = { $0 }
  ) throws(IncidentError) -> [UInt8] {
    var document = try IncidentDocument(try named(page, id, path: path), path: path)
    for link in document.incident.runbooks where link.revision == nil {
      let pinned = pin(link)
      if pinned != link { try document.change(link, to: pinned) }
    }
    if document.incident.fingerprints.isEmpty,
      let fingerprint = fingerprint(of: document.incident, table)
    {
      try document.set("fingerprints", to: [fingerprint])
    }
    var bytes = withHeading(document.bytes, title: document.incident.title)
    if let evidence {
      let document = try IncidentDocument(bytes, path: path)
      bytes = withEvidence(bytes, evidence, incident: document.incident)
    }
    _ = try IncidentDocument(bytes, path: path)
    return bytes
  }

  /// A page with its name and kind in the front matter.
  ///
  /// - Parameters:
  ///   - page: the page.
  ///   - id: the name.
  ///   - path: what to call the page in an error.
  /// - Returns: the page; whether it is an incident is still to be seen.
  /// - Throws: `IncidentError` where it has no front matter that can be edited.
  public static func named(
    _ page: [UInt8], _ id: IncidentID, path: String
  ) throws(IncidentError) -> [UInt8] {
    var front = FrontMatterEditor(page, path: path, order: IncidentParser.keys)
    try front.set("id", to: id.description)
    let root = try FrontMatterText(front.bytes, path: path).root
    if root["kind"] == nil { try front.set("kind", to: DocumentKind.incident.rawValue) }
    return front.bytes
  }

  /// The fingerprint of the symptoms that a page tells: what a search for them looks up.
  private static func fingerprint(of incident: Incident, _ table: DecisionTable) -> String? {
    let text = incident.sections.filter { $0.name == .symptoms }.map(\.plainText)
      .joined(separator: "\n")
    guard !text.isEmpty else { return nil }
    return DiagnosisReport(Array(text.utf8), table: table).subjects.first?.failureFingerprint
  }

  /// The title as a heading, where the page has none.
  private static func withHeading(_ bytes: [UInt8], title: String) -> [UInt8] {
    let source = SourceText(bytes)
    guard let parts = try? FrontMatter(source) else { return bytes }
    let first = parts.body.drop { $0 <= 0x20 }
    guard !first.starts(with: "# ".utf8) else { return bytes }
    let isWindows = source.bytes[..<parts.body.startIndex].suffix(2).elementsEqual([0x0D, 0x0A])
    let end = isWindows ? "\r\n" : "\n"
    let heading = "\(end)# \(MarkdownText.heading(title))\(end)\(end)"
    return bytes[..<parts.body.startIndex] + Array(heading.utf8) + first
  }

  /// A line below the symptoms that leads to the evidence.
  private static func withEvidence(
    _ bytes: [UInt8], _ name: String, incident: Incident
  ) -> [UInt8] {
    let editor = PageEditor(bytes, incident: incident)
    let line = "What was pasted, redacted: [\(name)](\(name))."
    return editor.appending([line], to: .symptoms, order: sections.map(\.name))
  }
}
