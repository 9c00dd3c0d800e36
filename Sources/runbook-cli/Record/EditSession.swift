import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of `runbook edit`: a copy in the editor, then back into the file.
struct EditSession {
  private let options: Options
  private let recording: Recording
  private let prompt: Prompt

  init(_ options: Options, _ recording: Recording) {
    self.options = options
    self.recording = recording
    prompt = Prompt(recording.console)
  }

  private var console: Console { recording.console }

  /// Edits a file.
  ///
  /// - Parameters:
  ///   - path: the file, relative to the root.
  ///   - isNew: it was made a moment ago, so its first text is not another version.
  /// - Returns: how the command ends.
  /// - Throws: `CommandError`; the draft is kept then.
  func edit(_ path: String, isNew: Bool) throws -> ExitCode {
    let file = EditDraft(path: path, work: recording.folder.work)
    let editor = try Editor(recording.environment)
    if try !resumes(file) {
      let bytes = try recording.folder.read(path)
      try file.begin(bytes, edited: bytes)
    }
    while true {
      do {
        try editor.edit(file.path)
      } catch let error as CommandError {
        // Nothing was written yet: there is nothing to go on with.
        if let (base, edited) = try? file.read(), base == edited {
          file.remove()
          throw error
        }
        try redactKept(file)
        throw CommandError(error.code, error.message, hints: error.hints + kept(file))
      }
      do {
        return try finish(file, isNew: isNew)
      } catch let error as CommandError where error.code == .badData {
        guard Prompt.isPossible(console) else { throw error }
        console.note("runbook: error: \(error.message)")
        let answer = prompt.choose("Edit again? [Y/n] ", ["yes", "no"], default: "yes")
        guard answer == "yes" else {
          throw CommandError(.badData, "nothing is saved", hints: kept(file))
        }
      }
    }
  }

  /// Whether a draft that was kept is gone on with.
  private func resumes(_ file: EditDraft) throws -> Bool {
    guard file.exists else {
      if options.has("resume") {
        throw CommandError(.noInput, "no draft of \(file.target) is kept")
      }
      return false
    }
    if options.has("discard") { return false }
    if options.has("resume") { return true }
    guard Prompt.isPossible(console) else {
      throw CommandError(
        .usage, "a draft of \(file.target) is kept in \(file.path)",
        hints: ["'--resume' goes on with it, '--discard' forgets it"])
    }
    console.note("a draft of \(file.target) was kept")
    return prompt.choose("Go on with it? [Y/n] ", ["yes", "no"], default: "yes") != "no"
  }

  /// Takes the secrets out of a draft that stays: it is a file like any other.
  private func redactKept(_ file: EditDraft) throws {
    guard let (base, edited) = try? file.read() else { return }
    var redaction = Redaction(options)
    let clean = redaction.clean(
      String(decoding: edited, as: UTF8.self), of: "draft",
      base: String(decoding: base, as: UTF8.self))
    try file.write(Array(clean.utf8))
    redaction.report(to: console)
  }

  private func finish(_ file: EditDraft, isNew: Bool) throws -> ExitCode {
    let (base, edited) = try file.read()
    guard edited != base else {
      file.remove()
      console.note(isNew ? "kept as it is" : "unchanged")
      return .success
    }
    var redaction = Redaction(options)
    let text = String(decoding: edited, as: UTF8.self)
    let clean = redaction.clean(
      text, of: "text", base: String(decoding: base, as: UTF8.self))
    var bytes = clean == text ? edited : Array(clean.utf8)
    if clean != text { try file.write(bytes) }
    bytes = try spelled(bytes, file)
    let today = recording.now.day
    let path = file.target
    let saved: [UInt8]
    do throws(IncidentError) {
      try EditSession.check(bytes, path: path)
      saved = try recording.folder.replace(path, base, with: bytes) {
        merged, present throws(IncidentError) in
        try EditSession.check(merged, path: path)
        guard !isNew, case .runbook? = DocumentParser.parse(bytes: merged, path: path).document
        else { return merged }
        // A file that was broken before has no version to go on from.
        guard DocumentParser.parse(bytes: present, path: path).document != nil else {
          return merged
        }
        return try RunbookEdit.saved(merged, over: present, path: path, today: today)
      }
    } catch {
      var failure = CommandError(describing: error)
      if case .changedMeanwhile = error {
        let present = try recording.folder.read(path)
        try file.begin(
          present, edited: IncidentFolder.conflicted(base: base, edited: bytes, present: present))
        failure = CommandError(
          .badData, "\(path): somebody else changed the same lines meanwhile",
          hints: ["both texts stand between marks in the draft; keep what is right"])
      }
      throw CommandError(failure.code, failure.message, hints: failure.hints + kept(file))
    }
    file.remove()
    redaction.report(to: console)
    report(saved, over: base, path: path)
    recording.noteCommit(of: DocumentID.ofFile(path))
    return .success
  }

