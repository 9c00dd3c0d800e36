/// Spans of time, and counts, for people.
public enum Span {
  /// Minutes as `18 min`, `2 h 5 min` or `3 d 4 h`.
  public static func text(_ minutes: Int) -> String {
    if minutes < 60 { return "\(minutes) min" }
    if minutes < 48 * 60 {
      return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }
    let hours = minutes / 60 % 24
    return hours == 0 ? "\(minutes / 1440) d" : "\(minutes / 1440) d \(hours) h"
  }

  /// `1 incident`, `3 incidents`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
