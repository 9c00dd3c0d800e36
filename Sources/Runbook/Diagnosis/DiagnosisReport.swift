/// What an input says: each task, service or event with its cause, and what could not be read.
public struct DiagnosisReport: Sendable {
  /// One thing that was diagnosed.
  public struct Subject: Sendable {
    /// What it is called: `task 938db8c9f82c`, `service web-api`, `text`.
    public var name: String
    /// Where it stands in the input, such as `tasks[3]`; nil for a text.
    public var path: String?
    /// The conclusion first, then runbooks to read beside it; empty where nothing fits.
    public var diagnoses: [Diagnosis]
    /// What was recognised.
    public var facts: Facts
    /// The sentence that decided, as it stands in the input; nil where none did.
    public var symptom: String?
    /// A short name of the failure that is the same wherever it happens; nil where nothing names it.
    public var fingerprint: String?

    /// The name by which earlier incidents with this failure are found, also where no rule fits.
    var failureFingerprint: String? {
      if let fingerprint { return fingerprint }
      // A weak exit code is that of something else, and would be the same for every failure.
      guard facts.value(.exitContext) == nil else { return nil }
      return Fingerprint.of(facts)
    }

    /// The conclusion.
    public var primary: Diagnosis? { diagnoses.first }
    /// Values for the placeholders of commands.
    public var placeholders: Placeholders { facts.placeholders }
  }

  /// Subjects with the same cause.
  public struct Group: Sendable, Equatable {
    /// The runbook of the cause; nil where there was none.
    public var runbook: String?
    /// The subjects, as places in `subjects`.
    public var members: [Int]
  }

  /// What the input was: `describe-tasks`, `event`, `text` …; several joined by `+`.
  public var input: String
  /// What was diagnosed.
  public var subjects: [Subject]
  /// Where broken JSON breaks, or what stands in place of a known shape; the subjects are then what
  /// the text says.
  public var problem: JSONProblem?
  /// What was odd about the input.
  public var notes: [String]
  /// Whether the input is text, and not JSON that could not be understood.
  public private(set) var isProse = false
  /// Runbooks that yield to others, from the table.
  private let consequences: [String]

  /// Subjects by cause: causes before mere consequences, and of each the most frequent first.
  public var groups: [Group] {
    var groups: [Group] = []
    for (index, subject) in subjects.enumerated() {
      let runbook = subject.primary?.runbook
      if let known = groups.firstIndex(where: { $0.runbook == runbook }) {
        groups[known].members.append(index)
      } else {
        groups.append(Group(runbook: runbook, members: [index]))
      }
    }
    let ranks = groups.map { group in
      group.runbook.map { consequences.contains($0) ? 1 : 0 } ?? 2
    }
    return groups.indices.sorted { left, right in
      (ranks[left], groups[right].members.count, left)
        < (ranks[right], groups[left].members.count, right)
    }.map { groups[$0] }
  }

  /// Diagnoses an input: AWS JSON of any known shape, several in a row, or text.
  ///
  /// - Parameters:
  ///   - bytes: the input.
  ///   - definition: the answer of `describe-task-definition`, which says what is essential.
  ///   - table: the decision table.
  public init(_ bytes: [UInt8], taskDefinition definition: [UInt8]? = nil, table: DecisionTable) {
    var document: JSONDocument?
    var problem: JSONProblem?
    if DiagnosisReport.looksLikeJSON(bytes) { (document, problem) = JSONDocument.read(bytes) }
    let isWhole = document != nil && problem == nil
    let text = isWhole ? nil : PastedText(bytes)
    let pasted = text.flatMap { SymptomInput(pasted: $0) }
    if let pasted, pasted.isCut {
      var said = DiagnosisReport(text: text?.bytes ?? bytes, table: table, problem: problem)
      let read = DiagnosisReport(pasted, table: table, problem: nil)
      // What is left of it may say less than all that was pasted, such as half of a reason.
      if read.sureness < said.sureness || read.sureness == 0 {
        said.isProse = problem == nil
        // The problem tells of the cut already.
        if problem == nil { said.notes += pasted.notes }
        self = said
        return
      }
    }
    if pasted != nil { problem = nil }
    guard var read = pasted ?? (isWhole ? document.map { SymptomInput($0) } : nil) else {
      // Broken JSON is told of; a text that only begins with a bracket is a text.
      if problem != nil, JSONDocument.lengthOfFirst(in: bytes) != nil { problem = nil }
      self.init(text: text?.bytes ?? bytes, table: table, problem: problem)
      isProse = problem == nil
      return
    }
    if let definition { read.add(definition: definition) }
    guard !read.subjects.isEmpty || !read.definitions.isEmpty else {
      // JSON of another shape: its texts may still say something.
      let isKnown = !read.kinds.isEmpty
      self.init(
        text: bytes, table: table,
        problem: isKnown ? nil : document.map { JSONProblem(unknownShapeOf: $0) })
      notes += read.notes
      if isKnown {
        notes.append(
          "\(read.kinds.joined(separator: " and ")) only names tasks or services; give what "
            + "describe-tasks or describe-services says of them")
      }
      return
    }
    self.init(read, table: table, problem: problem)
  }

