import Runbook

extension Command {
  static let initialize = Command(
    name: "init",
    abstract: "Make a new knowledge base from the built-in content, under git.",
    discussion: [
      "Writes Content/ with the starter runbooks, the decision table, synonyms and the public "
        + "example incidents, and a .gitignore for the index. Files that exist are never "
        + "overwritten.",
      "With '--update' it brings what a newer program ships into a folder that it made: new pages, "
        + "and corrections of those that nobody has edited; where both changed a page in different "
        + "places, both changes are kept. Where they changed the same lines, the page stays.",
    ],
    arguments: [
      Argument(
        name: "folder", help: "The folder to make; the present one by default.", optional: true,
        completion: .folder)
    ],
    flags: [
      Flag(name: "no-examples", help: "Leave the public example incidents out."),
      Flag(name: "empty", help: "Start without the built-in content, for a team without ECS."),
      Flag(name: "update", help: "Bring new and corrected built-in pages into this folder."),
      Flag(name: "dry-run", help: "With '--update': say what would be done, and write nothing."),
      Flag(
        name: "ci", placeholder: "host",
        help: "Write the workflow that checks and publishes this folder, and a pre-commit hook.",
        choices: Pipeline.allCases.map(\.rawValue)),
      Flag(name: "no-git", help: "Do not make a git repository."),
    ],
    examples: [
      ("runbook init ~/oncall", "A knowledge base with the starter content."),
      ("runbook init --no-examples .", "The same here, with runbooks only."),
      ("runbook init --ci github .", "Checks and a site for the knowledge base that is here."),
      ("runbook init --update ~/oncall", "What the program has learned since."),
    ]
  ) { options, environment in
    let name = options.arguments.first ?? "."
    let folder = FileSystem.absolute(name, workingFolder: environment.workingFolder)
    if options.has("update") {
      return try StarterUpdate(folder, name: name, options, environment).run()
    }
    let isThere = FileSystem.status("\(folder)/Content")?.isDirectory == true
    let pipeline = options["ci"].flatMap(Pipeline.init)
    if isThere, let pipeline {
      try pipeline.write(to: folder, environment.console)
      return .success
    }
    if isThere {
      throw CommandError(
        .cannotCreate, "\(name) is a knowledge base already",
        hints: [
          "'runbook list --dir \(ShellQuoting.path(name))' shows what it holds",
          "'runbook init --update \(ShellQuoting.path(name))' brings new built-in pages",
        ])
    }
    if let status = FileSystem.status(folder), !status.isDirectory {
      throw CommandError(.cannotCreate, "\(name): not a folder")
    }
    let starter =
      options.has("empty")
      ? Starter.empty : Starter(withExamples: !options.has("no-examples"))
    try starter.write(to: folder)
    let console = environment.console
    console.note(
      options.has("empty")
        ? "\(name): an empty knowledge base"
        : "\(name): \(starter.runbooks) runbooks, \(starter.incidents) public examples")
    if !options.has("no-git") { try putUnderGit(folder, environment) }
    try pipeline?.write(to: folder, console)
    let next = options.has("empty") ? "runbook import DIR" : "runbook search \"exit 137\""
    console.note("next: cd \(ShellQuoting.path(name)) && \(next)")
    return .success
  }

  /// Makes a repository where the folder is in none, and commits if git knows who you are.
  private static func putUnderGit(_ folder: String, _ environment: Environment) throws {
    let console = environment.console
    do {
      switch try Git(folder, environment: environment.variables).start(
        message: "Start the knowledge base")
      {
      case .present: console.note("the folder is in a git repository already; add it when you like")
      case .failed:
        console.note("runbook: note: git could not make a repository here; the content is complete")
      case .committed: console.note("made a git repository with one commit")
      case .unnamed:
        console.note(
          "made a git repository; git does not know your name yet, so nothing is committed")
      }
    } catch {
      console.note("runbook: note: git was not found (\(error)); the content is complete")
    }
  }
}
