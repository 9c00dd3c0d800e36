import Runbook

extension Command {
  static let importing = Command(
    name: "import",
    abstract: "Bring runbooks and postmortems of another place into the knowledge base.",
    discussion: [
      "Copies Markdown pages to Content/runbooks/<area>/ under the paths that they have, with the "
        + "pictures that they show, and fills in what their front matter lacks: the id from the file "
        + "name, the title, the alerts that file name and headings are the names of. A postmortem, in "
        + "Markdown or as an export in JSON, becomes an incident without its secrets. Run it again "
        + "when the source has changed: what was edited here is kept, and merged where both changed.",
      "A folder of Markdown may also be copied into Content/runbooks/ as it is; it is read all the "
        + "same.",
    ],
    arguments: [
      Argument(name: "path", help: "A folder, or files.", repeats: true, completion: .file)
    ],
    flags: [
      Flag(
        name: "area", placeholder: "folder",
        help: "The folder below Content/runbooks; by default the name of the source."),
      Flag(name: "dry-run", help: "Say what would be done, and write nothing."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook import ~/wiki/runbooks --area k8s --dry-run", "What would come of it."),
      ("runbook import ~/wiki/runbooks --area k8s", "Bring them here, or bring them up to date."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let source = try ImportSource(options.arguments, environment)
    let area = options["area"] ?? source.area
    guard !area.isEmpty, area.split(separator: "/").allSatisfy({ DocumentID.isValid(String($0)) })
    else {
      throw CommandError(
        .usage, "'\(area)' is no folder name", hints: ["use lower-case letters, digits and hyphens"]
      )
    }
    let folder = recording.folder
    let originsPath = folder.absolute(folder.content(Origins.name))
    let plan = FolderImport(
      source.files, area: area,
      origins: (try? FileSystem.read(originsPath)).map(Origins.init) ?? Origins(),
      here: recording.contents)
    if !options.has("dry-run") {
      for row in plan.rows {
        guard let bytes = row.arrival?.bytes else { continue }
        let file = folder.absolute(folder.content(row.path))
        try FileSystem.makeDirectory(FileSystem.parent(of: file))
        try folder.work.write(bytes, to: file)
      }
      try folder.work.write(plan.origins.bytes, to: originsPath)
      // What came is remembered as it came, to compare with the next time.
      _ = try recording.base.refresh()
    }
    let report = ImportReport(plan.rows, isDry: options.has("dry-run"))
    let console = environment.console
    if options.has("json") {
      console.print(report.json.text())
    } else {
      for line in report.lines(width: console.width) { console.print(Console.safe(line)) }
      console.note(report.summary)
      for line in report.advice { console.note(line) }
    }
    return plan.rows.contains { $0.arrival == .conflict } ? .negative : .success
  }
}

/// The files that are to be imported.
private struct ImportSource {
  private(set) var files: [(path: String, read: () throws -> [UInt8])] = []
  /// What to call the place of the pages.
  private(set) var area = ""

  private static let common: Set<String> = [
    "runbooks", "runbook", "docs", "doc", "content", "pages", "alerts", "wiki", ".", "..",
  ]

  init(_ arguments: [String], _ environment: Environment) throws {
    for argument in arguments {
      let path = FileSystem.absolute(argument, workingFolder: environment.workingFolder)
      guard let status = FileSystem.status(path) else {
        throw CommandError(.noInput, "\(argument): no such file or folder")
      }
      let names =
        status.isDirectory ? FileSystem.files(below: path) : [FileSystem.name(of: path)]
      let root = status.isDirectory ? path : FileSystem.parent(of: path)
      for name in names {
        files.append((name, { try FileSystem.read("\(root)/\(name)", limit: 8 << 20) }))
      }
      if area.isEmpty {
        let parts = (FileSystem.resolved(root) ?? root).split(separator: "/").map(String.init)
        let name = parts.last { !Self.common.contains($0.lowercased()) }
        area = name.flatMap(DocumentID.nearest(to:)) ?? ""
      }
    }
    guard !files.isEmpty else { throw CommandError(.noInput, "there is no file to import") }
  }
}

extension Recording {
  /// What the knowledge base holds, for a comparison with what comes.
  var contents: FolderImport.Here {
    let (base, folder) = (base, folder)
    let git = Git(folder.root)
    let prefix = folder.content("")
    return FolderImport.Here(
      paths: FileSystem.files(below: folder.absolute(folder.content("runbooks")))
        .filter { $0.hasSuffix(".md") }.map { "runbooks/\($0)" },
      read: { try? FileSystem.read(folder.absolute(prefix + $0)) },
      text: { id, revision in
        ((try? base.runbooks.text(id: id, revision: revision)) ?? nil) ?? git.text(revision)
      })
  }
}

/// What an import did, or would do.
private struct ImportReport {
  private let rows: [FolderImport.Row]
  private let isDry: Bool

  init(_ rows: [FolderImport.Row], isDry: Bool) {
    (self.rows, self.isDry) = (rows, isDry)
  }

  func lines(width: Int) -> [String] {
    Layout.table(
      rows.map { row in
        [
          row.arrival?.word ?? "skipped", row.source,
          row.arrival == nil
            ? row.reason
            : row.path + (row.guessed.isEmpty ? "" : "  (\(row.guessed.joined(separator: ", ")))")
              + (row.removed == 0 ? "" : "  \(row.removed) secrets removed"),
        ]
      }, width: max(width, 160))
  }

  private var counts: [(word: String, count: Int)] {
    ["added", "updated", "merged", "unchanged", "kept", "removed here", "conflict", "skipped"]
      .map { word in (word, rows.count { ($0.arrival?.word ?? "skipped") == word }) }
      .filter { $0.count > 0 }
  }

  var summary: String {
    (isDry ? "would be: " : "") + counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
  }

  var advice: [String] {
    var advice: [String] = []
    if rows.contains(where: { $0.arrival == .conflict }) {
      advice.append(
        "conflict: changed here and in the source, or not from there; the file here stays as it is")
    }
    if !isDry, rows.contains(where: { $0.arrival?.bytes != nil }) {
      advice.append("next: runbook lint")
    }
    return advice
  }

  var json: JSON {
    [
      "schema_version": 1, "dry_run": .bool(isDry),
      "files": .array(
        rows.map { row in
          [
            "source": .string(row.source), "path": JSON(row.path.isEmpty ? nil : row.path),
            "result": .string(row.arrival?.word ?? "skipped"), "guessed": JSON(row.guessed),
            "reason": JSON(row.reason.isEmpty ? nil : row.reason), "redacted": .int(row.removed),
          ]
        }),
    ]
  }
}
