import Runbook

extension Command {
  static let completions = Command(
    name: "completions",
    abstract: "Print a completion script for a shell.",
    discussion: ["The scripts ask the program itself for the words that fit, with '--words'."],
    arguments: [
      Argument(name: "shell", help: "The shell.", optional: true, choices: Completions.shells)
    ],
    flags: [
      Flag(
        name: "words", placeholder: "kind", help: "Print the words of a kind instead, one a line.",
        choices: Flag.Completion.allCases.map(\.rawValue)),
      Flag(name: "word", placeholder: "text", help: "What is typed of the word so far."),
    ],
    examples: [
      ("source <(runbook completions bash)", "Complete in the running bash."),
      ("runbook completions fish | source", "Complete in the running fish."),
    ]
  ) { options, environment in
    if let kind = options["words"].flatMap(Flag.Completion.init(rawValue:)) {
      let base = try environment.openKnowledgeBase(options)
      let words = try CompletionWords(base).words(kind, options["word"] ?? "")
      if !words.isEmpty {
        environment.console.print(words.map(Console.safe).joined(separator: "\n"))
      }
      return .success
    }
    guard let shell = options.arguments.first else {
      throw CommandError(
        .usage, "missing expected argument '<shell>'",
        hints: ["choose one of \(Completions.shells.joined(separator: ", "))"])
    }
    environment.console.print(Completions.script(for: shell))
    return .success
  }
}
