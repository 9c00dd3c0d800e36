/// What is known of how long something took in a number of incidents.
///
/// There is no mean: one long night would hide every short one.
public struct Durations: Equatable, Sendable {
  /// How many incidents have both times.
  public let count: Int
  /// How many lack one, or have them the wrong way round.
  public let missing: Int
  /// The middle number of minutes, or the mean of the two middle ones rounded half up.
  public let median: Int?
  /// The number of minutes that nine in ten did not exceed, by nearest rank: the value at place
  /// ⌈0.9 n⌉ of the sorted ones, so it is one that happened.
  public let p90: Int?

  /// Names how the figures are worked out.
  public static let formula = (
    median: "middle value, or mean of the two middle values", p90: "nearest rank"
  )

  /// Counts durations.
  ///
  /// - Parameter minutes: one for each incident, nil where a time is missing.
  public init(_ minutes: [Int?]) {
    let known = minutes.compactMap { $0 }.sorted()
    count = known.count
    missing = minutes.count - known.count
    median = History.median(known)
    p90 = known.isEmpty ? nil : known[(known.count * 9 + 9) / 10 - 1]
  }

  /// The durations as an object.
  public var json: JSON {
    [
      "n": .int(count), "without_times": .int(missing), "median_minutes": JSON(median),
      "p90_minutes": JSON(p90),
    ]
  }
}
