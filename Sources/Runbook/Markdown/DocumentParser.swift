/// Reads a file of the knowledge base into a runbook or an incident.
public enum DocumentParser {
  /// The most bytes that a document may have; an incident that needs more holds somebody's log.
  public static let sizeLimit = 1024 * 1024

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: its path relative to the root of the knowledge base.
  /// - Returns: the document, nil where it has no id, kind or title or cannot be read at all, and
  ///   what is wrong with the file in the order of the file. A finding that makes the document nil
  ///   is an error; the others are warnings.
  public static func parse(
    bytes: [UInt8], path: String
  ) -> (document: Document?, findings: [Finding]) {
    guard bytes.count <= sizeLimit else {
      let finding = error(
        "too-large", path: path, "\(bytes.count) bytes, more than \(sizeLimit) for one document",
        fix: "cut what was pasted down to what matters")
      return (nil, [finding])
    }
    let source = SourceText(bytes)
    let parts: FrontMatter
    do throws(FrontMatter.Problem) {
      parts = try FrontMatter(source)
    } catch {
      guard error == .missing, isRunbook(path) else {
        var finding = finding(for: error, path: path)
        // Wikis hold pages that nobody has written yet.
        if error == .emptyFile, isRunbook(path) { finding.severity = .warning }
        return (nil, [finding])
      }
      parts = FrontMatter(bodyOf: source)
    }
    if let finding = conflict(in: source, path: path) { return (nil, [finding]) }
    do throws(YAMLError) {
      let (yaml, repeats) = try frontMatter(Array(parts.yaml), path: path, line: parts.yamlLine)
      if !yaml.isNull, yaml.entries == nil, isRunbook(path) {
        // A line of dashes above the text, which is no front matter.
        return read(.nothing(at: yaml.location), FrontMatter(bodyOf: source), source, path: path)
      }
      let (document, findings) = read(yaml, parts, source, path: path)
      return (document, sorted(repeats.map(repeated) + findings))
    } catch {
      let finding = error.finding(rule: FieldReader.rule)
      guard isRunbook(path), !hasID(parts) else { return (nil, [finding]) }
      // Of a page that was written for another tool the text is worth more than the labels.
      let (document, findings) = read(
        .nothing(at: SourceLocation(line: 1)), parts, source, path: path)
      return (document, sorted([noted(finding, from: .error)] + findings))
    }
  }

  /// Whether a file is in the folder of the runbooks, where any Markdown is a page.
  private static func isRunbook(_ path: String) -> Bool {
    DocumentKind(ofFolder: path) == .runbook && DocumentID.derived(fromPath: path) != nil
  }

  /// Whether front matter that is no YAML was meant for this knowledge base.
  private static func hasID(_ parts: FrontMatter) -> Bool {
    parts.yaml.split(separator: 0x0A).contains { $0.starts(with: "id:".utf8) }
  }

  /// The front matter, and keys of an incident that stand twice.
  ///
  /// Two people may close it at once, and git merges incidents by union. It stays readable; in a
  /// runbook it is an error.
  ///
  /// - Parameters:
  ///   - bytes: the YAML.
  ///   - path: what to call the file.
  ///   - line: the number of its first line.
  /// - Returns: the root, and one error for each key that stands twice.
  /// - Throws: `YAMLError`.
  static func frontMatter(
    _ bytes: [UInt8], path: String, line: Int
  ) throws(YAMLError) -> (root: YAMLNode, repeats: [YAMLError]) {
    do throws(YAMLError) {
      return (try YAML.parse(bytes, path: path, firstLine: line), [])
    } catch {
      guard let joined = try? YAML.parseJoined(bytes, path: path, firstLine: line),
        joined.root["kind"]?.string == "incident"
      else { throw error }
      return joined
    }
  }

  private static func repeated(_ error: YAMLError) -> Finding {
    var finding = error.finding(rule: FieldReader.rule)
    finding.severity = .warning
    finding.message += "; the first counts, and lists are joined"
    return finding
  }