  private init(_ read: SymptomInput, table: DecisionTable, problem: JSONProblem?) {
    input = read.kinds.joined(separator: "+")
    self.problem = problem
    notes = read.notes
    consequences = table.consequences
    subjects = []
    let diagnosis = SubjectDiagnosis(read, table: table)
    subjects = diagnosis.diagnose(read.subjects)
    for index in subjects.indices { subjects[index].facts.placeholders.merge(read.placeholders) }
    if subjects.isEmpty { subjects = read.definitions.map(diagnosis.diagnose) }
    // Who reads the first one only reads the cause.
    subjects = groups.flatMap { $0.members.map { subjects[$0] } }
  }

  /// How sure its first conclusion is; 0 without one.
  ///
  /// That nothing is there says nothing.
  private var sureness: Int {
    guard let primary = subjects.first?.primary, subjects[0].facts.value(.failure) == nil else {
      return 0
    }
    return primary.confidence.rawValue + 1
  }

  /// Longer texts are read in part: the cause of a failure stands in its first or last lines.
  private static let textLimit = 4 << 20

  private init(text bytes: [UInt8], table: DecisionTable, problem: JSONProblem?) {
    input = "text"
    self.problem = problem
    notes = []
    consequences = table.consequences
    var text = bytes[...]
    if text.count > DiagnosisReport.textLimit {
      text = bytes.prefix(DiagnosisReport.textLimit)
      notes.append("only the first \(DiagnosisReport.textLimit >> 20) MiB of the text were read")
    }
    var facts = Facts(text: String(decoding: text, as: UTF8.self))
    let (diagnoses, deciding) = table.decision(facts)
    // What no name of an error marks as a reason is one if it decided.
    if facts.textReasons.isEmpty, let deciding { facts.textReasons = [deciding] }
    subjects = [
      Subject(
        name: "text", path: nil, diagnoses: diagnoses, facts: facts, symptom: deciding?.line,
        fingerprint: Fingerprint.of(facts))
    ]
  }

  /// Whether the first visible character starts an object, or a list that is not a log line's `[INFO]`.
  private static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var rest = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
    rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    guard let first = rest.first else { return false }
    if first == 0x7B { return true }
    // JSON inside a text, as a message carries it.
    if first == 0x22 { return rest.dropFirst().first.map { "{[".utf8.contains($0) } ?? false }
    // What a `--query` that found nothing prints.
    if rest.starts(with: "null".utf8), rest.dropFirst(4).allSatisfy({ $0 <= 0x20 }) { return true }
    guard first == 0x5B else { return false }
    let second = rest.dropFirst().first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    return second.map { "{[\"]".utf8.contains($0) } ?? true
  }
}

extension DiagnosisReport {
  /// Values for the placeholders of commands, of the first subjects that give them.
  public var placeholders: Placeholders {
    var values = Placeholders()
    for subject in subjects.prefix(50) { values.merge(subject.placeholders) }
    return values
  }
}

extension SymptomInput {
  /// Takes what a task definition says that was given beside the input.
  fileprivate mutating func add(definition: [UInt8]) {
    let (document, problem) = JSONDocument.read(definition)
    definitions += SymptomInput(document).definitions
    if let problem { notes.append("the task definition is not JSON: \(problem)") }
    if definitions.isEmpty { notes.append("the task definition has no containers") }
  }

  /// Reads what was copied from somewhere in whatever notation; nil where it holds nothing known but
  /// lines of a log.
  fileprivate init?(pasted text: PastedText) {
    guard text.bytes.count <= PastedText.sizeLimit else { return nil }
    for reading in PastedDocuments.readings(text) {
      guard let documents = reading() else { continue }
      self.init(documents.document)
      notes = documents.notes + notes
      isCut = documents.isCut
      // The lines beside the JSON are a subject of their own.
      if subjects.contains(where: { !$0.isLog }) || !definitions.isEmpty { return }
    }
    return nil
  }
}

extension JSONProblem {
  /// What would have been known in place of a document of another shape.
  fileprivate init(unknownShapeOf document: JSONDocument) {
    var found = "nothing"
    if let node = document.rootNodes.first {
      let root = JSONValue(document: document, node: node)
      let keys = root.members(atMost: 4).compactMap(\.key.string).map { "`\($0.prefix(40))`" }
      found = root.kind.rawValue
      if root.kind == .object {
        found = keys.isEmpty ? "an empty object" : "an object with \(keys.joined(separator: ", "))"
      }
    }
    self.init(
      location: SourceLocation(line: 1),
      expected: "the answer of describe-tasks, describe-services, describe-task-definition or "
        + "describe-target-health, an event of EventBridge, or a state of docker inspect",
      found: found)
  }
}

extension SymptomText {
  /// All of it in one string.
  var line: String { string(0..<plain.count) }
}

extension DiagnosisReport.Subject {
  /// The walk of this subject through the table, for `--explain`.
  public func explain(_ table: DecisionTable) -> [WalkStep] { table.explain(facts).steps }
}
