import Runbook

/// One step of a walk as text for a terminal.
struct FollowPage {
  var plan: FollowPlan
  var runbook: Runbook
  var values: Placeholders
  var console: Console

  private var width: Int { min(console.width, 100) }

  /// The lines of the step at a place, with what became of it.
  func lines(at place: Int, mark: FollowState.Mark?) -> [String] {
    let step = plan.steps[place]
    var head = "[\(place + 1)/\(plan.steps.count)] \(Console.safe(step.section))"
    // The number by which `go` and other commands name it.
    if let number = runbook.number(of: step) { head += " #\(number)" }
    if let mark { head += " (\(mark.rawValue))" }
    var lines = ["", console.paint(.heading, head)]
    let text = Layout.wrapped(Console.safe(step.text), to: width)
    lines += step.isRemedy ? text.map { console.paint(.strong, $0) } : text
    if !step.reason.isEmpty { lines += Layout.wrapped(Console.safe(step.reason), to: width) }
    for (index, command) in step.commands.enumerated() {
      if index < step.captions.count, !step.captions[index].isEmpty {
        lines += Layout.wrapped(Console.safe(step.captions[index]), to: width - 2).map { "  \($0)" }
      }
      lines += self.lines(of: command)
    }
    return lines + step.notes.flatMap(self.lines(ofNote:))
  }

  private func lines(of command: ShellCommand) -> [String] {
    var filled = command
    filled.text = values.fill(command.text)
    let text = CommandLines(filled, console: console)
    var lines = ["  \(text.label)"] + text.lines
    if let effect = command.effect {
      let undo = effect.undo.map { " Undo: \($0)" } ?? ""
      lines += self.lines(ofNote: "Changes: \(effect.changes)\(undo)")
    }
    let missing = values.missing(in: command.text)
    if !missing.isEmpty {
      let names = missing.map { "<\($0)>" }.joined(separator: ", ")
      lines.append(console.paint(.dim, "  fill in \(names) with 'set \(missing[0])=VALUE'"))
    }
    return lines
  }

  private func lines(ofNote note: String) -> [String] {
    Console.safe(note).split(separator: "\n").flatMap { line in
      let isItem = line.hasPrefix("- ")
      return Layout.wrapped(String(line), to: width - 4).enumerated().map { index, part in
        console.paint(.dim, (isItem && index > 0 ? "    " : "  ") + part)
      }
    }
  }
}

extension Runbook {
  /// The number by which a step of a walk is named; nil for what is only a part of the walk.
  func number(of step: FollowPlan.Step) -> Int? {
    step.isRemedy ? steps.first { $0.anchor == step.anchor }?.number : nil
  }
}