  private static func read(
    _ yaml: YAMLNode, _ parts: FrontMatter, _ source: SourceText, path: String
  ) -> (document: Document?, findings: [Finding]) {
    let root = yaml.isNull ? YAMLNode(.mapping([]), location: yaml.location) : yaml
    guard root.entries != nil else {
      let finding = error(
        FieldReader.rule, path: path, at: root.location, "the front matter must be keys and values",
        fix: "write lines like title: …")
      return (nil, [finding])
    }
    var fields = FieldReader(root, path: path)
    guard let kind = fields.kind() else { return (nil, fields.findings) }
    let body = MarkdownParser.parse(Array(parts.body), path: path, firstLine: parts.bodyLine)
    let id = fields.id(kind: kind)
    let title = fields.title(kind: kind, body: body.blocks)
    var findings = encodingFindings(source, path: path) + body.findings
    guard let id, let title else { return (nil, sorted(fields.findings + findings)) }
    if fields.isUnnamed, DocumentID.isFolderPage(path), !body.blocks.hasText { return (nil, []) }
    let sections = Section.cut(
      body.blocks, kind: kind, title: title, start: SourceLocation(line: parts.bodyLine))
    findings += FenceInfo.findings(in: body.blocks, source: source, path: path)
    var draft = DocumentDraft(
      id: id, title: title, sections: sections, revision: Revision.blobID(of: source.bytes),
      fields: fields)
    let document: Document =
      switch kind {
      case .runbook: .runbook(RunbookParser.runbook(&draft))
      case .incident: .incident(IncidentParser.incident(&draft))
      }
    let all = sorted(draft.fields.findings + findings)
    return (document, draft.fields.isUnnamed ? all.map { noted($0) } : all)
  }

  /// Of a page that was not written for this knowledge base a slip is worth a note.
  private static func noted(
    _ finding: Finding, from severity: Finding.Severity = .warning
  ) -> Finding {
    var finding = finding
    if finding.severity == severity { finding.severity = .note }
    return finding
  }

  private static func finding(for problem: FrontMatter.Problem, path: String) -> Finding {
    let example = "start it with ---, lines like id: and title:, and another ---"
    switch problem {
    case .emptyFile:
      return error(FieldReader.rule, path: path, "the file is empty", fix: example)
    case .missing:
      return error(FieldReader.rule, path: path, "no front matter", fix: example)
    case .notClosed(let line):
      return error(
        FieldReader.rule, path: path, "the front matter is not closed",
        fix: line.map { "write --- alone on a line before line \($0)" }
          ?? "write --- alone on the line after the last key")
    }
  }

  /// What git leaves in a file when two edits met.
  private static func conflict(in source: SourceText, path: String) -> Finding? {
    let lines = (1...source.lineStarts.count).lazy
    guard let start = lines.first(where: { source.line($0).starts(with: "<<<<<<< ".utf8) }),
      lines.contains(where: { $0 > start && source.line($0).starts(with: ">>>>>>> ".utf8) })
    else { return nil }
    return error(
      "merge-conflict", path: path, at: SourceLocation(line: start), "unresolved merge conflict",
      fix: "keep the lines that are right and remove the marks")
  }

  private static func encodingFindings(_ source: SourceText, path: String) -> [Finding] {
    var findings: [Finding] = []
    func note(_ offset: Int, _ message: String, _ fix: String) {
      findings.append(
        Finding(
          rule: "encoding", severity: .warning, path: path, location: source.location(at: offset),
          message: message, fix: fix))
    }
    if let offset = SourceText.firstInvalidByte(in: source.bytes) {
      note(offset, "not valid UTF-8; the bytes are shown as \u{FFFD}", "save the file as UTF-8")
    }
    if let offset = source.bytes.firstIndex(of: 0) {
      note(offset, "a NUL byte in the text", "remove it")
    }
    return findings
  }

  private static func error(
    _ rule: String, path: String, at location: SourceLocation = SourceLocation(line: 1),
    _ message: String, fix: String
  ) -> Finding {
    Finding(
      rule: rule, severity: .error, path: path, location: location, message: message, fix: fix)
  }

  /// In the order of the file; findings of one place stay in the order they were made.
  private static func sorted(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted { left, right in
      let (a, b) = (left.element.location, right.element.location)
      return (a.line, a.column, left.offset) < (b.line, b.column, right.offset)
    }.map(\.element)
  }
}

extension [Block] {
  /// Whether anything stands there besides headings.
  fileprivate var hasText: Bool {
    contains { block in
      switch block.content {
      case .heading, .thematicBreak, .html: false
      default: true
      }
    }
  }
}

/// What both kinds of documents share, on the way to becoming one.
struct DocumentDraft {
  var id: String
  var title: String
  var sections: [Section]
  var revision: String
  var fields: FieldReader

  /// The source, once every known key was read.
  mutating func source(known: [String]) -> DocumentSource {
    let unknown = fields.unknownKeys(known: known)
    return DocumentSource(
      path: fields.path, revision: revision, unknownKeys: unknown, places: fields.places)
  }
}
