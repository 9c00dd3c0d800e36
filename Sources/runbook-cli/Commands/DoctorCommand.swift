import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Command {
  static let doctor = Command(
    name: "doctor",
    abstract: "Check what runbook needs here: folder, index, files, git, editor, aws.",
    discussion: [
      "One line for each check, with what to do where something is wrong. Nothing is changed but "
        + "the index, which is brought up to date as every command does. Exits with 1 where "
        + "something is wrong, and with 74 where it is a folder that cannot be read; what is only "
        + "missing for some commands is a note."
    ],
    flags: [Command.jsonFlag],
    examples: [("runbook doctor", "Before the night that needs it.")]
  ) { options, environment in
    let checkup = Checkup(options, environment)
    let console = environment.console
    if options.has("json") {
      console.print(checkup.json.text())
    } else {
      for line in checkup.lines(console) { console.print(line) }
    }
    return checkup.isWell ? .success : checkup.isReadable ? .negative : .inputOutput
  }
}

/// What was looked at, and how it is.
private struct Checkup {
  private enum State: String {
    case ok, note, wrong
  }

  private struct Check {
    var name: String
    var state: State
    var text: String
    var advice: String?
  }

  private var checks: [Check] = []
  /// Whether every folder of the content could be looked at.
  private(set) var isReadable = true
  private let environment: Environment

  init(_ options: Options, _ environment: Environment) {
    self.environment = environment
    add("program", .ok, "runbook \(Version.current)")
    do {
      let location = try KnowledgeBase.locate(
        directory: options["dir"], environment: environment.variables,
        workingFolder: environment.workingFolder)
      lookAtFolder(location)
      let base = try KnowledgeBase.open(location, environment: environment.variables)
      let report = try base.refresh()
      lookAtIndex(base, notices: report.notices)
      isReadable = base.unread.isEmpty
      lookAtFiles(base, findings: report.findings)
      lookAtDrafts(location)
    } catch {
      let failure = CommandError(describing: error)
      add("folder", .wrong, failure.message, failure.hints.first)
    }
    lookAtPrograms()
  }

  var isWell: Bool { !checks.contains { $0.state == .wrong } }

  private mutating func add(
    _ name: String, _ state: State, _ text: String, _ advice: String? = nil
  ) {
    checks.append(Check(name: name, state: state, text: text, advice: advice))
  }

  // MARK: Checks

  private mutating func lookAtFolder(_ location: KnowledgeBaseLocation) {
    switch location {
    case .embedded:
      add(
        "folder", .note, "none; the built-in knowledge base answers, and nothing can be recorded",
        "run 'runbook init DIR', then work in DIR or set RUNBOOK_DIR")
    case .folder(let root):
      let isWritable = access(root, W_OK) == 0
      add(
        "folder", isWritable ? .ok : .note, root + (isWritable ? "" : ", which cannot be written"),
        isWritable ? nil : "incidents cannot be recorded here; look at its permissions")
    }
  }

  private mutating func lookAtIndex(_ base: KnowledgeBase, notices: [String]) {
    for notice in notices { add("index", .note, notice) }
    do {
      let problems = try base.integrityProblems()
      if let problem = problems.first {
        add(
          "index", .wrong, "\(base.connection.path) is damaged: \(problem)",
          "run 'runbook index --rebuild'; the files have everything")
      } else {
        add("index", .ok, "\(base.connection.path), every entry checked")
      }
    } catch {
      add("index", .note, "\(base.connection.path) was not checked: \(error.message)")
    }
  }

  private mutating func lookAtFiles(_ base: KnowledgeBase, findings: [Finding]) {
    let runbooks = (try? base.runbooks.allIDs().count) ?? 0
    let own = (try? base.incidents.list().count { $0.origin == .own }) ?? 0
    let all = (try? base.incidents.allIDs().count) ?? 0
    let text = "\(runbooks) runbooks, \(own) own incidents, \(all - own) public examples"
    add(
      "content", runbooks > 0 ? .ok : .note, text, runbooks > 0 ? nil : "see 'runbook new --help'")
    var found = findings
    _ = DecisionTable.load(from: base, findings: &found)
    if let first = found.first {
      let rest = found.count > 1 ? "; \(found.count - 1) more" : ""
      add("files", .wrong, first.description + rest, "run 'runbook lint'")
    }
  }

  private mutating func lookAtDrafts(_ location: KnowledgeBaseLocation) {
    guard case .folder(let root) = location else { return }
    if let orphan = IncidentFolder(root: root).orphanedEvidence().first {
      add(
        "evidence", .note, "without its incident: \(orphan)",
        "a log was cut off; record it with 'runbook log --from', or remove it")
    }
    let drafts = DraftFile.all(prefix: "", work: WorkFolder(root: root), environment)
    guard let newest = drafts.first else { return }
    add(
      "drafts", .note, "\(drafts.count) not recorded yet, the newest \(newest.path)",
      "'runbook log --resume' or 'runbook edit' goes on with it")
  }

  private mutating func lookAtPrograms() {
    add(
      "git", Git(environment.workingFolder, environment: environment.variables).version(),
      else: "history and diff know only what the index has seen")
    let aws = try? Subprocess.run(["aws", "--version"], environment: environment.variables)
    let said = String(decoding: aws?.output ?? [], as: UTF8.self)
    add(
      "aws",
      aws?.status == 0 ? said.split(whereSeparator: \.isNewline).first.map(String.init) : nil,
      else: "diagnose --cluster cannot ask; pasted JSON needs no aws")
    let editor = environment["VISUAL"] ?? environment["EDITOR"]
    add("editor", .ok, editor ?? "vi, since neither VISUAL nor EDITOR is set")
  }

  private mutating func add(_ program: String, _ version: String?, else loss: String) {
    if let version { add(program, .ok, version) } else { add(program, .note, "not found; \(loss)") }
  }

  // MARK: Telling

  func lines(_ console: Console) -> [String] {
    checks.flatMap { check -> [String] in
      let style: Console.Style =
        switch check.state {
        case .ok: .good
        case .note: .caution
        case .wrong: .danger
        }
      let head = console.paint(style, Layout.padded(check.state.rawValue, to: 7))
      let line = head + Layout.padded(check.name, to: 9) + Console.safe(check.text)
      let margin = String(repeating: " ", count: 16)
      return [line] + (check.advice.map { [margin + console.paint(.dim, $0)] } ?? [])
    }
  }

  var json: JSON {
    [
      "schema_version": 1, "ok": .bool(isWell),
      "checks": .array(
        checks.map { check in
          [
            "name": .string(check.name), "state": .string(check.state.rawValue),
            "text": .string(check.text), "advice": JSON(check.advice),
          ]
        }),
    ]
  }
}
