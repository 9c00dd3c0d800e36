import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of `runbook log`: from what was given to a file on the disk, or to a draft that is kept.
struct LogSession {
  private let options: Options
  private let recording: Recording
  private let prompt: Prompt

  init(_ options: Options, _ recording: Recording) {
    self.options = options
    self.recording = recording
    prompt = Prompt(recording.console)
  }

  private var console: Console { recording.console }

  /// Whether somebody is there to be asked.
  var canAsk: Bool {
    !options.has("no-input") && Prompt.isPossible(console)
  }

  // MARK: Without an editor

  /// Saves what the options and the evidence say, after asking which runbook it was, and says so.
  func save(_ request: LogRequest) throws -> ExitCode {
    try record(request).print(to: console, json: options.has("json"))
    return .success
  }

  /// Saves what the options and the evidence say, after asking which runbook it was.
  func record(_ request: LogRequest) throws -> LogReport {
    var request = request
    var suggestions: Suggestions?
    if request.draft.runbooks.isEmpty {
      let text = ([request.draft.title] + request.draft.symptoms).joined(separator: "\n")
      suggestions = try Suggestions(for: text, in: recording.base)
      if canAsk,
        let link = suggestions?.ask(prompt, isOpen: request.draft.status == .open, recording)
      {
        request.draft.runbooks = [link]
        suggestions = nil
      }
    } else if canAsk, request.draft.status != .open {
      for link in request.diagnosed {
        var link = link
        link.outcome = Suggestions.askOutcome(of: link, prompt) ?? .notTried
        request.draft.link(link)
      }
    }
    request.settle()
    for note in request.summary?.notes ?? [] { console.note("runbook: note: \(note)") }
    return try write(
      Page(bytes: request.page, evidence: request.evidence, draft: nil), title: request.draft.title,
      redaction: request.redaction, suggestions: canAsk ? nil : suggestions)
  }

  // MARK: With an editor

  /// Opens a page in the editor and saves what becomes of it.
  func edit(_ request: LogRequest) throws -> ExitCode {
    let editor = try Editor(recording.environment)
    let page = Postmortem.withHints(request.page)
    let draft = try DraftFile(
      page, name: newName, work: recording.folder.work, evidence: request.evidence,
      recording.environment)
    return try edit(draft, editor, template: page, redaction: request.redaction)
  }

  /// Goes on with a draft: in an editor on a terminal, else as it is.
  func resume() throws -> ExitCode {
    let work = recording.folder.work
    let drafts = DraftFile.all(prefix: "log-", work: work, recording.environment)
    var draft = drafts.first
    if let name = options.arguments.first {
      let path = FileSystem.absolute(name, workingFolder: recording.environment.workingFolder)
      draft = drafts.first { FileSystem.name(of: $0.path) == name } ?? DraftFile(path: path)
    }
    guard let draft else {
      throw CommandError(.noInput, "no draft to resume")
    }
    for other in drafts where other.path != draft.path {
      console.note("another draft: \(other.path)")
    }
    if canAsk {
      let editor = try Editor(recording.environment)
      return try edit(draft, editor, template: nil, redaction: Redaction(options))
    }
    return try finish(draft, redaction: Redaction(options))
  }

  private func edit(
    _ draft: DraftFile, _ editor: Editor, template: [UInt8]?, redaction: Redaction
  ) throws -> ExitCode {
    while true {
      do {
        try editor.edit(draft.path)
      } catch let error as CommandError {
        var redaction = redaction
        let clean = redaction.clean(
          String(decoding: try draft.read(), as: UTF8.self), of: "draft")
        try draft.write(Array(clean.utf8))
        throw CommandError(error.code, error.message, hints: error.hints + kept(draft))
      }
      let page = try draft.read()
      if page == template || !page.contains(where: { $0 > 0x20 }) {
        draft.remove()
        console.note("nothing was written, so nothing is recorded")
        return .negative
      }
      do {
        return try finish(draft, redaction: redaction)
      } catch let error as CommandError where error.code == .badData && canAsk {
        console.note("runbook: error: \(error.message)")
        let answer = prompt.choose("Edit again? [Y/n] ", ["yes", "no"], default: "yes")
        guard answer == "yes" else {
          throw CommandError(.badData, "nothing is recorded", hints: kept(draft))
        }
      }
    }
  }

