import Runbook

extension Command {
  static let action = Command(
    name: "action",
    abstract: "List, add, tick off or link what was promised after incidents.",
    discussion: [
      "'list' shows the action items of the team's own incidents that are not done, the most urgent "
        + "first, each as INCIDENT#NUMBER. 'add' writes one, 'done' ticks one off, and 'link' gives it "
        + "its ticket or page. An item is named as INCIDENT#NUMBER, or by its number where '--incident' "
        + "names the incident.",
      "'add' is for the incident that '--incident' names, else for the only one that is open, else "
        + "for the newest.",
    ],
    arguments: [
      Argument(
        name: "what", help: "What to do.", optional: true,
        choices: ["list", "add", "done", "link"]),
      Argument(
        name: "words", help: "The text to add; or the item, and its link.", optional: true,
        repeats: true, isText: true),
    ],
    flags: [
      .ofIncident,
      Flag(name: "owner", placeholder: "name", help: "Who does it; in a list, only theirs."),
      Flag(
        name: "due", placeholder: "day", help: "Until when: 2026-12-04, or 7d or 2w from today."),
      Flag(
        name: "link", placeholder: "link", help: "A ticket or page, as an address, #123 or ABC-123."
      ),
      Flag(name: "all", help: "List those that are done as well."),
      Flag(name: "undo", help: "Take the tick away again."),
    ] + Redaction.flags + [Command.jsonFlag],
    examples: [
      ("runbook action", "What is promised and not done."),
      (
        "runbook action add -i checkout-oom alarm on memory --owner ana --due 2w",
        "A promise, with who and until when."
      ),
      ("runbook action link checkout-oom#1 OPS-42", "Its ticket."),
      ("runbook action done checkout-oom#1", "It is done."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let words = Array(options.arguments.dropFirst())
    let session = ActionSession(options, recording)
    switch options.arguments.first ?? "list" {
    case "add": return try session.add(words)
    case "done": return try session.tick(words)
    case "link": return try session.link(words)
    default: return try session.list(words)
    }
  }
}
