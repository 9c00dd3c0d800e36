/// Text of which parts have a style, to be broken into lines of a width.
///
/// It takes text from outside: what a terminal would obey is left out.
struct StyledText {
  /// A run of text in one style.
  private struct Piece {
    var text: String
    var style: Console.Style?
  }

  /// What stays on one line: a word, or one wide character of a text without spaces.
  private struct Word {
    var pieces: [Piece] = []
    var width = 0
    /// Whether a space stands before it.
    var isSpaced = false
    /// Whether a new line begins with it, whatever the room.
    var beginsLine = false
  }

  private var words: [Word] = []
  private var isSpaced = false
  private var isOpen = false
  private var beginsLine = false

  init(_ text: String = "", _ style: Console.Style? = nil) { append(text, style) }

  var isEmpty: Bool { words.isEmpty }

  /// The columns of the text where nothing breaks it.
  var width: Int {
    var (most, line) = (0, 0)
    for word in words {
      line = word.beginsLine ? word.width : line + (word.isSpaced && line > 0 ? 1 : 0) + word.width
      most = max(most, line)
    }
    return most
  }

  /// The columns of the longest word.
  var longestWord: Int { words.map(\.width).max() ?? 0 }

  /// Adds text; spaces and line feeds are where a line may be broken.
  mutating func append(_ text: String, _ style: Console.Style? = nil) {
    for scalar in Console.safe(text).unicodeScalars {
      if scalar == " " || scalar == "\n" || scalar == "\t" {
        isSpaced = !words.isEmpty
        isOpen = false
      } else {
        add(scalar, style)
      }
    }
  }

  /// Adds another text behind this one.
  mutating func append(_ other: StyledText) {
    for word in other.words {
      if word.isSpaced { append(" ") }
      if word.beginsLine { breakLine() }
      for piece in word.pieces { append(piece.text, piece.style) }
    }
  }

  /// What follows begins a line.
  mutating func breakLine() {
    beginsLine = !words.isEmpty
    isOpen = false
  }

  /// What may not begin a line of Japanese or Chinese text.
  private static let closing = Set("、。，．）」』】！？：；・ー…".unicodeScalars)

  private mutating func add(_ scalar: Unicode.Scalar, _ style: Console.Style?) {
    let width = Layout.width(scalar)
    let isWide = width == 2
    let joins = (width == 0 || StyledText.closing.contains(scalar)) && !isSpaced && !beginsLine
    if words.isEmpty || !joins && (!isOpen || isWide) {
      words.append(Word(isSpaced: isSpaced, beginsLine: beginsLine))
      (isSpaced, beginsLine) = (false, false)
    }
    isOpen = true
    let last = words.count - 1
    words[last].width += width
    if words[last].pieces.last?.style == style, !words[last].pieces.isEmpty {
      words[last].pieces[words[last].pieces.count - 1].text.unicodeScalars.append(scalar)
    } else {
      words[last].pieces.append(Piece(text: String(scalar), style: style))
    }
    // A Latin word behind a wide character is one of its own.
    if isWide { isOpen = false }
  }

  // MARK: Lines

  /// The text in lines, none longer than the columns: a longer word is broken too.
  ///
  /// - Parameters:
  ///   - columns: the columns.
  ///   - console: knows colours; nil gives the bare text.
  /// - Returns: the lines; none of an empty text.
  func lines(width columns: Int, console: Console?) -> [String] {
    var lines: [[Word]] = []
    var used = 0
    for word in words {
      for (place, part) in StyledText.parts(of: word, columns: max(1, columns)).enumerated() {
        let space = part.isSpaced && used > 0 ? 1 : 0
        let isNew = lines.isEmpty || part.beginsLine || used + space + part.width > columns
        if isNew || place > 0 {
          lines.append([part])
          used = part.width
        } else {
          lines[lines.count - 1].append(part)
          used += space + part.width
        }
      }
    }
    return lines.map { StyledText.painted($0, console) }
  }

  private static func painted(_ words: [Word], _ console: Console?) -> String {
    var pieces: [Piece] = []
    for (place, word) in words.enumerated() {
      if place > 0, word.isSpaced, let last = pieces.last {
        if last.style == word.pieces.first?.style {
          pieces[pieces.count - 1].text += " "
        } else {
          pieces.append(Piece(text: " ", style: nil))
        }
      }
      for piece in word.pieces {
        if pieces.last?.style == piece.style, !pieces.isEmpty {
          pieces[pieces.count - 1].text += piece.text
        } else {
          pieces.append(piece)
        }
      }
    }
    return pieces.map { piece in
      piece.style.flatMap { console?.paint($0, piece.text) } ?? piece.text
    }.joined()
  }

  /// Where a long word is best broken, such as a path or an ARN.
  private static let joints = Set("/-_.,:;=&|)".unicodeScalars)

  /// The word, or where it is too long, its parts.
  private static func parts(of word: Word, columns: Int) -> [Word] {
    guard word.width > columns else { return [word] }
    let scalars = word.pieces.flatMap { piece in
      piece.text.unicodeScalars.map { (scalar: $0, style: piece.style) }
    }
    var parts: [Word] = []
    var start = 0
    while start < scalars.count {
      var (end, used, joint) = (start, 0, start)
      while end < scalars.count {
        let width = Layout.width(scalars[end].scalar)
        if used + width > columns, end > start { break }
        used += width
        end += 1
        if joints.contains(scalars[end - 1].scalar) { joint = end }
      }
      if end < scalars.count, joint > start + (end - start) / 2 { end = joint }
      var part = Word(isSpaced: start == 0 && word.isSpaced)
      part.beginsLine = start == 0 && word.beginsLine
      for (scalar, style) in scalars[start..<end] {
        part.width += Layout.width(scalar)
        part.pieces.append(Piece(text: String(scalar), style: style))
      }
      parts.append(part)
      start = end
    }
    return parts
  }
}