  /// Saves a draft; its secrets are gone from the disk before anything else happens.
  private func finish(_ draft: DraftFile, redaction: Redaction) throws -> ExitCode {
    var redaction = redaction
    var page = try draft.read()
    let text = String(decoding: page, as: UTF8.self)
    let clean = redaction.clean(text, of: "page")
    if clean != text {
      page = Array(clean.utf8)
      try draft.write(page)
    }
    let (document, findings) = DocumentParser.parse(
      bytes: try withName(page, draft), path: draft.path)
    guard case .incident? = document else {
      let message = problem(in: page, draft) ?? findings.first?.description ?? "not an incident"
      throw CommandError(.badData, message, hints: kept(draft))
    }
    page = Postmortem.withoutHints(page)
    let incident = try spell(&page, draft)
    var suggestions: Suggestions?
    if incident.runbooks.isEmpty {
      let symptoms = Document.incident(incident).section(.symptoms)?.plainText ?? ""
      suggestions = try Suggestions(
        for: "\(incident.title)\n\(symptoms)", in: recording.base)
      if canAsk,
        let link = suggestions?.ask(prompt, isOpen: incident.status == .open, recording)
      {
        var edited = try IncidentDocument(try withName(page, draft), path: draft.path)
        try edited.link(link)
        page = edited.bytes
        suggestions = nil
      }
    }
    try write(
      Page(bytes: page, evidence: draft.evidence, draft: draft), title: incident.title,
      redaction: redaction, suggestions: canAsk ? nil : suggestions
    ).print(to: console, json: options.has("json"))
    return .success
  }

  /// Brings what was written as on the command line into the form of files, and looks whether the
  /// runbooks are there.
  private func spell(_ page: inout [UInt8], _ draft: DraftFile) throws -> Incident {
    do {
      page = try recording.spelled(
        page, path: FileSystem.name(of: draft.path), of: nil,
        id: IncidentID(day: recording.now.day, title: "draft"))
      let incident = try IncidentDocument(page, path: draft.path).incident
      for link in incident.runbooks { _ = try recording.runbookID(link.id) }
      return incident
    } catch {
      let failure = CommandError(describing: error)
      throw CommandError(.badData, failure.message, hints: failure.hints + kept(draft))
    }
  }

  /// The page under a name that is only for reading it; the real one is found when it is written.
  private func withName(_ page: [UInt8], _ draft: DraftFile) throws -> [UInt8] {
    do {
      return try Postmortem.named(
        page, IncidentID(day: recording.now.day, title: "draft"), path: draft.path)
    } catch {
      throw CommandError(
        .badData, problem(in: page, draft) ?? error.description, hints: kept(draft))
    }
  }

  /// Why a page is no incident, with the lines as the editor counts them; a page has no name yet.
  private func problem(in page: [UInt8], _ draft: DraftFile) -> String? {
    let name = FileSystem.name(of: draft.path)
    return DocumentParser.parse(bytes: page, path: name).findings.first { finding in
      finding.severity == .error && !finding.message.hasPrefix("no 'id'")
    }?.description
  }

  // MARK: Writing

  /// What is to be written.
  private struct Page {
    var bytes: [UInt8]
    var evidence: IncidentFolder.Evidence?
    /// Where it is kept already.
    var draft: DraftFile?
  }

  private func write(
    _ page: Page, title: String, redaction: Redaction, suggestions: Suggestions?
  ) throws -> LogReport {
    let created: IncidentFolder.Created
    do {
      created = try create(page, title: title)
    } catch {
      let failure = CommandError(describing: error)
      let draft =
        try? page.draft
        ?? DraftFile(
          page.bytes, name: newName, work: recording.folder.work, evidence: page.evidence,
          recording.environment)
      throw CommandError(
        failure.code, failure.message, hints: failure.hints + (draft.map(kept) ?? []))
    }
    page.draft?.remove()
    let document = try IncidentDocument(created.bytes, path: created.path)
    for finding in DocumentParser.parse(bytes: created.bytes, path: created.path).findings {
      console.note(finding.description)
    }
    return LogReport(
      incident: document.incident, path: created.path,
      evidence: page.evidence.map { "\(created.id).evidence.\($0.kind)" }, redaction: redaction,
      suggestions: suggestions?.items ?? [],
      commit: recording.commitLines(of: created.id.description, path: created.path))
  }

  private func create(_ page: Page, title: String) throws -> IncidentFolder.Created {
    let name = IncidentID(day: recording.now.day, title: title)
    let named = try Postmortem.named(page.bytes, name, path: "\(name.stem).md")
    let incident = try IncidentDocument(named, path: "\(name.stem).md").incident
    let times = [
      incident.startedAt, incident.detectedAt, incident.acknowledgedAt, incident.mitigatedAt,
      incident.resolvedAt,
    ]
    let day = times.compactMap { $0 }.min()?.day ?? recording.now.day
    var findings: [Finding] = []
    let table = DecisionTable.load(from: recording.base, findings: &findings)
    return try recording.folder.create(
      day: day, title: title, mark: GitTexts(recording.base)?.writerMark, evidence: page.evidence,
      isTaken: { (try? recording.base.incidents.number(of: $0)) ?? nil != nil }
    ) { id, evidence throws(IncidentError) in
      try Postmortem.complete(
        page.bytes, id: id, path: "\(id.stem).md", evidence: evidence, table: table,
        pin: recording.pinned)
    }
  }

  private var newName: String {
    let time = recording.now.description.filter { $0.isLetter || $0.isNumber }
    return "log-\(time)-\(getpid())"
  }

  private func kept(_ draft: DraftFile) -> [String] {
    [
      "what you wrote is kept in \(draft.path)",
      "'runbook log --resume' goes on with it",
    ]
  }
}

extension FileError {
  /// The code of a file that is longer than it may be.
  static let tooLarge = EFBIG
}
