import Runbook

extension Recording {
  /// A link to what a word names, pinned to the text that is read now.
  ///
  /// - Parameters:
  ///   - word: `ID`, `ID@PIN`, `ID#STEP` or `ID@PIN#STEP`, and `=OUTCOME` behind it if wanted.
  ///   - outcome: how much it helped, where the word does not say.
  /// - Returns: the link, with the present id and the whole anchor.
  /// - Throws: `CommandError` where it names no runbook, no text or no step of it.
  func link(_ word: String, outcome: Outcome? = nil) throws -> RunbookLink {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let target = parts[0].split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let page = target[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    if target.count == 2, let mark = target[1].firstIndex(of: "@") {
      let (step, pin) = (target[1][..<mark], target[1][mark...])
      throw CommandError(
        .usage, "'\(parts[0])' has its version behind the step",
        hints: ["write \(target[0])\(pin)#\(step)"])
    }
    let outcome = parts.count == 2 ? try Recording.outcome(String(parts[1])) : outcome
    let id = try runbookID(String(page[0]))
    let pin = page.count == 2 ? String(page[1]) : nil
    let runbook = try text(of: id, pin: pin)
    return RunbookLink(
      id: id, step: target.count == 2 ? try runbook.step(named: String(target[1])).anchor : nil,
      version: runbook.version, revision: runbook.source.revision, outcome: outcome ?? .notTried)
  }

  /// The link with what the files say of it: the present id, the pin of the text, the whole anchor.
  ///
  /// What nobody has stays as it was written.
  func pinned(_ link: RunbookLink) -> RunbookLink {
    guard let id = try? runbookID(link.id),
      let runbook = try? text(of: id, pin: link.version.map(String.init))
    else { return link }
    var link = link
    (link.id, link.version, link.revision) = (id, runbook.version, runbook.source.revision)
    if let step = link.step, case .one(let found) = runbook.steps.matching(step) {
      link.step = found.anchor
    }
    return link
  }

  /// A text of a runbook: the one of a version or revision, else the one that is on the disk now.
  private func text(of id: String, pin: String?) throws -> Runbook {
    if pin == nil, let present = try presentText(of: id) { return present }
    let text = try DocumentText.find(pin.map { "\(id)@\($0)" } ?? id, in: base)
    guard case .runbook(var runbook) = text.document else {
      throw CommandError(.usage, "'\(id)' is no runbook")
    }
    runbook.source.revision = Revision.blobID(of: text.bytes)
    return runbook
  }

  /// The text that is on the disk now, which the index may not have seen yet.
  private func presentText(of id: String) throws -> Runbook? {
    guard let path = try base.runbooks.summary(of: id)?.path, let bytes = try? folder.read(path),
      case .runbook(let runbook)? = DocumentParser.parse(bytes: bytes, path: path).document,
      runbook.id == id
    else { return nil }
    return runbook
  }

  /// Whether a runbook has steps that could be named.
  func hasSteps(_ id: String) -> Bool {
    guard let summary = try? base.runbooks.summary(of: id) else { return false }
    return (try? base.runbooks.steps(of: summary.number).isEmpty) == false
  }

  /// The outcome that a word names.
  static func outcome(_ word: String) throws -> Outcome {
    if let outcome = Outcome(rawValue: word) { return outcome }
    let words = Outcome.allCases.map(\.rawValue)
    throw CommandError(
      .usage, "'\(word)' is no outcome",
      hints: [
        Spelling.nearest(to: word, in: words).map { "did you mean '\($0)'?" }
          ?? "choose one of \(words.joined(separator: ", "))"
      ])
  }
}

extension RunbookLink {
  /// `ecs-oom-killed@2`, or `ecs-oom-killed@2#raise-the-memory-of-the-task`, as commands take it.
  var pinned: String {
    (version.map { "\(id)@\($0)" } ?? id) + (step.map { "#\($0)" } ?? "")
  }
}
