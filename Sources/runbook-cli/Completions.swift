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

  /// The words a flag or an argument may take; nil where the shell should offer files.
  private static func words(
    _ choices: [String], _ completion: Flag.Completion, command: Command
  ) -> String? {
    if !choices.isEmpty { return choices.joined(separator: " ") }
    return switch completion {
    case .id: "$(runbook list --kind all --ids 2>/dev/null)"
    case .step: "$(_runbook_steps)"
    case .none, .file, .folder: nil
    }
  }

  private static var bash: String {
    var cases = ""
    for command in Command.all {
      let flags = command.allFlags.map { "--\($0.name)" }.joined(separator: " ")
      var values = ""
      for flag in command.allFlags where !flag.isSwitch {
        let label = flag.short.map { "--\(flag.name)|-\($0)" } ?? "--\(flag.name)"
        if let offered = words(flag.choices, flag.completion, command: command) {
          values +=
            "        \(label)) COMPREPLY=($(compgen -W \"\(offered)\" -- \"$word\")); return ;;\n"
        } else if flag.completion == .folder {
          values += "        \(label)) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
        } else if flag.completion == .file {
          values += "        \(label)) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
        } else {
          values += "        \(label)) return ;;\n"
        }
      }
      let argument = command.arguments.first
      let offered = argument.flatMap { words($0.choices, $0.completion, command: command) } ?? ""
      cases += """
            \(command.name))
              case "$previous" in
        \(values)      esac
              COMPREPLY=($(compgen -W "\(flags) \(offered)" -- "$word"))\(paths(argument))
              ;;

        """
    }
    return """
      # bash completion for runbook; load it with: source <(runbook completions bash)
      _runbook_steps() {
        case "$word" in *#*) runbook list --steps ;; *) runbook list --kind all --ids ;; esac 2>/dev/null
      }
      _runbook() {
        local word previous IFS=$' \\t\\n'
        word="${COMP_WORDS[COMP_CWORD]}"
        previous="${COMP_WORDS[COMP_CWORD-1]}"
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(names) --version --help" -- "$word"))
          return
        fi
        case "${COMP_WORDS[1]}" in
      \(cases)  esac
      }
      complete -o filenames -F _runbook runbook
      """
  }

  /// Adds files or folders to what bash offers for an argument; a name may hold spaces.
  private static func paths(_ argument: Argument?) -> String {
    let action: String
    switch argument?.completion {
    case .file: action = "-f"
    case .folder: action = "-d"
    default: return ""
    }
    return "\n          IFS=$'\\n'; COMPREPLY+=($(compgen \(action) -- \"$word\"))"
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
      _runbook_ids() { local -a ids; ids=(${(f)"$(runbook list --kind all --ids 2>/dev/null)"}); compadd -a ids }
      _runbook_steps() {
        [[ $PREFIX == *'#'* ]] || { _runbook_ids; return }
        local -a steps; steps=(${(f)"$(runbook list --steps 2>/dev/null)"}); compadd -a steps
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
    return switch completion {
    case .id: "_runbook_ids"
    case .step: "_runbook_steps"
    case .folder: "_files -/"
    case .file: "_files"
    case .none: " "
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
      "function __runbook_steps",
      "  if string match -q '*#*' -- (commandline -ct)",
      "    runbook list --steps 2>/dev/null",
      "  else",
      "    runbook list --kind all --ids 2>/dev/null",
      "  end",
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
        } else if argument.completion != .none {
          lines.append("complete -c runbook \(condition) -F")
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func fishWords(_ choices: [String], _ completion: Flag.Completion) -> String? {
    if !choices.isEmpty { return fishQuoted(choices.joined(separator: " ")) }
    return switch completion {
    case .id: "'(runbook list --kind all --ids 2>/dev/null)'"
    case .step: "'(__runbook_steps)'"
    case .none, .file, .folder: nil
    }
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
