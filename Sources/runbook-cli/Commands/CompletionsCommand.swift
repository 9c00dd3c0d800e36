extension Command {
  static let completions = Command(
    name: "completions",
    abstract: "Print a completion script for a shell.",
    arguments: [
      Argument(name: "shell", help: "The shell.", choices: Completions.shells)
    ],
    examples: [
      ("source <(runbook completions bash)", "Complete in the running bash."),
      ("runbook completions fish | source", "Complete in the running fish."),
    ]
  ) { options, environment in
    environment.console.print(Completions.script(for: options.arguments.first ?? "bash"))
    return .success
  }
}
