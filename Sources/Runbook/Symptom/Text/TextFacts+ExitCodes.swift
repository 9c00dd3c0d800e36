extension TextReader {
  /// Words that may follow `returned 1` without making it a count of something.
  private static let longestRun = 6

  /// Reads the number after a word such as `exit`, fillers in between: `exited with code 137`.
  mutating func takeExitCode(at index: Int, isWeak: Bool) {
    guard isExit(at: index, isWeak: isWeak) else { return }
    var next = index + 1
    while next - index < Self.longestRun, isLink(scanner.gap(after: next - 1)) {
      if let number = scanner.number(next) {
        if isPlausible(number, at: next, after: index, isWeak: isWeak) {
          // `Exited (143)` is the state of a container in a list.
          if scanner.isWord(index, "exited"), scanner.gap(after: index).elementsEqual(" (".utf8) {
            add(.context, "container", index...next)
          }
          takeCodes(from: next, first: index)
        }
        return
      }
      if !isWeak, ["none", "null", "nil", "missing"].contains(scanner.text(next)) {
        add(.exitCode, "none", index...next)
        return
      }
      guard Vocabulary.exitFillers.contains(scanner.text(next)) else { return }
      next += 1
    }
  }

  /// Adds a number and those listed with it: `137 and 143`, `137/143`.
  private mutating func takeCodes(from start: Int, first: Int) {
    var next = start
    var trigger = first
    while let number = scanner.number(next), number <= 255 {
      add(.exitCode, String(number), trigger...next)
      trigger = next + 1
      let gap = scanner.gap(after: next)
      if gap.elementsEqual("/".utf8) || gap.elementsEqual(", ".utf8)
        || gap.elementsEqual(" ".utf8) && scanner.number(next + 1) != nil
      {
        next += 1
      } else if gap.elementsEqual(" ".utf8), ["and", "or"].contains(scanner.text(next + 1)) {
        next += 2
      } else {
        return
      }
      trigger = next
    }
  }

  /// Whether the word at the index speaks of the end of a process.
  private func isExit(at index: Int, isWeak: Bool) -> Bool {
    let before = scanner.text(index - 1)
    if isWeak {
      return scanner.text(index) != "code" || !Vocabulary.otherCodes.contains(before)
    }
    // `cmd || exit 1` is a script that says what it would do; the pull of a layer has a status of
    // its own; `exit 1` at the very end of a `CMD-SHELL` is such a script as well.
    let gap = index > 0 ? scanner.gap(after: index - 1) : []
    if gap.contains(UInt8(ascii: "|")) && gap.count > 2 || gap.contains(UInt8(ascii: "&"))
      || gap.contains(UInt8(ascii: ";"))
    {
      return false
    }
    return before != "applylayer"
  }

  /// Whether nothing but punctuation that binds stands between two words.
  private func isLink(_ gap: ArraySlice<UInt8>) -> Bool {
    gap.count <= 8 && gap.allSatisfy { " :=(\"'#[>-*".utf8.contains($0) }
  }

  private func isPlausible(_ number: Int, at index: Int, after first: Int, isWeak: Bool) -> Bool {
    guard number <= 255 else { return false }
    // A minus in front belongs to the number.
    if scanner.gap(after: index - 1).last == UInt8(ascii: "-") { return false }
    let word = scanner.text(first)
    if !isWeak {
      // `exit 2 seconds ago`: a number with a unit is none.
      return ![
        "seconds", "second", "minutes", "minute", "hours", "hour", "times", "days", "ms", "s",
      ]
      .contains(scanner.text(index + 1)) || !scanner.gap(after: index).elementsEqual(" ".utf8)
        || word == "exitcode"
    }
    switch word {
    case "rc": return scanner.gap(after: first).contains(UInt8(ascii: "="))
    case "returned":
      let follows = scanner.gap(after: index)
      return !follows.elementsEqual(" ".utf8) && !(100...124).contains(number)
        && !(200...254).contains(number)
    default:
      // `code 139`, `died with 137`: only where the number could be nothing else.
      let hasCode = (first...index).contains { scanner.isWord($0, "code") }
      return isTelling(number) && (hasCode || scanner.isWord(index - 1, "with"))
    }
  }

  /// The codes that a shell makes of signals and of commands that could not run.
  private func isTelling(_ number: Int) -> Bool {
    (125...159).contains(number) || number == 255
  }

  /// `signal 9`, `signal: 9`.
  mutating func takeSignal(at index: Int) {
    guard isLink(scanner.gap(after: index)), let number = scanner.number(index + 1) else { return }
    for (name, value) in Vocabulary.signals where value == number {
      add(.signal, name, index...(index + 1))
    }
  }

  /// A number that stands alone in a short query: `137`, `137 oom`.
  mutating func takeBareCode() {
    guard !found.contains(where: { $0.0 == .exitCode }) else { return }
    let numbers = scanner.words.indices.filter { scanner.number($0).map(isTelling) ?? false }
    guard numbers.count == 1, let index = numbers.first, isAlone(index) else { return }
    add(.exitCode, scanner.text(index), index...index)
  }

  /// Words in front of a number that is no exit code.
  private static let otherNumbers = ["port", "line", "took", "after", "http", "status", "code"]

  private func isAlone(_ index: Int) -> Bool {
    let before = index > 0 ? scanner.gap(after: index - 1) : [0x20]
    let after = index + 1 < words.count ? scanner.gap(after: index) : [0x20]
    let isApart = { (gap: ArraySlice<UInt8>) in gap.allSatisfy { " ()\"',:?!=".utf8.contains($0) } }
    return isApart(before) && isApart(after)
      && !Self.otherNumbers.contains(scanner.text(index - 1))
  }

  /// Japanese: a number right after 終了コード or 終了ステータス.
  mutating func takeWide(at index: Int) {
    let word = scanner.text(index)
    guard word.hasSuffix("終了コード") || word.hasSuffix("終了ステータス") || word == "コード",
      isLink(scanner.gap(after: index)), let number = scanner.number(index + 1), number <= 255
    else { return }
    takeCodes(from: index + 1, first: index)
  }
}
