import Runbook

extension Command {
  static let export = Command(
    name: "export",
    abstract: "Publish the knowledge base as a static site, a JSON file or a wiki.",
    discussion: [
      "The site searches as 'runbook search' does, works from a disk and on any host, and asks "
        + "nobody for anything. Exporting again writes only the pages that changed, and removes only "
        + "files that an earlier export wrote."
    ],
    arguments: [
      Argument(
        name: "dir", help: "The folder: new, empty, or of an earlier export.", completion: .folder)
    ],
    flags: [
      Flag(
        name: "format", placeholder: "format", help: "What to write.",
        choices: SiteExport.Format.allCases.map(\.rawValue), defaultValue: "site"),
      Flag(
        name: "flavour", placeholder: "where",
        help: "Where the pages of '--format markdown' are read.",
        choices: WikiFlavour.allCases.map(\.rawValue), defaultValue: "github"),
      Flag(
        name: "exclude", placeholder: "what",
        help:
          "Leave out 'incidents', or documents by 'tag:…', 'service:…', 'category:…' or 'id:…'.",
        repeats: true),
      Flag(
        name: "title", placeholder: "name", help: "The name of the site.", defaultValue: "Runbooks"),
      Flag(
        name: "base-url", placeholder: "url",
        help: "Where the site will be; adds a sitemap and a feed of the incidents."),
      Flag(
        name: "edit-url", placeholder: "url",
        help: "Where a file is edited; its path is added, or put in the place of '{path}'."),
      Flag(name: "rebuild", help: "Make every page, whatever the last export says."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook export site/", "A site to open in a browser, or to copy to a host."),
      (
        "runbook export public/ --exclude incidents --exclude tag:internal",
        "A site without what is not for everybody."
      ),
      (
        "runbook export wiki/ --format markdown --flavour mkdocs",
        "A project that 'mkdocs serve' shows."
      ),
      ("runbook export out/ --format json", "One JSON object for each document."),
    ]
  ) { options, environment in
    let target = options.arguments.first ?? ""
    let folder = FileSystem.absolute(trimmed(target), workingFolder: environment.workingFolder)
    let format = options["format"].flatMap(SiteExport.Format.init) ?? .site
    let settings = try siteOptions(options, environment)
    let base = try environment.openKnowledgeBase(options)
    // A word that is mistyped would publish what it should have kept back.
    for (text, exclusion) in zip(options.all("exclude"), settings.exclusions)
    where exclusion != .incidents {
      if try exclusion.leavesSomethingOut(of: base) { continue }
      throw CommandError(
        .usage, "'--exclude \(text)' leaves nothing out; no document has it",
        hints: ["nothing was exported; 'runbook list' shows what there is"])
    }
    try refuseSecrets(in: base)
    let report = try SiteExport.run(
      base, to: folder, format: format, options: settings, rebuild: options.has("rebuild"))
    if options.has("json") {
      environment.console.print(report.json.text())
    } else {
      environment.console.print("\(Console.safe(target)): \(report.sentence)")
    }
    return .success
  }

  /// What is published cannot be taken back: nothing is, while a file holds a known secret.
  private static func refuseSecrets(in base: KnowledgeBase) throws {
    let findings = SecretCheck.findings(in: base)
    guard !findings.isEmpty else { return }
    let shown = findings.prefix(8).map { finding in
      "\(finding.path):\(finding.location.line):\(finding.location.column): \(finding.message)"
    }
    throw CommandError(
      .badData, "\(findings.count) secrets in the files; nothing is published",
      hints: shown + [
        "'runbook lint --rule secret' names all of them, 'runbook redact FILE' takes them out",
        "a line that holds none gets a comment 'runbook: allow-secret'",
      ])
  }

  /// The path without slashes at its end.
  private static func trimmed(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }

  private static func siteOptions(
    _ options: Options, _ environment: Environment
  ) throws -> SiteOptions {
    var settings = SiteOptions(today: environment.now().day)
    if let title = options["title"] { settings.title = title }
    settings.flavour = options["flavour"].flatMap(WikiFlavour.init) ?? .github
    settings.baseURL = try address("base-url", of: options).map(trimmed)
    settings.editURL = try address("edit-url", of: options)
    settings.exclusions = try options.all("exclude").map { text in
      guard let exclusion = SiteExclusion(text) else {
        throw CommandError(
          .usage, "the value '\(text)' is invalid for '--exclude'",
          hints: ["use incidents, tag:NAME, service:NAME, category:NAME or id:NAME"])
      }
      return exclusion
    }
    return settings
  }

  /// The value of a flag as the address of a page.
  private static func address(_ name: String, of options: Options) throws -> String? {
    guard let text = options[name] else { return nil }
    guard text.hasPrefix("https://") || text.hasPrefix("http://"),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") })
    else {
      throw CommandError(
        .usage, "the value '\(text)' is invalid for '--\(name)'",
        hints: ["give a whole address, such as https://wiki.example.com/runbooks"])
    }
    return text
  }
}

extension ExportReport {
  fileprivate var sentence: String {
    let size = bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
    var parts = ["\(files) files, \(size)"]
    parts.append(written == 0 ? "nothing changed" : "\(written) written")
    if removed > 0 { parts.append("\(removed) removed") }
    return parts.joined(separator: "; ")
  }

  fileprivate var json: JSON {
    [
      "schema_version": 1, "files": .int(files), "bytes": .int(bytes), "written": .int(written),
      "unchanged": .int(unchanged), "removed": .int(removed),
    ]
  }
}
