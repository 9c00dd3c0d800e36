#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The time zone in which a person reads clocks.
public struct LocalZone: Sendable {
  /// What people call it, such as `Europe/Berlin`, or else its abbreviation.
  public let name: String
  /// Seconds east of UTC at a moment.
  private let offset: @Sendable (Timestamp) -> Int64

  /// Makes a zone.
  ///
  /// - Parameters:
  ///   - name: what people call it.
  ///   - offset: seconds east of UTC at a moment.
  public init(name: String, offset: @escaping @Sendable (Timestamp) -> Int64) {
    self.name = name
    self.offset = offset
  }

  /// The zone without an offset.
  public static let utc = LocalZone(name: "UTC") { _ in 0 }

  /// The zone of this machine: `TZ`, else `/etc/localtime`.
  ///
  /// - Parameter variables: the variables of the process, which only name the zone.
  /// - Returns: the zone; UTC where the machine has none.
  public static func system(_ variables: [String: String]) -> LocalZone {
    tzset()
    return LocalZone(name: name(variables)) { time in
      var seconds = time_t(time.seconds)
      var local = tm()
      return localtime_r(&seconds, &local) == nil ? 0 : Int64(local.tm_gmtoff)
    }
  }

  private static func name(_ variables: [String: String]) -> String {
    if let name = variables["TZ"], !name.isEmpty {
      return name.hasPrefix(":") ? String(name.dropFirst()) : name
    }
    // The link leads to …/zoneinfo/Europe/Berlin.
    if let path = realpath("/etc/localtime", nil) {
      defer { free(path) }
      let target = String(cString: path)
      let mark = "zoneinfo/"
      var rest = target[...]
      while !rest.isEmpty, !rest.hasPrefix(mark) { rest = rest.dropFirst() }
      if !rest.isEmpty { return String(rest.dropFirst(mark.count)) }
    }
    var seconds = time_t(0)
    var local = tm()
    guard localtime_r(&seconds, &local) != nil, let zone = local.tm_zone else { return "UTC" }
    return String(cString: zone)
  }

  /// What its clocks show at a moment, as if that were UTC.
  public func local(_ time: Timestamp) -> Timestamp {
    Timestamp(seconds: time.seconds + offset(time))
  }

  /// The moment at which its clocks show a time; of two, the first, and of none, the one that would be
  /// without the change.
  ///
  /// - Parameter local: what the clocks show, as if that were UTC.
  /// - Returns: the moment.
  public func moment(_ local: Timestamp) -> Timestamp {
    // The offset before a change is that of a day earlier, the one after it that of a day later.
    let candidates = [-86400, 86400].map { shift in
      Timestamp(seconds: local.seconds - offset(Timestamp(seconds: local.seconds + shift)))
    }
    return candidates.first { self.local($0) == local } ?? candidates[0]
  }

  /// Whether its clocks show UTC at a moment.
  public func isUTC(at time: Timestamp) -> Bool { offset(time) == 0 }
}
