/// What AWS said.
public struct LiveAnswer: Sendable {
  /// A measured value of the service.
  public struct Point: Equatable, Sendable {
    /// When it was measured.
    public var time: Timestamp
    /// The average over its period.
    public var average: Double
    /// The most in its period.
    public var maximum: Double
  }

  /// An answer as it was given, or as it was put together for the diagnosis.
  public struct Document: Sendable {
    /// The operation that gave it, such as `describe-tasks`.
    public var operation: String
    /// One JSON document.
    public var bytes: [UInt8]
    /// Whether it is diagnosed; metrics are not.
    public var isDiagnosed: Bool
  }

  /// Every answer in the order of the calls.
  public internal(set) var documents: [Document] = []
  /// Every call, those that failed included.
  public internal(set) var calls: [LiveProgram.Call] = []
  /// Percent of what the tasks have, by metric, oldest first.
  public internal(set) var metrics: [(name: String, points: [Point])] = []

  init() {}

  /// The answers that are diagnosed, one JSON document after the other.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for document in documents where document.isDiagnosed { bytes += document.bytes + [0x0A] }
    return bytes
  }

  /// The most memory that a task of the service used in a span of time, in percent; nil where that
  /// was not measured.
  func mostMemory(from first: Timestamp, to last: Timestamp) -> Double? {
    let points = metrics.first { $0.name == "MemoryUtilization" }?.points ?? []
    return points.filter { $0.time >= first && $0.time <= last }.map(\.maximum).max()
  }

  /// How much memory was used at most around the end of a task, where 137 leaves open whether it ran
  /// out; nil elsewhere.
  public func memory(
    of subject: DiagnosisReport.Subject
  ) -> (most: Double, from: Timestamp, to: Timestamp)? {
    guard subject.facts.value(.killedWithoutOOM) != nil,
      let first = subject.placeholders["start-time"].flatMap(Timestamp.init),
      let last = subject.placeholders["end-time"].flatMap(Timestamp.init),
      let most = mostMemory(from: first, to: last)
    else { return nil }
    return (most, first, last)
  }

  /// Calls and metrics as one JSON object.
  public var json: JSON {
    [
      "calls": .array(
        calls.map { ["command": .string($0.command), "failure": JSON($0.failure)] }),
      "metrics": .array(
        metrics.map { metric in
          [
            "name": .string(metric.name),
            "points": .array(
              metric.points.map {
                [
                  "time": .string($0.time.description), "average": .double($0.average),
                  "maximum": .double($0.maximum),
                ]
              }),
          ]
        }),
    ]
  }
}

extension LiveAnswer.Point {
  init?(_ value: JSONValue) {
    guard let time = value[key: "Timestamp"]?.time,
      let average = value[key: "Average"]?.double,
      let maximum = value[key: "Maximum"]?.double
    else { return nil }
    self.init(time: time, average: average, maximum: maximum)
  }
}

extension JSONValue {
  /// The value of a key of an object.
  subscript(key key: String) -> JSONValue? {
    members.last { $0.key.string == key }?.value
  }

  /// The texts of a list.
  var texts: [String] { items.compactMap(\.string) }

  /// A time as either AWS CLI writes it: ISO 8601, or seconds since 1970.
  var time: Timestamp? {
    if let string { return Timestamp(string) }
    return double.flatMap { abs($0) < 1e12 ? Timestamp(seconds: Int64($0)) : nil }
  }
}
