import EmbeddedContent
import Runbook

/// What a new knowledge base holds.
struct Starter {
  private var files: [(path: String, bytes: [UInt8])] = []
  private(set) var runbooks = 0
  private(set) var incidents = 0

  /// Folders, and nothing of the built-in content.
  static var empty: Starter {
    var starter = Starter()
    starter.files = [
      ("Content/runbooks/.gitkeep", []), ("Content/incidents/.gitkeep", []),
      (ExpectedSearch.path, Array(Starter.noSearches.utf8)),
      (Starter.originsPath, []),
    ]
    starter.addRoot()
    return starter
  }

  /// Where a folder keeps what each built-in file was when it was written.
  static let originsPath = "Content/\(Origins.name)"

  private init() {}

  init(withExamples: Bool) {
    var origins = Origins()
    for file in Starter.content(withExamples: withExamples) {
      if file.path.hasPrefix("Content/incidents/") {
        incidents += 1
      } else if file.path.hasPrefix("Content/runbooks/") {
        runbooks += 1
      }
      files.append((file.path, file.bytes))
      origins[String(file.path.dropFirst("Content/".count))] = Revision.blobID(of: file.bytes)
    }
    files.append((Starter.originsPath, origins.bytes))
    addRoot()
    if !withExamples { files.append(("Content/incidents/.gitkeep", [])) }
  }

  /// The built-in content, with or without the public examples.
  static func content(withExamples: Bool) -> [EmbeddedFile] {
    EmbeddedFile.all(under: "Content/").filter { file in
      withExamples || !file.path.hasPrefix("Content/incidents/")
    }
  }

  private mutating func addRoot() {
    files.append((".gitignore", Array("/.runbook/\n/site/\n".utf8)))
    files.append((".gitattributes", Array(Starter.attributes.utf8)))
    files.append(("README.md", Array(Starter.readme.utf8)))
  }

  func write(to folder: String) throws {
    for file in files {
      let path = "\(folder)/\(file.path)"
      try FileSystem.makeDirectory(FileSystem.parent(of: path))
      guard FileSystem.status(path) == nil else { continue }
      try FileSystem.write(file.bytes, to: path)
    }
  }

  private static let noSearches = """
    # What search must find, checked by 'runbook lint': the words, and the page that is right.
    # - query: "checkout returns 502"
    #   expect: checkout-down
    searches: []

    """

  /// Rows that two people add to one timeline are both kept when their clones merge.
  private static let attributes = """
    Content/incidents/**/*.md merge=union
    Content/.origins merge=union

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
