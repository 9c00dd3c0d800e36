/// One walk of one set of facts through the table.
struct TableWalk {
  private let table: DecisionTable
  private let facts: Facts
  private let isTracing: Bool
  /// Values by fact, so that a test does not search the entries.
  private var values: [[String]]
  /// One bit for each fact that has a value.
  private var present: UInt64 = 0
  /// Hits by line, computed when first asked for.
  private var hits: [LineHits?]
  /// The rules tried so far, where they are wanted.
  private(set) var steps: [WalkStep] = []
  /// The place of the line whose text decided.
  private(set) var decidingLine: Int?
  /// Where in it the text stands.
  private var decidingPlaces: [Range<Int>] = []

  /// What made a rule match.
  private struct Match {
    var line: Int?
    var places: [Range<Int>] = []
  }

  init(_ table: DecisionTable, _ facts: Facts, isTracing: Bool) {
    self.table = table
    self.facts = facts
    self.isTracing = isTracing
    values = Array(repeating: [], count: Facts.Name.allCases.count)
    for entry in facts.entries {
      values[Int(entry.name.rawValue)].append(entry.value)
      present |= 1 << UInt64(entry.name.rawValue)
    }
    hits = Array(repeating: nil, count: facts.lines.count)
  }

  mutating func run() -> [Diagnosis] {
    for rule in table.rules {
      guard passes(rule) else {
        trace(rule, nil)
        continue
      }
      if case .list(let name) = rule.outcome {
        if let diagnoses = tryList(name, kinds: rule.text.kinds) { return diagnoses }
        continue
      }
      guard let match = match(rule.text) else {
        trace(rule, nil)
        continue
      }
      trace(rule, match)
      return conclude(rule, match)
    }
    return []
  }

  private mutating func tryList(_ name: String, kinds: UInt8) -> [Diagnosis]? {
    guard let list = table.lists.first(where: { $0.name == name }) else { return nil }
    for line in facts.lines.indices where admits(kinds, line) {
      for rule in list.rules where passes(rule) {
        guard let match = match(rule.text, on: line) else { continue }
        trace(rule, match)
        return conclude(rule, match)
      }
      if isTracing {
        let detail = "none in \(excerpt(of: line, around: nil))"
        steps.append(WalkStep(rule: name, matched: false, detail: detail))
      }
    }
    return nil
  }

  // MARK: Tests

  private func passes(_ rule: CompiledRule) -> Bool {
    guard present & rule.required == rule.required, present & rule.forbidden == 0 else {
      return false
    }
    return passes(rule.when)
  }

  private func passes(_ tests: [DecisionRule.FactTest]) -> Bool {
    tests.isEmpty || firstFailure(tests) == nil
  }

  private func firstFailure(_ tests: [DecisionRule.FactTest]) -> DecisionRule.FactTest? {
    tests.first { test in
      let found = values[Int(test.fact.rawValue)]
      return switch test.operation {
      case .isPresent: found.isEmpty
      case .isAbsent: !found.isEmpty
      case .isIn: !found.contains { test.values.contains($0) }
      case .isNotIn: found.contains { test.values.contains($0) }
      }
    }
  }

  private func admits(_ kinds: UInt8, _ line: Int) -> Bool {
    kinds == 0 || kinds & facts.lines[line].kind.bit != 0 || facts.lines[line].kind == .text
  }

  /// The first line on which the test holds; a test that says nothing holds without one.
  private mutating func match(_ text: CompiledRule.Text) -> Match? {
    if text.isEmpty { return Match() }
    for line in facts.lines.indices {
      if let match = match(text, on: line) { return match }
    }
    return nil
  }

  private mutating func match(_ text: CompiledRule.Text, on line: Int) -> Match? {
    guard !text.isEmpty else { return Match(line: line) }
    guard admits(text.kinds, line) else { return nil }
    let hits = hits(on: line)
    guard hits.hasAll(text.all, table.matcher), !hits.hasAny(text.none, table.matcher) else {
      return nil
    }
    return Match(line: line, places: hits.places(of: text.all, table.matcher))
  }

  private mutating func hits(on line: Int) -> LineHits {
    if let known = hits[line] { return known }
    let found = table.matcher.hits(in: facts.lines[line].text)
    hits[line] = found
    return found
  }

  // MARK: Conclusions

