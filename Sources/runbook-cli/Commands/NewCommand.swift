import Runbook

extension Command {
  static let new = Command(
    name: "new",
    abstract: "Start a new runbook.",
    discussion: [
      "Writes a page with the sections that readers expect and a prompt in each, as a draft, and "
        + "opens it in an editor on a terminal. A runbook is a draft until its status says active."
    ],
    arguments: [
      Argument(
        name: "id", help: "The id, in lower-case letters, digits and hyphens; also the file name.")
    ],
    flags: [
      Flag(name: "title", placeholder: "text", help: "The title."),
      Flag(
        name: "area", placeholder: "folder",
        help: "The folder below Content/runbooks; by default that of ids that begin alike."),
      Flag(
        name: "category", placeholder: "name", help: "One word that groups pages.",
        completion: .category),
      Flag(
        name: "service", placeholder: "name", help: "A service it is about.", repeats: true,
        completion: .service),
      Flag(name: "tag", placeholder: "name", help: "A label.", repeats: true, completion: .tag),
      Flag(
        name: "symptom", placeholder: "text", help: "A symptom as people type it.", repeats: true),
      Flag(name: "owner", placeholder: "team", help: "The team that keeps it."),
      Flag(name: "no-input", help: "Open no editor."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook new payments-queue-full --service payments", "A page of the team's own.")
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let id = options.arguments[0]
    guard DocumentID.isValid(id) else {
      throw CommandError(
        .usage, "'\(id)' is not an id",
        hints: [
          DocumentID.nearest(to: id).map { "did you mean '\($0)'?" }
            ?? "use lower-case letters, digits and hyphens"
        ])
    }
    if try recording.base.runbooks.number(of: id) != nil {
      throw CommandError(
        .cannotCreate, "'\(id)' exists", hints: ["'runbook edit \(id)' opens it"])
    }
    var draft = RunbookDraft(id: id, title: options["title"] ?? RunbookDraft.title(of: id))
    draft.category = options["category"]
    draft.services = options.all("service")
    draft.tags = options.all("tag")
    draft.symptoms = options.verbatim("symptom")
    draft.owner = options["owner"]
    var redaction = Redaction(options)
    let page = redaction.clean(String(decoding: draft.page, as: UTF8.self), of: "page")
    let area = try options["area"] ?? RunbookDraft.area(of: id, in: recording.base)
    guard area.split(separator: "/").allSatisfy({ DocumentID.isValid(String($0)) }) else {
      throw CommandError(
        .usage, "'\(area)' is no folder name",
        hints: ["use lower-case letters, digits and hyphens"])
    }
    let path = recording.folder.content("runbooks/\(area)/\(id).md")
    let file = recording.folder.absolute(path)
    try FileSystem.makeDirectory(FileSystem.parent(of: file))
    try recording.folder.work.write(Array(page.utf8), to: file, exclusive: true)
    let console = environment.console
    if options.has("json") {
      console.print(
        (["schema_version": 1, "runbook": .string(id), "path": .string(path)] as JSON).text())
      return .success
    }
    redaction.report(to: console)
    console.print(path)
    if !options.has("no-input"), Prompt.isPossible(console) {
      return try EditSession(options, recording).edit(path, isNew: true)
    }
    console.note("next: runbook edit \(id)")
    recording.noteCommit(of: id)
    return .success
  }
}
