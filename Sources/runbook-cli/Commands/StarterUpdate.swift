import EmbeddedContent
import Runbook

/// Brings the built-in content of this program into a folder that an older one made.
struct StarterUpdate {
  private let folder: String
  private let name: String
  private let isDry: Bool
  private let environment: Environment

  init(_ folder: String, name: String, _ options: Options, _ environment: Environment) throws {
    (self.folder, self.name, self.environment) = (folder, name, environment)
    isDry = options.has("dry-run")
    guard FileSystem.status("\(folder)/Content")?.isDirectory == true else {
      throw CommandError(
        .noInput, "\(name) is no knowledge base",
        hints: ["'runbook init \(ShellQuoting.path(name))' makes one"])
    }
  }

  func run() throws -> ExitCode {
    let console = environment.console
    let git = Git(folder, environment: environment.variables)
    let kept = try? FileSystem.read("\(folder)/\(Starter.originsPath)")
    var origins = kept.map(Origins.init) ?? Origins()
    let hasExamples = FileSystem.files(below: "\(folder)/Content/incidents").contains { path in
      EmbeddedFile.has("Content/incidents/\(path)")
    }
    let content = Starter.content(withExamples: hasExamples)
    // A folder that was started empty has none of its pages, and wants none.
    let isPresent = content.contains { file in
      guard file.path.hasPrefix("Content/runbooks/") else { return false }
      return origins[below(file.path)] != nil || FileSystem.status("\(folder)/\(file.path)") != nil
    }
    guard isPresent else {
      console.note("\(name) was started without the built-in content; there is nothing to update")
      return .success
    }
    let work = WorkFolder(root: folder)
    var counts: [String: Int] = [:]
    for file in content {
      let path = "\(folder)/\(file.path)"
      let here = try? FileSystem.read(path)
      // An older program kept no list; what git has of the beginning is as good.
      let origin =
        origins[below(file.path)] ?? (kept == nil ? git.changes(of: file.path).last?.blob : nil)
      let arrival = Arrival(file.bytes, here: here, origin: origin) { git.text($0) }
      counts[arrival.word, default: 0] += 1
      if arrival != .unchanged { console.print("\(arrival.word)  \(file.path)") }
      guard !isDry else { continue }
      if let bytes = arrival.bytes {
        try FileSystem.makeDirectory(FileSystem.parent(of: path))
        try work.write(bytes, to: path)
      }
      if arrival != .conflict, arrival != .removedHere {
        origins[below(file.path)] = Revision.blobID(of: file.bytes)
      }
    }
    if !isDry { try work.write(origins.bytes, to: "\(folder)/\(Starter.originsPath)") }
    console.note(
      (isDry ? "would be: " : "")
        + counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
    guard counts["conflict"] != nil else { return .success }
    console.note(
      "conflict: changed here and in the program on the same lines; the file here stays as it is")
    return .negative
  }

  private func below(_ path: String) -> String { String(path.dropFirst("Content/".count)) }
}
