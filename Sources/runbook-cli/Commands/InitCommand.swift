import EmbeddedContent
import Runbook

extension Command {
  static let initialize = Command(
    name: "init",
    abstract: "Make a new knowledge base from the built-in content, under git.",
    discussion: [
      "Writes Content/ with the starter runbooks, the decision table, synonyms and the public "
        + "example incidents, and a .gitignore for the index. Files that exist are never "
        + "overwritten."
    ],
    arguments: [
      Argument(
        name: "folder", help: "The folder to make; the present one by default.", optional: true,
        completion: .folder)
    ],
    flags: [
      Flag(name: "no-examples", help: "Leave the public example incidents out."),
      Flag(name: "no-git", help: "Do not make a git repository."),
    ],
    examples: [
      ("runbook init ~/oncall", "A knowledge base with the starter content."),
      ("runbook init --no-examples .", "The same here, with runbooks only."),
    ]
  ) { options, environment in
    let name = options.arguments.first ?? "."
    let folder = FileSystem.absolute(name, workingFolder: environment.workingFolder)
    if FileSystem.status("\(folder)/Content")?.isDirectory == true {
      throw CommandError(
        .cannotCreate, "\(name) is a knowledge base already",
        hints: ["'runbook list --dir \(ShellQuoting.path(name))' shows what it holds"])
    }
    if let status = FileSystem.status(folder), !status.isDirectory {
      throw CommandError(.cannotCreate, "\(name): not a folder")
    }
    let starter = Starter(withExamples: !options.has("no-examples"))
    try starter.write(to: folder)
    let console = environment.console
    console.note("\(name): \(starter.runbooks) runbooks, \(starter.incidents) public examples")
    if !options.has("no-git") { try putUnderGit(folder, environment) }
    console.note("next: cd \(ShellQuoting.path(name)) && runbook search \"exit 137\"")
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

/// What a new knowledge base holds.
private struct Starter {
  private var files: [(path: String, bytes: [UInt8])] = []
  private(set) var runbooks = 0
  private(set) var incidents = 0

  init(withExamples: Bool) {
    for file in EmbeddedFile.all(under: "Content/") {
      if file.path.hasPrefix("Content/incidents/") {
        guard withExamples else { continue }
        incidents += 1
      } else if file.path.hasPrefix("Content/runbooks/") {
        runbooks += 1
      }
      files.append((file.path, file.bytes))
    }
    files.append((".gitignore", Array("/.runbook/\n/site/\n".utf8)))
    files.append((".gitattributes", Array(Starter.attributes.utf8)))
    files.append(("README.md", Array(Starter.readme.utf8)))
    if !withExamples { files.append(("Content/incidents/.gitkeep", [])) }
  }

  func write(to folder: String) throws {
    for file in files {
      let path = "\(folder)/\(file.path)"
      try FileSystem.makeDirectory(FileSystem.parent(of: path))
      guard FileSystem.status(path) == nil else { continue }
      try FileSystem.write(file.bytes, to: path)
    }
  }

  /// Rows that two people add to one timeline are both kept when their clones merge.
  private static let attributes = """
    Content/incidents/**/*.md merge=union

    """

  private static let readme = """
    # On call

    Runbooks are in `Content/runbooks/`, incidents in `Content/incidents/`, one Markdown file each.

    ```sh
    runbook search "exit 137"        # paste the symptom, get the fix
    runbook log "what happened"      # record it, so that the next search is better
    runbook lint                     # check every file, and every search in Content/searches.yml
    ```

    Edit the files with any editor and commit them; the index in `.runbook/` is made from them and
    is not committed.

    """
}
