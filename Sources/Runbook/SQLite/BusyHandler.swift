import CSQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waits for a lock that another connection holds.
///
/// SQLite's own waiting asks less and less often, up to every 100 ms, so that of many processes
/// those that wait longest are the last to be served; this one asks at the same short intervals
/// until the time is over.
final class BusyHandler {
  /// How long to wait, in milliseconds.
  var timeout: Int
  private var begin: Int64 = 0

  init(timeout: Int) {
    self.timeout = timeout
  }

  /// Makes a connection wait so; the handler must live as long as the connection.
  func install(on handle: OpaquePointer) {
    sqlite3_busy_handler(
      handle,
      { context, attempt in
        guard let context else { return 0 }
        let handler = Unmanaged<BusyHandler>.fromOpaque(context).takeUnretainedValue()
        return handler.waits(attempt: attempt) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Waits a moment; false once the time is over.
  private func waits(attempt: Int32) -> Bool {
    let now = SystemClock.monotonic
    if attempt == 0 { begin = now }
    guard now - begin < Int64(timeout) * 1_000_000 else { return false }
    // Not all at the same time.
    usleep(UInt32.random(in: 1000...5000))
    return true
  }
}