  /// The page of an incident with what was written as on the command line in the form of files.
  private func spelled(_ bytes: [UInt8], _ file: EditDraft) throws(CommandError) -> [UInt8] {
    guard
      case .incident(let incident)? = DocumentParser.parse(bytes: bytes, path: file.target).document
    else { return bytes }
    do throws(IncidentError) {
      return try recording.spelled(bytes, path: file.target, of: incident, id: nil)
    } catch {
      throw CommandError(.badData, error.description, hints: kept(file))
    }
  }

  /// What is written can be read.
  private static func check(_ bytes: [UInt8], path: String) throws(IncidentError) {
    let (document, findings) = DocumentParser.parse(bytes: bytes, path: path)
    guard document == nil else { return }
    throw .unreadable(
      findings.first { $0.severity == .error } ?? findings.first
        ?? Finding(
          rule: "front-matter", severity: .error, path: path, location: SourceLocation(line: 1),
          message: "not a document"))
  }

  private func report(_ bytes: [UInt8], over base: [UInt8], path: String) {
    let (document, findings) = DocumentParser.parse(bytes: bytes, path: path)
    for finding in findings { console.note(finding.description) }
    console.print(path)
    guard case .runbook(let runbook)? = document else { return }
    if case .runbook(let before)? = DocumentParser.parse(bytes: base, path: path).document,
      before.version != runbook.version
    {
      console.note("version \(before.version) is now version \(runbook.version)")
    }
  }

  private func kept(_ file: EditDraft) -> [String] {
    let id = FileSystem.name(of: file.target)
    let name = id.hasSuffix(".md") ? String(id.dropLast(3)) : id
    return [
      "what you wrote is kept in \(file.path)", "'runbook edit \(name) --resume' goes on with it",
    ]
  }
}

/// The copy of a file that the editor works on, with the bytes that the edit began with.
private struct EditDraft {
  /// The file, relative to the root of the knowledge base.
  let target: String
  private let work: WorkFolder

  init(path: String, work: WorkFolder) {
    target = path
    self.work = work
  }

  private var name: String { FileSystem.name(of: target) }
  /// Named like the file, so that the editor knows the language.
  var path: String { "\(work.draftsPath)/edit-\(name)" }
  private var basePath: String { "\(work.draftsPath)/edit-\(name).base" }

  var exists: Bool {
    FileSystem.status(path) != nil && FileSystem.status(basePath) != nil
  }

  func begin(_ base: [UInt8], edited: [UInt8]) throws {
    try work.make(work.draftsPath)
    try FileSystem.write(base, to: basePath, mode: 0o600)
    try FileSystem.write(edited, to: path, mode: 0o600)
  }

  func read() throws -> (base: [UInt8], edited: [UInt8]) {
    let limit = DocumentParser.sizeLimit
    return (
      try FileSystem.read(basePath, limit: limit),
      OutsideText.utf8(try FileSystem.read(path, limit: limit))
    )
  }

  func write(_ bytes: [UInt8]) throws {
    try FileSystem.write(bytes, to: path, mode: 0o600)
  }

  func remove() {
    unlink(path)
    unlink(basePath)
  }
}
