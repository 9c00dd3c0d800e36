extension Facts {
  /// Reads the facts of a text: a pasted error, a console panel, part of a log, or a short query.
  ///
  /// Never fails; a text that says nothing gives no facts.
  public init(text: String) {
    self.init(SymptomText(text))
  }

  /// Reads the facts of a cleaned text.
  public init(_ text: SymptomText) {
    self.init()
    add(.input, "text")
    lines = [Line(kind: .text, text: text, evidence: .derived)]
    var reader = TextReader(text)
    reader.read()
    for (name, value, evidence) in reader.found { add(name, value, evidence) }
    placeholders = reader.placeholders.values
    if let container = ExecChecker.stoppedContainer(in: text) {
      placeholders.replace("container", container)
    }
    textReasons = reader.reasons().map(SymptomText.init)
    deriveFromText(isShort: reader.words.count <= TextReader.shortText)
    addPrincipal()
  }

  /// Adds who was refused something.
  ///
  /// A task names its session by its id; anybody else is the caller.
  mutating func addPrincipal() {
    for line in lines {
      guard let kind = Facts.principal(in: line.text) else { continue }
      return add(.principal, kind, line.evidence)
    }
  }

  private static func principal(in text: SymptomText) -> String? {
    let marker: StaticString = ":assumed-role/"
    let bytes = text.folded
    if let place = bytes.place(of: marker) {
      let path = String(
        decoding: bytes[(place + marker.utf8CodeUnitCount)...].prefix(160).prefix { $0 > 0x20 },
        as: UTF8.self
      ).parts(by: "/")
      let session = path.dropFirst().first.map { $0.prefix { $0.isHexDigit || $0 == "-" } }
      return session.map(PlaceholderText.isTaskID) ?? false ? "task" : "caller"
    }
    return bytes.holds(":user/") ? "caller" : nil
  }

  /// Where a value was read.
  private func evidence(_ name: Name, _ value: String) -> Evidence {
    entries.first { $0.name == name && $0.value == value }?.evidence ?? .derived
  }

  /// What follows from the values of a text; the same conclusions as for a task.
  private mutating func deriveFromText(isShort: Bool) {
    for signal in values(.signal) where values(.exitCode).isEmpty {
      if let number = Vocabulary.signals.first(where: { $0.name == signal })?.number,
        // In prose a signal that asks a process to end is talked of, not reported.
        isShort || ![1, 2, 3, 9, 15].contains(number)
      {
        // A signal that is named says more than the code it becomes.
        add(.culpritExitCode, "signal \(number)", evidence(.signal, signal))
      }
    }
    // Whoever names more than two asks what they mean.
    if exitCodes.count <= 2, let culprit = ContainerFacts.culprit(ofCodes: exitCodes) {
      add(.culpritExitCode, String(culprit), evidence(.exitCode, String(culprit)))
      // Beside another container that ended, such a code is the application's own.
      if exitCodes.count == 2, ![0, 137, 143].contains(culprit) {
        add(.exitOrigin, "own", evidence(.exitCode, String(culprit)))
      }
    } else if values(.exitCode) == ["none"] {
      add(.culpritExitCode, "none")
    }
    if values(.oomKilled) == ["true"] || values(.errorName).contains("OutOfMemoryError") {
      add(.oom, "text")
    }
    let context = values(.context)
    let isOurs =
      context.contains("ecs")
      || entries.contains {
        [.stopCode, .lastStatus, .healthStatus, .rolloutState].contains($0.name)
      }
    let isForeign = context.contains("foreign") && !isOurs
    let hasSubject = isOurs || context.contains("container") || !values(.oomKilled).isEmpty
    if isForeign || !hasSubject && !isShort { add(.exitContext, "weak") }
  }
}

/// One pass over the words of a text.
struct TextReader {
  /// A text of so few words is a query; in a longer one an exit code needs company.
  static let shortText = 7

  let text: SymptomText
  let scanner: WordScanner
  var found: [(Facts.Name, String, Facts.Evidence)] = []
  var placeholders: PlaceholderText
  /// Where names of errors start, in order.
  private var errorStarts: [Int] = []

  var words: [Word] { scanner.words }

  init(_ text: SymptomText) {
    self.text = text
    scanner = WordScanner(text.folded)
    placeholders = PlaceholderText(text)
  }

  mutating func read() {
    let table = Keyword.table
    var keywords: [Keyword] = []
    for index in scanner.words.indices {
      keywords.removeAll(keepingCapacity: true)
      table.look(scanner.words[index], in: scanner.folded) { keywords.append($0) }
      for keyword in keywords { take(keyword, at: index) }
      if scanner.folded[Int(words[index].start)] >= 0x80 { takeWide(at: index) }
    }
    if text.folded.count <= NameMatcher.longestText { readInexactNames() }
    if scanner.words.count <= TextReader.shortText { takeBareCode() }
    placeholders.finish()
  }

