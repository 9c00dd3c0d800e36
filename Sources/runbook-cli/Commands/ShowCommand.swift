import Runbook

extension Command {
  static let show = Command(
    name: "show",
    abstract: "Show a runbook or an incident.",
    discussion: [
      "ID@2 is version 2 of a runbook, ID@9f3c1a the text with that git blob id; both resolve from "
        + "the index, and from git where the folder is a repository."
    ],
    arguments: [
      Argument(name: "id", help: "An id, or ID@VERSION.", completion: .id)
    ],
    flags: [
      Flag(name: "section", placeholder: "heading", help: "Only this section."),
      Flag(name: "commands", help: "Only the commands, with what running them can do."),
      Flag(name: "raw", help: "The file as it is, front matter included."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook show ecs-oom-killed", "The whole page, in a pager on a terminal."),
      ("runbook show ecs-oom-killed --section fix", "What to do."),
      ("runbook show ecs-oom-killed@1 --raw", "The first version as it was."),
    ]
  ) { options, environment in
    let base = try environment.openKnowledgeBase(options)
    let text = try DocumentText.find(options.arguments[0], in: base)
    let console = environment.console
    if options.has("raw") {
      console.write(text.bytes)
      return .success
    }
    if options.has("json") {
      console.print(try text.json(in: base).text())
      return .success
    }
    let page = DocumentPage(text, console: console)
    if options.has("commands") {
      guard !text.document.commands.isEmpty else {
        console.note("\(text.document.id) has no commands")
        return .negative
      }
      console.page(page.commands, variables: environment.variables)
    } else if let heading = options["section"] {
      console.page(try page.section(heading), variables: environment.variables)
    } else {
      console.page(try page.whole(history: base), variables: environment.variables)
    }
    return .success
  }
}
