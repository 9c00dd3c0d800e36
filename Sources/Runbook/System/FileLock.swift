#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A lock that one process holds at a time; the system releases it when the process ends, however it
/// ends.
public final class FileLock {
  private let descriptor: Int32

  /// Waits for the lock.
  ///
  /// - Parameters:
  ///   - path: the file to lock; it is made, and stays.
  ///   - seconds: how long to wait.
  /// - Throws: `FileError`; `EWOULDBLOCK` where somebody else held it all the time.
  public init(_ path: String, waiting seconds: Int) throws(FileError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(operation: "lock", path: path, code: errno) }
    let deadline = SystemClock.monotonic + Int64(seconds) * 1_000_000_000
    while true {
      if lockExclusively(descriptor) == 0 { return }
      let code = errno
      // Some network file systems have no locks; the caller's own check must do there.
      if code == ENOLCK || code == EOPNOTSUPP || code == ENOSYS { return }
      guard code == EINTR || code == EWOULDBLOCK, SystemClock.monotonic < deadline else {
        closeDescriptor(descriptor)
        throw FileError(operation: "lock", path: path, code: code)
      }
      // Unequal pauses, so that no two processes keep meeting.
      usleep(UInt32.random(in: 1000...8000))
    }
  }

  deinit {
    closeDescriptor(descriptor)
  }
}

// Outside the type, where the names of its own methods and of the C structure hide nothing.
private func lockExclusively(_ descriptor: Int32) -> Int32 { flock(descriptor, LOCK_EX | LOCK_NB) }

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
