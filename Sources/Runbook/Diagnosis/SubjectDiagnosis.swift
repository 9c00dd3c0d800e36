import Dispatch
import Synchronization

/// Diagnoses the subjects of a JSON input.
struct SubjectDiagnosis: Sendable {
  let table: DecisionTable
  /// Task definitions that came with the input.
  let definitions: [TaskDefinition]
  /// What logs beside the tasks say of a cause.
  private let logged: [LogEvidence]
  /// The network and the images that the input tells of beside them.
  private let network: NetworkDescription
  private let registry: RegistryAnswer
  private let services: [ServiceDescription]

  /// Prepares to diagnose what an input holds.
  init(_ input: SymptomInput, table: DecisionTable) {
    self.table = table
    definitions = input.definitions
    network = input.network
    registry = input.registry
    services = input.subjects.compactMap { subject in
      if case .service(let service) = subject { service } else { nil }
    }
    logged = input.subjects.flatMap { subject -> [LogEvidence] in
      guard case .log(let log) = subject else { return [] }
      return LogEvidence.list(log, table)
    }
  }

  /// So few subjects are done before threads have started.
  private static let share = 32

  /// Diagnoses all of them, on every processor where there are many; each stands for itself.
  func diagnose(_ subjects: [SymptomSubject]) -> [DiagnosisReport.Subject] {
    let logs = subjects.filter(\.isLog)
    let others = logs.isEmpty ? subjects : subjects.filter { !$0.isLog }
    let found = diagnoseEach(others)
    // A log that explains a task is part of that task's diagnosis; one that says nothing is no
    // subject beside others that do.
    let known = Set(found.compactMap(\.primary?.runbook))
    return found
      + logs.map(diagnose).filter { log in
        log.primary.map { !known.contains($0.runbook) } ?? found.isEmpty
      }
  }

  private func diagnoseEach(_ subjects: [SymptomSubject]) -> [DiagnosisReport.Subject] {
    let shares = (subjects.count + Self.share - 1) / Self.share
    guard shares > 1 else { return subjects.map(diagnose) }
    let results = Mutex([[DiagnosisReport.Subject]](repeating: [], count: shares))
    DispatchQueue.concurrentPerform(iterations: shares) { index in
      let start = index * Self.share
      let share = subjects[start..<min(subjects.count, start + Self.share)].map(diagnose)
      results.withLock { $0[index] = share }
    }
    return results.withLock { $0.flatMap { $0 } }
  }

  private func diagnose(_ subject: SymptomSubject) -> DiagnosisReport.Subject {
    switch subject {
    case .task(let task): diagnose(task)
    case .service(let service): diagnose(service)
    case .log(let log): diagnose(log)
    case .facts(let name, let facts, let source):
      make(name, source, table.decision(facts), facts)
    }
  }

  func diagnose(_ definition: TaskDefinition) -> DiagnosisReport.Subject {
    let facts = Facts(definition: definition)
    let name = definition.family.map { "task definition \($0.value)" } ?? "task definition"
    return make(name, definition.source, table.decision(facts), facts)
  }

  private typealias Decision = (diagnoses: [Diagnosis], text: SymptomText?)

  private func make(
    _ name: String, _ source: JSONValue, _ decision: Decision, _ facts: Facts
  ) -> DiagnosisReport.Subject {
    DiagnosisReport.Subject(
      name: name, path: source.path, diagnoses: decision.diagnoses, facts: facts,
      symptom: decision.text?.line,
      fingerprint: decision.diagnoses.isEmpty
        ? nil : Fingerprint.of(facts, deciding: decision.text))
  }

  // MARK: Tasks

  private func diagnose(_ task: TaskDescription) -> DiagnosisReport.Subject {
    let definition = definitions.first { $0.fits(task) }
    var facts = Facts(task: task, definition: definition, sidecars: table.sidecars)
    if task.hasStopped || task.isWaiting { addSurroundings(of: task, definition, to: &facts) }
    let logs = logged.filter { $0.isAbout(facts.placeholders["task-id"]) }
    facts.lines += logs.map(\.line)
    var decision = table.decision(facts)
    // The end of a task by itself leaves open why; where its log says so, the step is that of the log.
    if decision.text == nil, let primary = decision.diagnoses.first,
      let log = logs.first(where: { $0.diagnosis.runbook == primary.runbook })
    {
      decision.diagnoses[0].because += log.diagnosis.because.filter { $0.contains("\"") }
      decision.diagnoses[0].step = log.diagnosis.step ?? primary.step
      decision.diagnoses[0].isStepByText = log.diagnosis.isStepByText
    }
    if let question = doubtOfEssential(task, facts), !decision.diagnoses.isEmpty,
      decision.diagnoses[0].question == nil
    {
      decision.diagnoses[0].question = question
    }
    let id = facts.placeholders["task-id"].map { "task \($0)" } ?? "task"
    let name = facts.placeholders["service"].map { "\(id) of service \($0)" } ?? id
    return make(name, task.source, decision, facts)
  }

