import Runbook

extension Command {
  static let redact = Command(
    name: "redact",
    abstract: "Take the secrets out of files that were written by hand.",
    discussion: [
      "Mends each file in place and says what went, by kind and line, never the thing itself. A line "
        + "with 'runbook: allow-secret' in a comment stays. Only known forms of secrets are found.",
      "What was committed or published stays in the history of git: replace such a secret at once, "
        + "then purge it.",
    ],
    arguments: [
      Argument(name: "file", help: "A file to mend.", repeats: true, completion: .file)
    ],
    flags: [Command.jsonFlag],
    examples: [
      (
        "runbook redact Content/incidents/2026/2026-11-03-checkout-oom.md",
        "What 'runbook lint' found in it."
      )
    ]
  ) { options, environment in
    var rows: [JSON] = []
    var mended: [String] = []
    for file in options.arguments {
      let removed = try mend(file, environment)
      if !removed.isEmpty { mended.append(file) }
      for (kind, location) in removed {
        rows.append([
          "path": .string(file), "kind": .string(kind), "line": .int(location.line),
          "column": .int(location.column),
        ])
      }
      guard !options.has("json") else { continue }
      var lines: [(kind: String, lines: [Int])] = []
      for (kind, location) in removed {
        if let index = lines.firstIndex(where: { $0.kind == kind }) {
          lines[index].lines.append(location.line)
        } else {
          lines.append((kind, [location.line]))
        }
      }
      let name = Console.safe(file)
      if lines.isEmpty { environment.console.print("\(name): nothing to remove") }
      for (kind, numbers) in lines {
        let shown = numbers.prefix(8).map(String.init).joined(separator: ", ")
        let rest = numbers.count > 8 ? " and \(numbers.count - 8) more" : ""
        environment.console.print(
          "\(name): removed \(kind) (\(numbers.count)), line \(shown)\(rest)")
      }
    }
    if options.has("json") {
      environment.console.print((["schema_version": 1, "redacted": .array(rows)] as JSON).text())
    }
    if !mended.isEmpty {
      let files = mended.map { "--path \(ShellQuoting.quoted($0))" }.joined(separator: " ")
      let console = environment.console
      console.note("if it was ever committed, git still has it, and so has every clone:")
      console.note(
        "  1. replace the secret where it is valid; that alone makes the old one harmless")
      console.note("  2. commit the mended file")
      console.note("  3. take the earlier texts out: git filter-repo --invert-paths \(files)")
      console.note(
        "     (this drops the file from the history; add the mended one again, force-push)")
    }
    return .success
  }

  private static func mend(
    _ file: String, _ environment: Environment
  ) throws -> [(kind: String, location: SourceLocation)] {
    let path = FileSystem.absolute(file, workingFolder: environment.workingFolder)
    guard !FileSystem.isLink(path) else {
      throw CommandError(
        .usage, "\(file) is a link", hints: ["name the file that it leads to"])
    }
    guard FileSystem.status(path).map(\.isRegular) ?? true else {
      throw CommandError(.noInput, "\(file) is no file", hints: ["give files, one by one"])
    }
    let mended = SecretCheck.mend(OutsideText.text(try FileSystem.read(path, limit: 64 << 20)))
    if !mended.removed.isEmpty { try FileSystem.write(Array(mended.text.utf8), to: path) }
    return mended.removed
  }
}
