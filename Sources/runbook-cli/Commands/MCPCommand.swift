import Runbook
import RunbookMCP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Command {
  static let mcp = Command(
    name: "mcp",
    abstract: "Serve assistants over the Model Context Protocol, on standard input and output.",
    discussion: [
      "An assistant starts it, and can then search, diagnose, show pages and list incidents; it reads "
        + "pages as resources, and offers the prompts 'triage' and 'postmortem'. Its tools are the "
        + "commands of the same names, and answer what those print with '--json'.",
      "It reads no file that a client names, executes nothing, and asks no network. Secrets of known "
        + "forms are taken out of what comes in and what goes out. With '--allow-write' an assistant "
        + "can record incidents as well.",
      "Revisions 2024-11-05 to 2025-11-25 and 2026-07-28 of the protocol are served.",
    ],
    flags: [
      Flag(name: "allow-write", help: "Offer the tools that record: log, note, link and close."),
      Flag(
        name: "print-config", placeholder: "client",
        help: "Print what makes a client start it, and do nothing else.",
        choices: ClientSnippet.allCases.map(\.rawValue)),
    ],
    examples: [
      ("runbook mcp --print-config claude --dir ~/oncall", "What to put into the client's file."),
      ("runbook mcp --dir ~/oncall --allow-write", "What a client runs."),
    ]
  ) { options, environment in
    if let client = options["print-config"].flatMap(ClientSnippet.init) {
      environment.console.note("for \(client.place):")
      let snippet = client.json(program: program, arguments: try arguments(options, environment))
      environment.console.print(snippet.text(pretty: true))
      return .success
    }
    // A knowledge base that is not there is said at once, not at the first question.
    _ = try KnowledgeBase.locate(
      directory: options["dir"], environment: environment.variables,
      workingFolder: environment.workingFolder)
    // Nothing but messages goes to the client, whatever else writes to standard output.
    let output = fcntl(1, F_DUPFD_CLOEXEC, 3)
    guard output >= 0, dup2(2, 1) >= 0 else {
      throw FileError(operation: "use", path: "standard output", code: errno)
    }
    let runner = ToolRunner(options, environment)
    let server = MCPServer(
      version: Version.current, allowsWriting: options.has("allow-write"), run: runner.run)
    server.serve(input: 0, output: output)
    return .success
  }

  /// The path of this program, which a client may not find by its name.
  private static var program: String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0 else { return "runbook" }
    return String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func arguments(
    _ options: Options, _ environment: Environment
  ) throws -> [String] {
    let location = try KnowledgeBase.locate(
      directory: options["dir"], environment: environment.variables,
      workingFolder: environment.workingFolder)
    var words = ["mcp"]
    if case .folder(let root) = location { words += ["--dir", root] }
    if options.has("allow-write") { words.append("--allow-write") }
    return words
  }
}

/// Runs commands for a server as if they had been typed, and keeps what they print.
private struct ToolRunner {
  private let folder: [String]
  private let environment: Environment

  init(_ options: Options, _ environment: Environment) {
    folder = options["dir"].map { ["--dir=\($0)"] } ?? []
    var environment = environment
    environment.kept = KeptKnowledge()
    self.environment = environment
  }

  func run(_ words: [String], input: String) -> CommandOutcome {
    let console = Console.keeping()
    var environment = environment
    environment.console = console
    environment.input = Array(input.utf8)
    do {
      guard let command = words.first.flatMap(Command.named) else {
        throw CommandError(.software, "no command '\(words.first ?? "")'")
      }
      let options = try Options(folder + words.dropFirst(), for: command)
      let code = try Main.run(command, options, environment)
      return CommandOutcome(code: code.rawValue, output: console.keptOutput, message: "")
    } catch {
      let failure = CommandError(describing: error)
      return CommandOutcome(
        code: failure.code.rawValue, output: console.keptOutput,
        message: ([failure.message] + failure.hints).joined(separator: "\n"))
    }
  }
}
