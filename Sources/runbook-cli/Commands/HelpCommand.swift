import Runbook

extension Command {
  static let help = Command(
    name: "help",
    abstract: "Show help for a command.",
    arguments: [
      Argument(
        name: "subcommand", help: "The command to explain.", optional: true,
        completion: .subcommand)
    ],
    flags: [Flag(name: "man", help: "Print the manual page (mdoc) instead.")],
    examples: [("runbook help search", "Every option of search, with examples.")]
  ) { options, environment in
    let console = environment.console
    if options.has("man") {
      console.print(ManPage.text(date: environment.now().day))
      return .success
    }
    guard let name = options.arguments.first else {
      console.print(Help.overview(width: console.width))
      return .success
    }
    guard let command = Command.named(name) else {
      let guess = Spelling.nearest(to: name, in: Command.all.map(\.name))
      throw CommandError(
        .usage, "unknown subcommand '\(name)'",
        hints: [guess.map { "did you mean '\($0)'?" }, "see 'runbook help'"].compactMap { $0 })
    }
    console.print(Help.page(of: command, width: console.width))
    return .success
  }
}
