import Runbook

/// Completion scripts, written from the table of commands and flags.
enum Completions {
  static let shells = ["bash", "zsh", "fish"]

  static func script(for shell: String) -> String {
    switch shell {
    case "zsh": zsh
    case "fish": fish
    default: bash
    }
  }

  private static var names: String { Command.all.map(\.name).joined(separator: " ") }

  /// The kind of words that the program offers; nil where the shell offers files, or nothing.
  private static func kind(_ completion: Flag.Completion) -> String? {
    switch completion {
    case .none, .file, .folder: nil
    default: completion.rawValue
    }
  }

  /// What bash offers for a flag or an argument.
  private static func bashAction(_ choices: [String], _ completion: Flag.Completion) -> String {
    if !choices.isEmpty { return "_runbook_choose \"\(choices.joined(separator: " "))\"" }
    if let kind = kind(completion) { return "_runbook_words \(kind)" }
    return switch completion {
    case .file: "_runbook_paths -f"
    case .folder: "_runbook_paths -d"
    default: ":"
    }
  }

  private static var bash: String {
    var cases = ""
    for command in Command.all {
      let flags = command.allFlags.map { "--\($0.name)" }.joined(separator: " ")
      var values = ""
      for flag in command.allFlags where !flag.isSwitch {
        let label = flag.short.map { "--\(flag.name)|-\($0)" } ?? "--\(flag.name)"
        values += "        \(label)) \(bashAction(flag.choices, flag.completion)); return ;;\n"
      }
      let argument = command.arguments.first
      let action = argument.map { bashAction($0.choices, $0.completion) } ?? ":"
      let second = command.arguments.dropFirst().first.map { bashAction($0.choices, $0.completion) }
      let actions = [action, second == action ? nil : second].compactMap { $0 }.filter { $0 != ":" }
      cases += """
            \(command.name))
              case "$previous" in
        \(values)      esac
              case "$word" in -*) _runbook_choose "\(flags)"; return ;; esac
              \(actions.isEmpty ? ":" : actions.joined(separator: "; "))
              ;;

        """
    }
    return #"""
      # bash completion for runbook; load it with: source <(runbook completions bash)
      _runbook_add() {
        local line
        while IFS= read -r line; do
          case "$line" in "$prefix$word"*) COMPREPLY+=("${line#"$prefix"}") ;; esac
        done
      }
      _runbook_choose() { _runbook_add < <(printf '%s\n' $1); }
      _runbook_words() { _runbook_add < <(runbook completions --words "$1" --word "$prefix$word" 2>/dev/null); }
      _runbook_paths() { local IFS=$'\n'; compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen "$1" -- "$word")); }
      _runbook() {
        local word previous prefix="" at=$COMP_CWORD IFS=$' \t\n'
        word="${COMP_WORDS[at]}"
        # bash cuts words at '='.
        if [ "$word" = "=" ]; then word=""; else at=$((at - 1)); fi
        if [ "$at" -gt 1 ] && [ "${COMP_WORDS[at]}" = "=" ]; then
          prefix="${COMP_WORDS[at-1]}="; at=$((at - 2))
        fi
        previous="${COMP_WORDS[at]}"
        case "$prefix" in --*) previous="${prefix%=}"; prefix="" ;; esac
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          _runbook_choose "
      """# + "\(names) --version --help" + #"""
        "
            return
          fi
          case "${COMP_WORDS[1]}" in
        """# + "\n\(cases)" + #"""
            esac
          }
          complete -F _runbook runbook
          """#
  }

  private static var zsh: String {
    var cases = ""
    for command in Command.all {
      var lines: [String] = []
      for flag in command.allFlags {
        let value = flag.placeholder.map { ":\($0):\(zshAction(flag.choices, flag.completion))" }
        let star = flag.repeats ? "*" : ""
        let said = "[\(zshQuoted(flag.help))]\(value ?? "")'"
        lines.append("'\(star)--\(flag.name)\(said)")
        if let short = flag.short { lines.append("'\(star)-\(short)\(said)") }
      }
      for (index, argument) in command.arguments.enumerated() {
        let place = argument.repeats ? "*" : String(index + 1)
        let action = zshAction(argument.choices, argument.completion)
        lines.append("'\(place):\(argument.name.lowercased()):\(action)'")
      }
      cases += "    \(command.name)) _arguments \(lines.joined(separator: " ")) ;;\n"
    }
    let commands = Command.all.map { "'\($0.name):\(zshQuoted($0.abstract))'" }
    return """
      #compdef runbook
      # zsh completion for runbook; put it on your fpath as _runbook, or: source <(runbook completions zsh)
      _runbook_words() {
        local -a words; words=(${(f)"$(runbook completions --words $1 --word "$PREFIX" 2>/dev/null)"})
        compadd -a words
      }
      _runbook() {
        if (( CURRENT == 2 )); then
          local -a commands
          commands=(\(commands.joined(separator: " ")))
          _describe 'command' commands
          return
        fi
        local name=$words[2]
        shift words
        (( CURRENT-- ))
        case $name in
      \(cases)  esac
      }
      if [ "$funcstack[1]" = "_runbook" ]; then _runbook "$@"; else compdef _runbook runbook; fi
      """
  }

  private static func zshAction(_ choices: [String], _ completion: Flag.Completion) -> String {
    if !choices.isEmpty { return "(\(choices.joined(separator: " ")))" }
    if let kind = kind(completion) { return "{_runbook_words \(kind)}" }
    return switch completion {
    case .folder: "_files -/"
    case .file: "_files"
    default: " "
    }
  }

  private static func zshQuoted(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "'": result += "'\\''"
      case "[", "]", ":": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }

  private static var fish: String {
    var lines = [
      "# fish completion for runbook; load it with: runbook completions fish | source",
      "function __runbook_words",
      "  runbook completions --words $argv[1] --word (commandline -ct) 2>/dev/null",
      "end",
      "complete -c runbook -f",
      "complete -c runbook -n __fish_use_subcommand -l version -d 'Show the version.'",
    ]
    for command in Command.all {
      lines.append(
        "complete -c runbook -n __fish_use_subcommand -a \(command.name) "
          + "-d \(fishQuoted(command.abstract))")
      let condition = "-n '__fish_seen_subcommand_from \(command.name)'"
      for flag in command.allFlags {
        var line = "complete -c runbook \(condition) -l \(flag.name)"
        if let short = flag.short { line += " -s \(short)" }
        if !flag.isSwitch { line += " -r" }
        if let words = fishWords(flag.choices, flag.completion) { line += " -a \(words)" }
        if flag.completion == .file || flag.completion == .folder { line += " -F" }
        lines.append("\(line) -d \(fishQuoted(flag.help))")
      }
      for argument in command.arguments {
        if let words = fishWords(argument.choices, argument.completion) {
          lines.append("complete -c runbook \(condition) -a \(words)")
        } else if [.file, .folder].contains(argument.completion) {
          lines.append("complete -c runbook \(condition) -F")
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func fishWords(_ choices: [String], _ completion: Flag.Completion) -> String? {
    if !choices.isEmpty { return fishQuoted(choices.joined(separator: " ")) }
    return kind(completion).map { "'(__runbook_words \($0))'" }
  }

  private static func fishQuoted(_ text: String) -> String {
    var result = "'"
    for character in text {
      if character == "'" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result + "'"
  }
}
