import Runbook

extension Command {
  static let show = Command(
    name: "show",
    abstract: "Show a runbook, one step of it, or an incident.",
    discussion: [
      "What to do comes first: the steps, each with its commands and what running them can do. "
        + "ID#STEP is one step in full, with what came of it before: by its number, by its anchor or "
        + "the beginning of that.",
      "ID@2 is version 2 of a runbook, ID@9f3c1a the text with that git blob id; both resolve from "
        + "the index, and from git where the folder is a repository.",
    ],
    arguments: [
      Argument(
        name: "id", help: "An id, ID#STEP, ID@VERSION or ID@VERSION#STEP.", completion: .step)
    ],
    flags: [
      Flag(
        name: "section", placeholder: "heading", help: "Only this section.", completion: .section),
      Flag(name: "commands", help: "Only the commands, with what running them can do."),
      Flag(name: "raw", help: "The file as it is, byte for byte."),
      .set, .incident,
      Command.jsonFlag,
    ],
    examples: [
      ("runbook show ecs-oom-killed", "The whole page, in a pager on a terminal."),
      ("runbook show ecs-oom-killed#2 --set cluster=prod", "The second step, its commands filled."),
      ("runbook show ecs-oom-killed --section diagnosis", "How to tell the causes apart."),
      ("runbook show ecs-oom-killed@1 --raw", "The first version as it was."),
    ]
  ) { options, environment in
    let (base, values) = try environment.openWithValues(options)
    let shown = try ShownDocument(options.arguments[0], values: values.all, in: base)
    let console = environment.console
    if options.has("raw") {
      console.write(shown.text.bytes)
      return .success
    }
    if options.has("json") {
      console.print(try shown.json.text())
      return .success
    }
    shown.noteUnused(values.typed, to: console)
    let page = DocumentPage(shown.text, values: values.all, console: console)
    if options.has("commands") {
      guard !shown.text.document.commands.isEmpty else {
        console.note("\(shown.text.document.id) has no commands")
        return .negative
      }
      console.page(page.commands, variables: environment.variables)
    } else if let heading = options["section"] {
      console.page(try page.section(heading), variables: environment.variables)
    } else {
      console.page(try shown.page(console), variables: environment.variables)
    }
    return .success
  }
}
