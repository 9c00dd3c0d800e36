#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The two clocks of the machine, in nanoseconds.
public enum SystemClock {
  /// Since 1970, as file times are counted; it can jump.
  public static var wall: Int64 { read(CLOCK_REALTIME) }

  /// Since some moment in the past; it never goes back, so differences are durations.
  public static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