  private mutating func conclude(_ rule: CompiledRule, _ match: Match) -> [Diagnosis] {
    guard case .runbook(let runbook) = rule.outcome else { return [] }
    decidingLine = match.line
    decidingPlaces = match.places
    var because = [fill(rule.because)]
    because += evidence(of: rule.when)
    if let line = match.line { because.append(excerpt(of: line, around: match.places)) }
    // A step that only some texts mean must be meant by the line that decided.
    let step = rule.steps.first { holds($0, on: match.line, elsewhere: match.line == nil) }
    var diagnoses = [
      Diagnosis(
        runbook: runbook, step: step?.step ?? rule.step, isStepByText: step != nil,
        isStepByFact: step.map { $0.text.isEmpty && !$0.when.isEmpty } ?? false,
        confidence: rule.confidence, rule: rule.id, isPrimary: true,
        because: because.filter { !$0.isEmpty }, question: rule.question.map { fill($0) })
    ]
    for secondary in rule.also + table.always {
      guard !diagnoses.contains(where: { $0.runbook == secondary.runbook }),
        holds(secondary, on: match.line, elsewhere: true)
      else { continue }
      var reasons = secondary.because.map { [fill($0)] } ?? []
      reasons += evidence(of: secondary.when)
      diagnoses.append(
        Diagnosis(
          runbook: secondary.runbook, step: secondary.step,
          confidence: min(.likely, rule.confidence), rule: rule.id, isPrimary: false,
          because: reasons))
    }
    return diagnoses
  }

  /// Whether the condition of what is named beside a conclusion holds, on the line that decided or,
  /// if it may stand there, on any.
  private mutating func holds(
    _ secondary: CompiledRule.Secondary, on line: Int?, elsewhere: Bool
  ) -> Bool {
    guard passes(secondary.when) else { return false }
    guard !secondary.text.isEmpty else { return true }
    if let line, match(secondary.text, on: line) != nil { return true }
    return elsewhere && match(secondary.text) != nil
  }

  /// The values that made the tests hold, each with the place where it was read.
  private func evidence(of tests: [DecisionRule.FactTest]) -> [String] {
    var lines: [String] = []
    for test in tests where test.operation == .isIn || test.operation == .isPresent {
      // What an answer says beside its reason stands beside it here as well.
      let explains = [.failure, .serviceDeployment, .alarm].contains(test.fact)
      for entry in facts.entries
      where entry.name == test.fact || explains && entry.name == .failureDetail {
        guard entry.name != test.fact || test.values.isEmpty || test.values.contains(entry.value)
        else { continue }
        if let line = entry.sentence, !lines.contains(line) {
          lines.append(line)
        }
      }
    }
    return lines
  }

  /// Puts the values of facts in place of their names in braces.
  private func fill(_ sentence: String) -> String {
    guard sentence.utf8.contains(UInt8(ascii: "{")) else { return sentence }
    // Every brace opens or closes a name: the parts alternate.
    let opened = sentence.parts(by: "{", keepingEmpty: true)
    var filled = String(opened[0])
    for part in opened.dropFirst() {
      let halves = String(part).parts(by: "}", most: 1, keepingEmpty: true)
      filled += value(of: String(halves[0])) + (halves.count > 1 ? halves[1] : "")
    }
    return filled
  }

  /// The values of a fact, or the value of a placeholder; the placeholder itself where it has none.
  private func value(of name: String) -> String {
    if let fact = Facts.Name(word: name) {
      let known = facts.values(fact)
      return known.isEmpty ? "unknown" : known.joined(separator: ", ")
    }
    let key = name.parts(by: "_").joined(separator: "-")
    return facts.placeholders[key] ?? "<\(key)>"
  }

