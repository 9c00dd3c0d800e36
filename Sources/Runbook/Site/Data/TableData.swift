/// The phrases of the lexicon by their first term, as the index holds them.
struct LexiconData: Sendable {
  /// A phrase is `[kind, terms]`, with the phrases that stand for it behind them where it has some.
  let all: [(first: String, entries: JSON)]

  // In the order in which a search reads those with one first term.
  private static let phrases =
    "SELECT first, kind, terms, family FROM lexicon ORDER BY first, kind, terms, family"

  init(_ connection: Connection) throws(SQLiteError) {
    let rows = try connection.rows(Self.phrases) { row in
      (
        first: row.text(0), kind: Lexicon.Kind(rawValue: row.int(1)) ?? .synonym,
        terms: row.text(2), family: row.int(3)
      )
    }
    var families: [Int: [String]] = [:]
    for row in rows where row.kind == .synonym {
      families[row.family, default: []].append(row.terms)
    }
    var all: [(first: String, entries: [JSON])] = []
    for row in rows {
      var entry: [JSON] = [.string("\(row.kind)"), .string(row.terms)]
      if row.kind == .synonym {
        entry.append(JSON((families[row.family] ?? []).filter { $0 != row.terms }.sorted()))
      }
      if all.last?.first != row.first { all.append((row.first, [])) }
      all[all.count - 1].entries.append(.array(entry))
    }
    self.all = all.map { ($0.first, .array($0.entries)) }
  }
}

/// The decision table as the page walks it.
struct TableData {
  private let documents: SearchDocuments
  private let hidden: HiddenNames
  /// Lists of patterns of which one must be there; many rules share one.
  private var choices: [JSON] = []
  private var places: [String: Int] = [:]
  private(set) var json: JSON = .null

  /// Writes the rules; those that lead to a document that is left out are left out too, with the
  /// texts that they look for.
  init(_ table: DecisionTable, documents: SearchDocuments, hidden: HiddenNames) {
    self.documents = documents
    self.hidden = hidden
    let rules = self.rules(table.ruleList)
    let lists = table.ruleLists.map { (key: $0.name, value: self.rules($0.rules)) }
    let always = table.alwaysList.compactMap { self.secondary($0) }
    json = [
      "facts": JSON(Facts.Name.allCases.map(\.word)), "rules": rules, "lists": .object(lists),
      "always": .array(always), "choices": .array(choices),
    ]
  }

  private mutating func rules(_ rules: [DecisionRule]) -> JSON {
    var written: [JSON] = []
    for rule in rules where rule.runbook.map({ !hidden.ids.contains($0) }) ?? true {
      written.append(self.rule(rule))
    }
    return .array(written)
  }

  private mutating func rule(_ rule: DecisionRule) -> JSON {
    var pairs: [(key: String, value: JSON)] = [(key: "id", value: .string(rule.id))]
    pairs += conditions(when: rule.when, text: rule.text)
    switch rule.outcome {
    case .list(let name): pairs.append((key: "use", value: .string(name)))
    case .nothing: break
    case .runbook(let id):
      pairs.append((key: "concludes", value: true))
      pairs.append((key: "runbook", value: JSON(documents.place(ofRunbook: id))))
      pairs.append((key: "confidence", value: .string(rule.confidence.description)))
      pairs.append((key: "because", value: .string(rule.because)))
      pairs += self.step(rule.step)
      let steps = rule.steps.compactMap { secondary($0) }
      if !steps.isEmpty { pairs.append((key: "steps", value: .array(steps))) }
      if let question = rule.question { pairs.append((key: "ask", value: .string(question))) }
      let also = rule.also.compactMap { secondary($0) }
      if !also.isEmpty { pairs.append((key: "also", value: .array(also))) }
    }
    return .object(pairs)
  }

  private func step(_ anchor: String?) -> [(key: String, value: JSON)] {
    anchor.map { [(key: "step", value: .string(hidden.removed(fromAnchor: $0)))] } ?? []
  }

  private mutating func secondary(_ other: DecisionRule.Secondary) -> JSON? {
    guard !hidden.ids.contains(other.runbook) else { return nil }
    var pairs = conditions(when: other.when, text: other.text)
    pairs.append((key: "runbook", value: JSON(documents.place(ofRunbook: other.runbook))))
    pairs += step(other.step)
    if let because = other.because { pairs.append((key: "because", value: .string(because))) }
    return .object(pairs)
  }

  private mutating func conditions(
    when: [DecisionRule.FactTest], text: DecisionRule.TextTest
  ) -> [(key: String, value: JSON)] {
    var pairs: [(key: String, value: JSON)] = []
    if !when.isEmpty {
      let tests: [JSON] = when.map { test in
        let operation =
          switch test.operation {
          case .isIn: "in"
          case .isNotIn: "not in"
          case .isPresent: "present"
          case .isAbsent: "absent"
          }
        return [.string(test.fact.word), .string(operation), JSON(test.values)]
      }
      pairs.append((key: "when", value: .array(tests)))
    }
    if !text.all.isEmpty {
      pairs.append((key: "all", value: .array(text.all.map { .int(choice($0)) })))
    }
    if !text.none.isEmpty { pairs.append((key: "none", value: .int(choice(text.none)))) }
    return pairs
  }

  /// The place of a list of patterns among the choices.
  private mutating func choice(_ patterns: [DecisionRule.Pattern]) -> Int {
    let json = JSON.array(patterns.map { JSON($0.pieces) })
    let text = json.text()
    if let place = places[text] { return place }
    places[text] = choices.count
    choices.append(json)
    return choices.count - 1
  }
}

/// The names that facts are read by, as data.
enum VocabularyData {
  static var json: JSON {
    let keyed = Set(Vocabulary.keys.map(\.fact)).union([.eniStatus])
    let values = Facts.Name.allCases.filter(keyed.contains).map { fact in
      (key: fact.word, value: JSON(Vocabulary.values(of: fact)))
    }
    return [
      "errorNames": .array(Vocabulary.errorNames.map { [.string($0.name), .bool($0.spaced)] }),
      "stopCodes": JSON(Vocabulary.stopCodes),
      "signals": .array(Vocabulary.signals.map { [.string($0.name), .int($0.number)] }),
      "exitWords": JSON(Vocabulary.exitWords), "weakExitWords": JSON(Vocabulary.weakExitWords),
      "exitFillers": JSON(Vocabulary.exitFillers), "otherCodes": JSON(Vocabulary.otherCodes),
      "ecsWords": JSON(Vocabulary.ecsWords), "containerWords": JSON(Vocabulary.containerWords),
      "foreignWords": JSON(Vocabulary.foreignWords),
      "keys": .array(Vocabulary.keys.map { [.string($0.key), .string($0.fact.word)] }),
      "values": .object(values), "eventNames": JSON(Vocabulary.eventNames),
      "reasonStarts": JSON(Vocabulary.reasonStarts),
      "resourceIDs": .array(
        PlaceholderText.resourceIDs.map { [.string($0.prefix), .string($0.name)] }),
      "namedValues": .array(
        PlaceholderText.namedValues.map { [.string($0.key), .string($0.name)] }),
    ]
  }
}
