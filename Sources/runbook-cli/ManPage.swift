import Runbook

/// The manual page, in mdoc(7), written from the table of commands and flags.
enum ManPage {
  static func text(date: CivilDate) -> String {
    let (year, month, day) = date.components
    var lines = [
      ".Dd \(months[month - 1]) \(day), \(year)", ".Dt RUNBOOK 1", ".Os", ".Sh NAME", ".Nm runbook",
      ".Nd incident knowledge base: paste the symptom, get the fix and what happened last time",
      ".Sh SYNOPSIS", ".Nm", ".Op Ar command", ".Op Fl options", ".Op Ar arguments",
      ".Sh DESCRIPTION", ".Nm", "searches runbooks and past incidents that live as Markdown files",
      "in a folder under git.",
      "It works offline; its index is a cache that can be deleted at any moment.",
      "Alone on a terminal it asks for a symptom, as", ".Nm Cm search", "does.", ".Sh COMMANDS",
    ]
    for command in Command.all { lines += section(of: command) }
    lines += [".Sh ENVIRONMENT", ".Bl -tag -width RUNBOOK_PAGER"]
    for (name, meaning) in variables { lines += [".It Ev \(name)"] + text(meaning) }
    lines += [".El", ".Sh FILES", ".Bl -tag -width Ds"]
    for (path, meaning) in files { lines += [".It Pa \(path)"] + text(meaning) }
    lines += [".El", ".Sh EXIT STATUS", ".Bl -tag -width 4n -compact"]
    for (code, meaning) in exitCodes { lines += [".It \(code)"] + text(meaning) }
    lines += [".El", ".Sh SEE ALSO", ".Xr git 1 ,", ".Xr sqlite3 1"]
    return lines.joined(separator: "\n")
  }

  private static func section(of command: Command) -> [String] {
    var lines = [".Ss runbook \(command.name)"] + text(command.abstract)
    lines += [".Pp", ".Dl \(escaped(command.usage))\\&"]
    for paragraph in command.discussion { lines += [".Pp"] + text(paragraph) }
    lines += [".Bl -tag -width Ds"]
    for argument in command.arguments {
      lines += [".It Ar \(escaped(argument.name))"] + text(argument.help)
    }
    for flag in command.allFlags {
      let short = flag.short.map { "Fl \($0) , " } ?? ""
      let value = flag.placeholder.map { " Ar \($0)" } ?? ""
      lines += [".It \(short)Fl Fl \(flag.name)\(value)"] + text(Help.explained(flag))
    }
    lines += [".El"]
    for example in command.examples {
      lines += [".Pp"] + text(example.meaning) + [".Dl \(escaped(example.line))\\&"]
    }
    return lines
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let exitCodes = [
    ("0", "Found, or done."),
    ("1", "Ran well, but the answer is negative: no confident match, findings, nothing diagnosed."),
    ("64", "The command line is wrong."),
    ("65", "The input is broken."),
    ("66", "The named input does not exist."),
    ("70", "A bug of the program."),
    ("73", "A file cannot be created."),
    ("74", "Reading or writing failed."),
    ("75", "The knowledge base is locked by another process."),
    ("130", "Ended by Ctrl-C."),
  ]

  private static let variables = [
    ("RUNBOOK_DIR", "The knowledge base to use where no --dir is given."),
    ("NO_COLOR", "If not empty, no colour is used."),
    ("RUNBOOK_PAGER", "The pager; PAGER is used where it is not set, then less."),
    ("VISUAL", "The editor; EDITOR is used where it is not set."),
    ("XDG_CACHE_HOME", "Where the index of the built-in content lives; ~/.cache by default."),
  ]

  private static let files = [
    ("Content/runbooks/", "The runbooks, one Markdown file each."),
    ("Content/incidents/", "The incidents, one Markdown file each."),
    (".runbook/index.db", "The index, a SQLite database made from the files."),
  ]

  /// The longest line of text; what mdoc likes is under 80 bytes with escapes.
  private static let lineLength = 68

  /// Sentences as lines of roff: each begins on its own line, which sets the space behind it.
  private static func text(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count >= lineLength {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
      if word.last == "." || word.last == ":" || word.hasSuffix(".)") {
        lines.append(line)
        line = ""
      }
    }
    return (lines + (line.isEmpty ? [] : [line])).map(escaped)
  }

  /// Keeps roff from reading a sentence as a request or an escape.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      // A macro would take a quote for its own.
      case "\"": result += "\\(dq"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&\(result)" : result
  }
}
