#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A lock that one process holds at a time; the system releases it when the process ends, however it
/// ends.
///
/// Some network file systems have no such locks. There a file that is made with `O_EXCL` stands for
/// it, and says who holds it, so that one whose owner was killed does not stay for ever.
public final class FileLock {
  private let descriptor: Int32
  private var claim: LockClaim?

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
      var code = errno
      if code == ENOLCK || code == EOPNOTSUPP || code == ENOSYS {
        do throws(FileError) {
          claim = try LockClaim("\(path).held")
          return
        } catch {
          code = error.code == EEXIST ? EWOULDBLOCK : error.code
        }
      }
      guard code == EINTR || code == EWOULDBLOCK, SystemClock.monotonic < deadline else {
        closeDescriptor(descriptor)
        throw FileError(operation: "lock", path: path, code: code)
      }
      // Unequal pauses, so that no two processes keep meeting.
      usleep(UInt32.random(in: 1000...8000))
    }
  }

  deinit {
    claim?.release()
    closeDescriptor(descriptor)
  }
}

/// A file that exists as long as its maker holds a lock.
private struct LockClaim {
  private let path: String
  private let text: [UInt8]

  /// Makes the file.
  ///
  /// - Throws: `FileError`; `EEXIST` where somebody else holds the lock.
  init(_ path: String) throws(FileError) {
    self.path = path
    text = Array("\(LockClaim.host)\n\(getpid())\n\(UInt64.random(in: 0...UInt64.max))\n".utf8)
    do throws(FileError) {
      try FileSystem.write(text, to: path, mode: 0o600, exclusive: true)
    } catch {
      if error.code == EEXIST { LockClaim.removeIfAbandoned(path) }
      throw error
    }
  }

  func release() {
    // Only ours: one that was taken for abandoned is another's by now.
    if (try? FileSystem.read(path)) == text { unlink(path) }
  }

  /// Nobody holds a lock for longer than the writing of a file takes.
  private static let longest: Int64 = 600 * 1_000_000_000

  /// Removes the claim of a process of this machine that is gone, and one that is very old.
  ///
  /// Those who find the same claim abandoned do so one after the other, so that none removes the claim
  /// that another made meanwhile.
  private static func removeIfAbandoned(_ path: String) {
    guard isAbandoned(path) else { return }
    let guardPath = "\(path).check"
    if let status = FileSystem.status(guardPath), isOld(status) { unlink(guardPath) }
    let descriptor = open(guardPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    closeDescriptor(descriptor)
    if isAbandoned(path) { unlink(path) }
    unlink(guardPath)
  }

  private static func isOld(_ status: FileStatus) -> Bool {
    SystemClock.wall - status.modified > longest
  }

  private static func isAbandoned(_ path: String) -> Bool {
    guard let status = FileSystem.status(path), let bytes = try? FileSystem.read(path, limit: 4096)
    else { return false }
    if isOld(status) { return true }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.count == 3, lines[0] == host, let process = pid_t(lines[1]), process > 0 else {
      return false
    }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  /// What this machine is called; containers that share a folder have names of their own.
  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "?" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

// Outside the type, where the names of its own methods and of the C structure hide nothing.
private func lockExclusively(_ descriptor: Int32) -> Int32 { flock(descriptor, LOCK_EX | LOCK_NB) }

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
