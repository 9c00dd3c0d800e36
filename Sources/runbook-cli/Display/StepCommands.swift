import Runbook

/// The commands of all steps of a page, below its card.
struct StepCommands {
  let lines: [String]

  init(_ steps: [Step], console: Console) {
    var lines: [String] = []
    let width = Card(console).width
    for step in steps where !step.commands.isEmpty {
      lines.append("")
      lines += StyledText("\(step.number). \(step.title)", .strong)
        .lines(width: width, console: console)
      for command in step.commands {
        lines += CommandLines(command, console: console).whole(width: width)
      }
    }
    self.lines = lines
  }
}