  /// With several containers and no task definition nobody knows whose end ends the task.
  private func doubtOfEssential(_ task: TaskDescription, _ facts: Facts) -> String? {
    guard facts.value(.stopCode) == "EssentialContainerExited", task.containers.count > 1,
      facts.value(.essentialKnown) == nil, facts.value(.culpritExitCode) != nil
    else { return nil }
    return "Which containers are essential? describe-tasks does not say; "
      + "give the task definition as well."
  }

  /// Adds what the account says of the image and of the network of a task that did not start.
  private func addSurroundings(
    of task: TaskDescription, _ definition: TaskDefinition?, to facts: inout Facts
  ) {
    facts.add(registry, of: task.containers.compactMap { $0.image?.value })
    let name = task.group.map { $0.value.hasPrefix("service:") ? $0.value.dropFirst(8) : "" }
    let service = services.first { service in
      name.map { service.name?.value == String($0) } ?? (services.count == 1)
    }
    facts.add(network, for: NetworkNeed(task, definition, service))
  }

  // MARK: Logs

  private func diagnose(_ log: LogDescription) -> DiagnosisReport.Subject {
    var facts = Facts(log: log, lines: log.lines)
    let decision = table.decision(facts)
    // What only tells of work that went well is not searched for its words.
    if decision.diagnoses.isEmpty, !log.soundsLikeTrouble { facts.lines = [] }
    return make("log", log.source, decision, facts)
  }

  // MARK: Services

  private func diagnose(_ service: ServiceDescription) -> DiagnosisReport.Subject {
    var facts = Facts(service: service, events: .current)
    if facts.value(.runningCount) != nil {
      let definition = definitions.first { $0.arn?.value == service.taskDefinition?.value }
      facts.add(registry, of: definition?.containers.compactMap(\.image) ?? [])
      facts.add(network, for: NetworkNeed(service, definition))
    }
    var decision = table.decision(facts)
    if decision.diagnoses.isEmpty {
      // The service has been steady since: what was wrong before is worth a look, no more.
      let earlier = Facts(service: service, events: .earlier)
      decision = table.decision(earlier)
      decision.diagnoses = decision.diagnoses.map { diagnosis in
        var diagnosis = diagnosis
        diagnosis.confidence = .suspected
        if diagnosis.isPrimary {
          diagnosis.because.append("Since then the service has reached a steady state.")
        }
        return diagnosis
      }
      if !decision.diagnoses.isEmpty { facts = earlier }
    }
    let name = facts.placeholders["service"].map { "service \($0)" } ?? "service"
    return make(name, service.source, decision, facts)
  }
}

/// The line of a log that says why the container ended.
private struct LogEvidence {
  /// The task that wrote it; nil where the log does not say.
  let task: String?
  let diagnosis: Diagnosis
  let line: Facts.Line

  func isAbout(_ id: String?) -> Bool { task == nil || id == nil || task == id }

  /// One line for each task whose log it is.
  static func list(_ log: LogDescription, _ table: DecisionTable) -> [LogEvidence] {
    var order: [String?] = []
    var lines: [String?: [LogDescription.Line]] = [:]
    for line in log.lines {
      if lines[line.task] == nil { order.append(line.task) }
      lines[line.task, default: []].append(line)
    }
    return order.compactMap { task in
      let facts = Facts(log: log, lines: lines[task] ?? [])
      return table.decidingLine(facts).map { found in
        LogEvidence(task: task, diagnosis: found.diagnosis, line: found.line)
      }
    }
  }
}

extension TaskDescription {
  /// Whether it has not started yet.
  fileprivate var isWaiting: Bool {
    ["PROVISIONING", "PENDING", "ACTIVATING"].contains(lastStatus?.value.uppercased())
  }
}

extension SymptomSubject {
  var isLog: Bool {
    if case .log = self { true } else { false }
  }
}
