import Runbook

/// Every text that a document had, newest first: from git where the folder is a repository, from
/// the index for those that were never committed.
struct VersionHistory {
  /// One text.
  struct Entry {
    var revision: String
    var version: Int?
    var time: Timestamp?
    var author: String?
    var commit: String?
    var subject: String?
    /// Where it is known from: `file`, `git` or `index`.
    var source: String
    /// The incidents that used it, once for each step that they name.
    var incidents: [(id: String, link: RunbookLink, isPublic: Bool)] = []
  }

  let id: String
  private(set) var entries: [Entry] = []
  /// Incidents whose pin fits no text that is known here.
  private(set) var unresolved: [(id: String, pin: String, link: RunbookLink)] = []
  private let step: String?

  /// The history of a known id.
  ///
  /// - Parameters:
  ///   - id: the id.
  ///   - step: names only the incidents that took the step with this anchor; all where it is nil.
  ///   - base: the knowledge base.
  /// - Throws: `SQLiteError`.
  init(of id: String, step: String? = nil, in base: KnowledgeBase) throws {
    self.id = id
    self.step = step
    let runbook = try base.runbooks.summary(of: id)
    let incident = try base.incidents.summary(of: id)
    let current = runbook?.revision ?? incident?.revision ?? ""
    if let root = base.root, let path = runbook?.path ?? incident?.path {
      entries = GitLog(root: root).entries(of: path)
    }
    var known = Set(entries.map(\.revision))
    var others: [Entry] = []
    for text in try base.runbooks.revisions(of: id) where known.insert(text.revision).inserted {
      others.append(
        Entry(
          revision: text.revision, version: text.version, time: text.seenAt,
          source: text.revision == current ? "file" : "index"))
    }
    // The present text first; texts that git does not know stand by their time.
    let all = others + entries
    entries =
      all.filter { $0.revision == current }
      + all.enumerated().filter { $0.element.revision != current }.sorted { left, right in
        let (a, b) = (left.element.time?.seconds ?? 0, right.element.time?.seconds ?? 0)
        return (b, left.offset) < (a, right.offset)
      }.map(\.element)
    if runbook != nil { try addIncidents(from: base) }
  }

  private mutating func addIncidents(from base: KnowledgeBase) throws {
    var filter = IncidentFilter()
    filter.runbook = id
    for summary in try base.incidents.list(filter) {
      for link in try base.incidents.links(of: summary.number)
      where link.id == id && (step == nil || link.step == step) {
        let index =
          link.revision.flatMap { pin in entries.firstIndex { $0.revision.hasPrefix(pin) } }
          ?? (link.revision == nil
            ? link.version.flatMap { version in entries.firstIndex { $0.version == version } }
            : nil)
        if let index {
          entries[index].incidents.append((summary.id, link, summary.origin == .public))
        } else {
          let pin = link.version.map { "@\($0)" } ?? "no version"
          unresolved.append(
            (summary.id, link.revision.map { "\(pin) \($0.prefix(8))" } ?? pin, link))
        }
      }
    }
  }

  var json: JSON {
    [
      "schema_version": 1, "id": .string(id), "entries": .array(entries.map(\.json)),
      "unresolved": .array(
        unresolved.map { pin in
          [
            "incident": .string(pin.id), "pin": .string(pin.pin), "step": JSON(pin.link.step),
            "outcome": .string(pin.link.outcome.rawValue),
          ]
        }),
    ]
  }
}

extension VersionHistory.Entry {
  var json: JSON {
    [
      "revision": .string(revision), "version": JSON(version), "time": JSON(time?.description),
      "author": JSON(author), "commit": JSON(commit), "subject": JSON(subject),
      "source": .string(source),
      "incidents": .array(
        incidents.map { incident in
          [
            "id": .string(incident.id), "step": JSON(incident.link.step),
            "outcome": .string(incident.link.outcome.rawValue),
            "origin": .string((incident.isPublic ? Incident.Origin.public : .own).rawValue),
          ]
        }),
    ]
  }
}

/// What git knows of a file.
struct GitLog {
  let root: String

  /// The texts of a file, newest first, renames followed; empty without git or a repository.
  func entries(of path: String) -> [VersionHistory.Entry] {
    // A commit: a NUL, then fields between unit separators, then what changed.
    let log = git(
      [
        "log", "--follow", "-m", "--format=%x00%H%x1f%aI%x1f%an%x1f%s", "--raw", "--no-abbrev",
        "--",
        path,
      ])
    var entries: [VersionHistory.Entry] = []
    var seen: Set<String> = []
    for commit in log.split(separator: 0) {
      let lines = String(decoding: commit, as: UTF8.self).split(separator: "\n")
      let fields = (lines.first ?? "").split(separator: "\u{1F}", omittingEmptySubsequences: false)
      guard fields.count == 4, let change = lines.last(where: { $0.hasPrefix(":") }) else {
        continue
      }
      // :100644 100644 <old blob> <new blob> M<TAB>path
      let words = change.split(separator: " ")
      guard words.count >= 5, !words[3].allSatisfy({ $0 == "0" }) else { continue }
      let entry = VersionHistory.Entry(
        revision: String(words[3]), version: nil, time: Timestamp(String(fields[1])),
        author: String(fields[2]), commit: String(fields[0]), subject: String(fields[3]),
        source: "git")
      if seen.insert(entry.revision).inserted {
        entries.append(entry)
      } else if let index = entries.firstIndex(where: { $0.revision == entry.revision }) {
        // The same text again: what counts is who wrote it first.
        entries[index] = entry
      }
    }
    let texts = texts(of: entries.map(\.revision))
    for index in entries.indices {
      guard let bytes = texts[entries[index].revision],
        case .runbook(let runbook)? = DocumentParser.parse(bytes: bytes, path: path).document
      else { continue }
      entries[index].version = runbook.version
    }
    return entries
  }

  /// The texts of blobs, by one process.
  private func texts(of revisions: [String]) -> [String: [UInt8]] {
    guard !revisions.isEmpty else { return [:] }
    let input = Array(revisions.map { $0 + "\n" }.joined().utf8)
    let output = git(["cat-file", "--batch"], input: input)
    var texts: [String: [UInt8]] = [:]
    var rest = output[...]
    // <id> blob <size>, the bytes, and a line feed.
    while let end = rest.firstIndex(of: 0x0A) {
      let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      rest = rest[(end + 1)...]
      guard words.count == 3, let size = Int(words[2]), size < rest.count else { continue }
      texts[String(words[0])] = Array(rest.prefix(size))
      rest = rest.dropFirst(size + 1)
    }
    return texts
  }

  private func git(_ words: [String], input: [UInt8] = []) -> [UInt8] {
    let result = try? Subprocess.run(
      ["git", "-C", root] + words, streams: .collected(input: input))
    return result?.status == 0 ? result?.output ?? [] : []
  }
}
