extension FieldReader {
  /// The kind of the document, from its key or else from its folder.
  mutating func kind() -> DocumentKind? {
    let byFolder = DocumentKind(ofFolder: path)
    guard let node = node("kind") else {
      if let byFolder {
        note(
          isUnnamed ? .note : .warning, at: keyOrStart("kind"), "no 'kind'",
          fix: "add kind: \(byFolder.rawValue)")
      } else {
        note(
          .error, at: keyOrStart("kind"), "no 'kind'", fix: "add kind: runbook or kind: incident")
      }
      return byFolder
    }
    guard let kind = node.string.flatMap(DocumentKind.init(rawValue:)) else {
      // Other tools have a `kind` of their own, such as `page`.
      if isUnnamed, byFolder == .runbook { return byFolder }
      note(
        .error, at: node.location, "'kind' must be runbook or incident",
        fix: node.string.flatMap {
          Self.suggestion(for: $0, in: DocumentKind.allCases.map(\.rawValue))
        })
      return nil
    }
    if let byFolder, byFolder != kind {
      note(
        at: node.location, "a \(kind.rawValue) in the folder of \(byFolder.rawValue)s",
        fix: "move the file to Content/\(kind.rawValue)s/")
    }
    return kind
  }

  /// The id: it is well-formed, and should be the file name.
  mutating func id(kind: DocumentKind) -> String? {
    let name = fileID
    guard let node = node("id") else {
      if kind == .runbook, let id = DocumentID.derived(fromPath: path) {
        note(.note, at: keyOrStart("id"), "no 'id'; the file name stands in", fix: "add id: \(id)")
        return id
      }
      note(
        .error, at: keyOrStart("id"), "no 'id'",
        fix: DocumentID.isValid(name) ? "add id: \(name)" : nil)
      return nil
    }
    guard let id = node.string, DocumentID.isValid(id) else {
      note(
        .error, at: node.location,
        "'id' must be lower-case letters, digits and hyphens, at most 80, not a hyphen first",
        fix: node.string.flatMap(DocumentID.nearest(to:)).map { "write id: \($0)" })
      return nil
    }
    if id != name {
      note(
        at: node.location, "id '\(id)' is not the file name '\(name)'",
        fix: "rename the file to \(id).md")
    }
    if kind == .incident, CivilDate(String(id.prefix(10))) == nil || id.utf8.count < 12 {
      note(
        at: node.location, "the id of an incident starts with its day",
        fix: "write it like 2026-11-21-\(id)")
    }
    return id
  }

  /// The title, or else the first heading of level one; of a page without an id also the heading
  /// that the page begins with, or else its file name.
  mutating func title(kind: DocumentKind, body: [Block]) -> String? {
    if let title = text("title") { return title }
    let headings = body.enumerated().compactMap { place, block -> (level: Int, text: String)? in
      guard case .heading(let level, let inlines) = block.content, level == 1 || place == 0 else {
        return nil
      }
      let text = Self.oneLine(inlines.plainText)
      return text.isEmpty ? nil : (level, text)
    }
    let first = headings.first { $0.level == 1 } ?? (isUnnamed ? headings.first : nil)
    if let title = first?.text {
      note(
        isUnnamed ? .note : .warning, at: keyOrStart("title"), "no 'title'; the heading stands in",
        fix: "add title: \(title)")
      return title
    }
    if isUnnamed, kind == .runbook {
      let name = DocumentID.pageName(ofPath: path)
      let title = name.split { "-_ ".contains($0) }.joined(separator: " ")
      note(.note, at: keyOrStart("title"), "no 'title'; the file name stands in")
      return title.isEmpty ? name : title
    }
    note(.error, at: keyOrStart("title"), "no 'title'", fix: "add title: …")
    return nil
  }

  /// Whether the page gives itself no id: it was written for another tool, or for none.
  var isUnnamed: Bool { root["id"].map(\.isNull) ?? true }

  /// The file name without `.md`.
  private var fileID: String {
    let name = FileSystem.name(of: path)
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }

  /// Where to say that a value is missing: its key, or else the line before the first key.
  private func keyOrStart(_ key: String) -> SourceLocation {
    root.entry(key)?.keyLocation ?? SourceLocation(line: 1)
  }
}
