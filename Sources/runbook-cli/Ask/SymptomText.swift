import Runbook

/// The symptom that is to be searched, wherever it comes from.
struct SymptomText {
  /// As it was given.
  let text: String
  /// Whether a person was asked for it, and can be asked more.
  private(set) var wasAsked = false

  /// The words of the command line, the one file among them, standard input, or what is pasted on a
  /// terminal.
  ///
  /// - Throws: `CommandError` where there is nothing to search for.
  init(_ options: Options, _ environment: Environment) throws {
    let words = options.arguments
    let console = environment.console
    if words == ["-"] {
      if console.inputIsTerminal {
        console.note("runbook: paste the symptom, then press Ctrl-D on a line of its own")
      }
      text = try environment.standardInput()
      guard text.isVisible else {
        throw CommandError(
          .badData, "standard input is empty",
          hints: ["give the symptom as words, or pipe in what says it"])
      }
    } else if words.isEmpty {
      let asked = Prompt.isPossible(console) ? try PasteReader(console).read() : nil
      wasAsked = asked != nil
      text = try asked ?? environment.standardInput()
      guard text.isVisible else {
        throw Command.search.usageError(
          "there is nothing to search for", "give the symptom, or pipe it in")
      }
    } else if words.count == 1, let file = try SymptomText.file(words[0], environment) {
      text = file
    } else {
      text = words.joined(separator: " ")
    }
  }

  /// The text of the file that the only word names; nil where it names none.
  private static func file(_ word: String, _ environment: Environment) throws -> String? {
    let path = FileSystem.absolute(word, workingFolder: environment.workingFolder)
    guard FileSystem.status(path)?.isRegular == true else { return nil }
    environment.console.note(
      "runbook: note: '\(word)' is a file, and is read; 'runbook diagnose \(word)' reads AWS JSON, "
        + "'echo \(word) | runbook search' searches for the word")
    do throws(FileError) {
      return OutsideText.text(try FileSystem.read(path, limit: 1 << 20))
    } catch {
      guard error.code == FileError.tooLarge else { throw error }
      throw CommandError(
        .badData, "\(word) is over 1 MiB",
        hints: ["cut it to the lines around the failure, such as with 'tail -c 1M'"])
    }
  }
}