  /// The part of a line that was recognised, in quotation marks, after the place of the line.
  private func excerpt(of line: Int, around places: [Range<Int>]?) -> String {
    let facts = facts.lines[line]
    let text = facts.text
    let limit = 160
    let offset = text.folded.count + 2 * LineMatcher.gap
    var bytes = text.plain
    var first = places?.map(\.lowerBound).min().map { max(0, $0 - 1) } ?? 0
    var last = places?.map(\.upperBound).max().map { max(0, $0 - 1) } ?? 0
    if first >= offset {
      bytes = text.glued
      first -= offset
      last -= offset
    }
    first = min(first, bytes.count)
    last = min(max(first, last), bytes.count)
    first = start(of: bytes, before: first, room: limit - (last - first))
    var end = min(bytes.count, max(first + limit, last))
    if let newline = bytes[min(last, end)..<end].firstIndex(of: 0x0A) { end = newline }
    // Not in the middle of a character.
    while end > first, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    let part = bytes[first..<end].map { $0 == 0x0A ? 0x20 : $0 }
    let shown =
      (first > 0 ? "…" : "") + String(decoding: part, as: UTF8.self)
      + (end < bytes.count ? "…" : "")
    guard case .json(let source) = facts.evidence, !source.path.isEmpty else {
      return "\"\(shown)\""
    }
    return "\(source.path) = \"\(shown)\""
  }

  /// Where a quotation begins: at the start of the line or of the text in quotes that holds what was
  /// recognised, or else at a word not far before it.
  private func start(of bytes: [UInt8], before place: Int, room: Int) -> Int {
    guard room > 0 else { return place }
    var start = place
    while start > 0, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x22 { start -= 1 }
    if place - start <= room / 2 { return start }
    start = place - min(room / 4, place)
    while start < place, start > 0, bytes[start - 1] != 0x20 { start += 1 }
    return start
  }

  /// The sentence that decided: the line of the text, or the part of it in quotes, that holds what
  /// was recognised; nil where none did.
  var decidingText: SymptomText? {
    guard let line = decidingLine, let first = decidingPlaces.map(\.lowerBound).min() else {
      return nil
    }
    let text = facts.lines[line].text
    let place = max(0, first - 1)
    guard place < text.plain.count else { return text }
    let start = start(of: text.plain, before: place, room: 400)
    let quote = start > 0 ? text.plain[start - 1] : 0
    let last = decidingPlaces.map(\.upperBound).max() ?? place
    let end = text.plain[min(last, text.plain.count)...].firstIndex { byte in
      byte == 0x0A || byte == quote && quote == 0x22
    }
    return SymptomText(text.string(start..<max(start, end ?? text.plain.count)))
  }

  private mutating func trace(_ rule: CompiledRule, _ match: Match?) {
    guard isTracing else { return }
    var detail = ""
    if let match {
      detail = evidence(of: rule.when).joined(separator: "; ")
      if let line = match.line {
        detail += (detail.isEmpty ? "" : "; ") + excerpt(of: line, around: match.places)
      }
    } else if let failure = firstFailure(rule.when) {
      let found = facts.values(failure.fact)
      detail = "\(failure) but it is \(found.isEmpty ? "absent" : found.joined(separator: ", "))"
    } else {
      detail = "no line has the text"
    }
    steps.append(WalkStep(rule: rule.id, matched: match != nil, detail: detail))
  }
}

extension Facts.Entry {
  /// The place and what stands there; nil where the value was not read anywhere.
  var sentence: String? {
    switch evidence {
    case .excerpt(let text): text == value ? "\"\(text)\"" : "\"\(text)\" = \(value)"
    case .json(let source):
      switch source.kind {
      // What was concluded from an object as a whole, such as a container without an exit code.
      case .object, .array: "\(source.path): \(name.word) \(value)"
      default:
        source.path.isEmpty
          ? source.shown(limit: 160) : "\(source.path) = \(source.shown(limit: 160))"
      }
    case .derived: nil
    }
  }
}

extension JSONValue {
  /// A scalar as a person reads it, a long text cut.
  func shown(limit: Int) -> String {
    switch kind {
    case .string:
      let text = SymptomText(string ?? "")
      let end = min(limit, text.plain.count)
      return "\"\(text.string(0..<end))\(end < text.plain.count ? "…" : "")\""
    case .number: return numberText ?? ""
    case .bool: return bool == true ? "true" : "false"
    default: return "null"
    }
  }
}

extension DecisionRule.FactTest: CustomStringConvertible {
  /// `stop_code is one of A, B`, as the walk is explained.
  public var description: String {
    let list = values.joined(separator: ", ")
    return switch operation {
    case .isIn: values.count == 1 ? "\(fact.word) is \(list)" : "\(fact.word) is one of \(list)"
    case .isNotIn: "\(fact.word) is not \(list)"
    case .isPresent: "\(fact.word) is present"
    case .isAbsent: "\(fact.word) is absent"
    }
  }
}
