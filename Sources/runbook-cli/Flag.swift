import Runbook

/// One option of a command line; parser, help, completions and man page read the same list.
struct Flag: Sendable {
  /// The long name without dashes.
  var name: String
  /// The one-letter name, if any.
  var short: Character?
  /// The name of the value in help; nil for a switch.
  var placeholder: String?
  /// One sentence, with its full stop.
  var help: String
  /// The values allowed; empty where any is.
  var choices: [String] = []
  /// Said in help; the command applies it.
  var defaultValue: String?
  /// Whether it may be given more than once.
  var repeats = false
  /// What a shell completes after it.
  var completion: Completion = .none
  /// Another spelling of a choice as that choice; nil where it is none.
  var reads: @Sendable (String) -> String? = { _ in nil }

  /// What a shell offers for a value: nothing, names of files, or words that the program knows.
  enum Completion: String, CaseIterable, Sendable {
    case none, file, folder
    /// A runbook or an incident.
    case id
    case runbook
    /// An incident of the team's own.
    case incident
    /// A runbook, and a step of it behind `#`.
    case step
    /// The same, and an outcome behind `=`.
    case link
    case section, tag, service, category, rule, subcommand
  }

  var isSwitch: Bool { placeholder == nil }
}

/// A positional argument.
struct Argument: Sendable {
  /// The name in help, such as `ID`.
  var name: String
  /// One sentence, with its full stop.
  var help: String
  var optional = false
  /// Whether it takes every word that is left.
  var repeats = false
  /// The values allowed; empty where any is.
  var choices: [String] = []
  var completion: Flag.Completion = .none
  /// Whether it is free text: behind its first word, what looks like an option and is none is text.
  var isText = false
}

/// What was typed: only words, not yet judged.
struct Options: Sendable {
  fileprivate(set) var values: [String: [String]] = [:]
  fileprivate(set) var arguments: [String] = []

  /// The last value of a flag.
  subscript(_ name: String) -> String? { values[name]?.last }

  /// Every value of a flag that repeats; `a,b` counts as two.
  func all(_ name: String) -> [String] {
    (values[name] ?? []).flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// Every value of a flag that repeats, commas and all.
  func verbatim(_ name: String) -> [String] { values[name] ?? [] }

  /// Whether a switch was given.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of a flag as a whole number in a range.
  func number(_ name: String, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
    guard let text = self[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw CommandError(
        .usage, "the value '\(text)' is invalid for '--\(name)'",
        hints: [
          range.upperBound == .max
            ? "give a whole number from \(range.lowerBound)"
            : "give a whole number from \(range.lowerBound) to \(range.upperBound)"
        ])
    }
    return number
  }
}

extension Options {
  /// Reads the words after the command's name.
  ///
  /// `--name value`, `--name=value`, `-n value`, `-nvalue`, joined switches, and `--`, after which
  /// nothing is a flag. A lone `-` is an argument.
  init(_ words: [String], for command: Command) throws(CommandError) {
    let flags = command.allFlags
    let takesText = command.arguments.contains(where: \.isText)
    var rest = words[...]
    var onlyArguments = false
    while let word = rest.popFirst() {
      if onlyArguments || word == "-" || !word.hasPrefix("-")
        || takesText && Options.isText(word, behind: arguments, flags)
      {
        arguments.append(word)
      } else if word == "--" {
        onlyArguments = true
        if takesText, !arguments.isEmpty { arguments.append(word) }
      } else if word.hasPrefix("--") {
        try takeLong(word.dropFirst(2), rest: &rest, flags: flags, command: command)
      } else {
        try takeShort(word.dropFirst(), rest: &rest, flags: flags, command: command)
      }
    }
    // Help is asked for with anything missing.
    guard !has("help") else { return }
    try check(command)
  }

  /// Whether a word with a hyphen is one of a text: `-20`, `->`, and any that is no option nor like one
  /// once the text has begun.
  private static func isText(_ word: String, behind text: [String], _ flags: [Flag]) -> Bool {
    guard word != "--" else { return false }
    let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
    guard let first = name.first, first.isLetter else { return true }
    guard !text.isEmpty else { return false }
    if !word.hasPrefix("--") { return !flags.contains { $0.short == first } }
    let names = flags.map(\.name)
    return !names.contains(String(name)) && Spelling.nearest(to: String(name), in: names) == nil
  }

  private mutating func takeLong(
    _ word: Substring, rest: inout ArraySlice<String>, flags: [Flag], command: Command
  ) throws(CommandError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let flag = flags.first(where: { $0.name == name }) else {
      let guess = Spelling.nearest(to: name, in: flags.map(\.name))
      throw command.usageError(
        "unknown option '--\(name)'", guess.map { "did you mean '--\($0)'?" })
    }
    if flag.isSwitch {
      guard parts.count == 1 else {
        throw command.usageError("'--\(name)' takes no value", nil)
      }
      values[name, default: []].append("")
    } else if parts.count == 2 {
      try store(String(parts[1]), flag, command)
    } else {
      try store(value(of: flag, rest: &rest, command: command), flag, command)
    }
  }

  private mutating func takeShort(
    _ word: Substring, rest: inout ArraySlice<String>, flags: [Flag], command: Command
  ) throws(CommandError) {
    var letters = word
    while let letter = letters.popFirst() {
      guard let flag = flags.first(where: { $0.short == letter }) else {
        throw command.usageError("unknown option '-\(letter)'", nil)
      }
      if flag.isSwitch {
        values[flag.name, default: []].append("")
      } else if letters.isEmpty {
        try store(value(of: flag, rest: &rest, command: command), flag, command)
      } else {
        try store(String(letters.first == "=" ? letters.dropFirst() : letters), flag, command)
        return
      }
    }
  }

  private func value(
    of flag: Flag, rest: inout ArraySlice<String>, command: Command
  ) throws(CommandError) -> String {
    guard let value = rest.popFirst() else {
      throw command.usageError(
        "missing value for '--\(flag.name) <\(flag.placeholder ?? "value")>'", nil)
    }
    return value
  }

  private mutating func store(
    _ typed: String, _ flag: Flag, _ command: Command
  ) throws(CommandError) {
    if flag.repeats, !flag.choices.isEmpty, typed.contains(",") {
      for part in typed.split(separator: ",") { try store(String(part), flag, command) }
      return
    }
    let value =
      flag.choices.first { $0.lowercased() == typed.lowercased() } ?? flag.reads(typed) ?? typed
    if !flag.choices.isEmpty, !flag.choices.contains(value) {
      let guess = Spelling.nearest(to: value, in: flag.choices)
      throw command.usageError(
        "the value '\(value)' is invalid for '--\(flag.name)'",
        guess.map { "did you mean '\($0)'?" }
          ?? "choose one of \(flag.choices.joined(separator: ", "))")
    }
    values[flag.name, default: []].append(value)
  }

  private func check(_ command: Command) throws(CommandError) {
    let needed = command.arguments.filter { !$0.optional }
    if arguments.count < needed.count {
      throw command.usageError("missing expected argument '<\(needed[arguments.count].name)>'", nil)
    }
    let most = command.arguments.contains(where: \.repeats) ? Int.max : command.arguments.count
    if arguments.count > most {
      throw command.usageError("unexpected argument '\(arguments[most])'", nil)
    }
    for (argument, value) in zip(command.arguments, arguments)
    where !argument.choices.isEmpty && !argument.choices.contains(value) {
      throw command.usageError(
        "the value '\(value)' is invalid for '<\(argument.name)>'",
        "choose one of \(argument.choices.joined(separator: ", "))")
    }
  }
}
