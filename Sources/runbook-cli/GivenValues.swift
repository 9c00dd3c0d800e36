import Runbook

/// What is known for the placeholders of commands beside what was pasted.
struct GivenValues {
  /// What `--set` says.
  private(set) var typed = Placeholders()
  /// What an incident and the evidence beside it say.
  private(set) var ofIncident = Placeholders()
  /// That incident as it was named; nil where none was.
  private(set) var incident: String?

  /// All of it; what a person said counts first.
  var all: Placeholders { typed.merging(ofIncident) }

  /// Nothing.
  init() {}

  /// What `--set` says.
  ///
  /// - Throws: `CommandError` where a value is not plain.
  init(_ options: Options) throws(CommandError) {
    for pair in options.verbatim("set") { _ = try typed.set(pair: pair) }
  }

  fileprivate mutating func take(_ values: Placeholders, of incident: String) {
    ofIncident = values
    self.incident = incident
  }

  /// The options that give a command what filled some placeholders here: one for the incident, and
  /// one for every other value.
  func options(for names: [String], in values: Placeholders) -> [String] {
    var words: [String] = []
    var seen: Set<String> = []
    var needsIncident = false
    for name in names where seen.insert(name).inserted {
      guard let value = values[name] else { continue }
      if typed[name] == nil, ofIncident[name] == value {
        needsIncident = true
      } else {
        words.append("--set \(name)=\(value)")
      }
    }
    guard needsIncident, let incident else { return words }
    return ["-i \(incident)"] + words
  }
}

extension Placeholders {
  /// Takes `NAME=VALUE`; the name may stand in its brackets.
  ///
  /// - Returns: the name and the value.
  /// - Throws: `CommandError` where it is no such pair, or where a shell would read the value.
  mutating func set(pair: String) throws(CommandError) -> (name: String, value: String) {
    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0].drop { $0 == "<" }.prefix { $0 != ">" })
    guard parts.count == 2, !name.isEmpty else {
      throw CommandError(.usage, "'\(pair)' is not NAME=VALUE")
    }
    let value = String(parts[1])
    guard set(name, to: value) else {
      throw CommandError(
        .usage, "the value of <\(name)> holds what a shell or the aws command would read",
        hints: ["letters, digits and -_./:@+=,#% are allowed; '://' only in addresses and images"])
    }
    return (name, value)
  }
}

extension Flag {
  static let set = Flag(
    name: "set", placeholder: "name=value", help: "A value for a placeholder of the commands.",
    repeats: true)
  static let incident = Flag(
    name: "incident", short: "i", placeholder: "id",
    help:
      "Take values for the commands from this incident and its evidence, by its id or part of it.",
    completion: .incident)
  static let verbose = Flag(
    name: "verbose", short: "v", help: "Show the commands of all steps below the card.")
}

extension Environment {
  /// The knowledge base, and what the options say for the placeholders of its commands.
  func openWithValues(_ options: Options) throws -> (base: KnowledgeBase, values: GivenValues) {
    var values = try GivenValues(options)
    guard let word = options["incident"] else { return (try openKnowledgeBase(options), values) }
    let location = try KnowledgeBase.locate(
      directory: options["dir"], environment: variables, workingFolder: workingFolder)
    guard case .folder = location else {
      throw CommandError(
        .noInput, "no incident '\(word)': the built-in knowledge base has none of yours",
        hints: ["give the folder that has it with '--dir'"])
    }
    let recording = try Recording(options, self)
    let incident = try recording.incident(word)
    values.take(recording.values(of: incident), of: word)
    return (recording.base, values)
  }
}
