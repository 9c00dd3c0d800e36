import Glibc
import Runbook
import Testing

/// `runbook` alone on a terminal.
@Suite(.serialized, .enabled(if: Terminal.isPossible, "install tmux and vi"))
struct AskTerminalTests {
  private static let question = "an empty line or Ctrl-D ends it."
  private static let menu = "q quit"

  @Test("a paste is answered, opened, copied, explained and left by a key")
  func paste() throws {
    let folder = try RecordFolder()
    let terminal = try Terminal(folder, rows: 60)
    try terminal.type("stty -g >before; runbook; echo left with $?; stty -g >after")
    _ = try terminal.wait(for: Self.question)
    // Empty lines inside of it do not end it.
    try terminal.paste("Task failed to start\n\nno basic auth credentials\n\nsee the log")
    _ = try terminal.wait(for: "see the log")
    try terminal.press("Enter")
    let card = try terminal.wait(prompt: Self.menu)
    #expect(card.contains { $0.contains("ecs-pull-permissions") })
    #expect(card.contains { $0.hasPrefix("Do ") })
    try terminal.press("c")
    _ = try terminal.wait(for: "OSC 52", Self.menu)
    #expect(try terminal.clipboard().hasPrefix("aws "))
    try terminal.press("n")
    _ = try terminal.wait(prompt: Self.menu)
    #expect(try terminal.screen().contains { $0.hasPrefix("answer 2 of ") })
    try terminal.press("o")
    _ = try terminal.wait(for: "Next  ", Self.menu)
    try terminal.press("d")
    _ = try terminal.wait(for: "holds", Self.menu)
    try terminal.press("q")
    let end = try terminal.wait(prompt: "ok$")
    #expect(end.contains("left with 0"))
    #expect(try folder.text("before") == folder.text("after"))
  }

  @Test("a symptom can be typed and mended; nothing of it is left on the terminal")
  func typed() throws {
    let folder = try RecordFolder()
    let terminal = try Terminal(folder, rows: 60)
    try terminal.type("stty -g >before; runbook search; echo left with $?; stty -g >after")
    _ = try terminal.wait(for: Self.question)
    try terminal.press("z", "z", "BSpace", "C-u")
    try terminal.type("wifi drops after windows update", at: Self.question)
    try terminal.press("Enter")
    let card = try terminal.wait(prompt: Self.menu)
    #expect(card.contains { $0.hasPrefix("The nearest pages, all unlikely") })
    try terminal.press("Escape")
    let end = try terminal.wait(prompt: "ok$")
    #expect(end.contains("left with 1"))
    #expect(try folder.text("before") == folder.text("after"))
  }

  @Test(
    "Ctrl-C, Ctrl-D and signals leave the terminal as it was",
    arguments: ["C-c", "C-d", "TERM", "HUP"])
  func left(by way: String) throws {
    let folder = try RecordFolder()
    let terminal = try Terminal(folder, rows: 60)
    try terminal.type("stty -g >before; sh -c 'echo $$ >pid; exec runbook'")
    _ = try terminal.wait(for: Self.question)
    if way.hasPrefix("C-") {
      try terminal.press(way)
    } else {
      #expect(try folder.shell("kill -\(way) $(cat pid)").status == 0)
    }
    // A shell forgets the rest of a line that Ctrl-C ended.
    try terminal.type("echo left with $?; stty -g >after")
    let status = ["C-c": "130", "C-d": "64", "TERM": "143", "HUP": "129"][way] ?? ""
    _ = try terminal.wait(for: "left with \(status)")
    try terminal.wait(prompt: "ok$")
    #expect(try folder.text("before") == folder.text("after"))
  }

  @Test("what was pasted is logged with its secrets taken out")
  func logged() throws {
    let folder = try RecordFolder()
    let terminal = try Terminal(folder, rows: 60)
    try terminal.type("runbook")
    _ = try terminal.wait(for: Self.question)
    try terminal.paste(
      "web: CannotPullContainerError: no basic auth credentials\npassword=hunter2long\n")
    _ = try terminal.wait(for: "password=")
    try terminal.press("Enter")
    _ = try terminal.wait(prompt: Self.menu)
    try terminal.press("l")
    try terminal.type("f", at: "[Enter: not tried]")
    _ = try terminal.wait(prompt: Self.menu)
    try terminal.press("q")
    try terminal.wait(prompt: "ok$")
    let path = try #require(folder.incidents.first)
    let page = try folder.text(path)
    #expect(page.contains("id: ecs-pull-permissions"))
    #expect(page.contains("outcome: fixed"))
    #expect(!page.contains("hunter2long"))
    let evidence = try folder.shell("cat Content/incidents/*/*.evidence.txt").output
    #expect(evidence.contains("no basic auth credentials"))
    #expect(!evidence.contains("hunter2long"))
    #expect(try folder.problems().isEmpty)
  }
}