  private mutating func take(_ keyword: Keyword, at index: Int) {
    switch keyword {
    case .exit: takeExitCode(at: index, isWeak: false)
    case .weakExit: takeExitCode(at: index, isWeak: true)
    case .signal(let signal): add(.signal, Vocabulary.signals[signal].name, index...index)
    case .signalWord: takeSignal(at: index)
    case .stopCode(let name): add(.stopCode, name, index...index)
    case .eventName(let name): add(.eventName, name, index...index)
    case .errorName(let name): takeErrorName(name, index...index)
    case .key(let fact): takeValue(of: fact, at: index)
    case .eniStatus: add(.eniStatus, "PRECREATED", index...index)
    case .ecs: addContext("ecs")
    case .container: addContext("container")
    case .foreign: addContext("foreign")
    case .arn: placeholders.takeARN(at: Int(words[index].start))
    case .registry: placeholders.takeImage(at: Int(words[index].start))
    case .resourceID(let name): placeholders.takeID(name, words[index].range)
    case .named(let name): placeholders.takeNamed(name, after: Int(words[index].end))
    }
  }

  mutating func add(_ name: Facts.Name, _ value: String, _ span: ClosedRange<Int>) {
    guard !found.contains(where: { $0.0 == name && $0.1 == value }) else { return }
    let range = Int(words[span.lowerBound].start)..<Int(words[span.upperBound].end)
    found.append((name, value, .excerpt(text.string(range))))
  }

  private mutating func addContext(_ value: String) {
    guard !found.contains(where: { $0.0 == .context && $0.1 == value }) else { return }
    found.append((.context, value, .derived))
  }

  mutating func takeErrorName(_ name: String, _ span: ClosedRange<Int>) {
    if name == "OutOfMemoryError", isJavaHeap(span) { return }
    let start = Int(words[span.lowerBound].start)
    if errorStarts.last != start { errorStarts.append(start) }
    add(.errorName, name, span)
  }

  /// `java.lang.OutOfMemoryError` is the heap's own limit, inside the process.
  private func isJavaHeap(_ span: ClosedRange<Int>) -> Bool {
    span.lowerBound > 0 && scanner.isWord(span.lowerBound - 1, "lang")
      && scanner.gap(after: span.lowerBound - 1).elementsEqual(".".utf8)
  }

  /// A value beside its key: `"stopCode": "UserInitiated"`, `lastStatus=RUNNING`.
  private mutating func takeValue(of fact: Facts.Name, at index: Int) {
    let gap = scanner.gap(after: index)
    guard gap.count <= 6, gap.contains(where: { $0 == 0x3A || $0 == 0x3D }) else { return }
    let value = scanner.text(index + 1)
    for known in Vocabulary.values(of: fact) where known.utf8.elementsEqual(lowercasing: value) {
      add(fact, known, index...(index + 1))
    }
  }

  /// Where reasons start that have no error name.
  private func phraseStarts() -> [Int] {
    guard text.folded.count <= NameMatcher.longestText else { return [] }
    return Vocabulary.reasonStarts.compactMap { phrase in
      let bytes = Array(phrase.utf8)
      return words.lazy.map { Int($0.start) }.first {
        scanner.folded[$0...].starts(with: bytes)
      }
    }
  }

  /// Lines that name a failure: from the name of an error to the end of its line or quotation.
  func reasons() -> [String] {
    var reasons: [String] = []
    var covered = 0
    for start in (errorStarts + phraseStarts()).sorted().prefix(64) where start >= covered {
      let quote = start > 0 ? text.plain[start - 1] : 0
      let limit = min(text.plain.count, start + 1024)
      var end = start
      while end < limit, text.plain[end] != 0x0A {
        if quote == 0x22 || quote == 0x27, text.plain[end] == quote,
          end + 1 == limit || ",}\n".utf8.contains(text.plain[end + 1])
        {
          break
        }
        end += 1
      }
      covered = end
      let reason = text.string(start..<end)
      if !reasons.contains(reason) { reasons.append(reason) }
    }
    return reasons
  }
}

extension String.UTF8View {
  /// Whether this equals a lower-case ASCII text when it is folded itself.
  func elementsEqual(lowercasing folded: String) -> Bool {
    elementsEqual(folded.utf8) { ($0 &- 0x41 < 26 ? $0 | 0x20 : $0) == $1 }
  }
}
