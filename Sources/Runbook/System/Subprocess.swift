#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program of this machine, run without a shell.
public enum Subprocess {
  /// What a finished program left.
  public struct Result: Equatable, Sendable {
    /// The exit status, or 128 + the signal that ended it.
    public var status: Int32
    /// What it wrote to standard output; empty where that was inherited.
    public var output: [UInt8]
    /// What it wrote to standard error; empty where that was inherited.
    public var errors: [UInt8]
  }

  /// Where a stream of the program goes.
  public enum Streams: Sendable {
    /// Output and errors are collected; input comes from the given bytes.
    case collected(input: [UInt8])
    /// All three are the terminal's.
    case inherited
    /// Input comes from the given bytes, output goes where ours goes: a pager.
    case fed([UInt8])
  }

  /// Runs a program and waits for it.
  ///
  /// - Parameters:
  ///   - arguments: the program, looked up in `PATH`, and its arguments.
  ///   - environment: all variables of the program; nil is the present ones.
  ///   - streams: where its streams go.
  /// - Returns: the result.
  /// - Throws: `FileError` where it cannot be started; `ENOENT` means that it is not installed.
  public static func run(
    _ arguments: [String], environment: [String: String]? = nil,
    streams: Streams = .collected(input: [])
  ) throws(FileError) -> Result {
    let program = arguments.first ?? ""
    var actions = FileActions()
    defer { actions.destroy() }
    var pipes: [Pipe] = []
    defer { for pipe in pipes { pipe.close() } }
    func pipe() throws(FileError) -> Pipe {
      guard let pipe = Pipe() else {
        throw FileError(operation: "run", path: program, code: errno)
      }
      pipes.append(pipe)
      return pipe
    }

    var feed: (pipe: Pipe, bytes: [UInt8])?
    var collected: [Pipe] = []
    switch streams {
    case .inherited: break
    case .fed(let bytes): feed = (try pipe(), bytes)
    case .collected(let bytes):
      feed = (try pipe(), bytes)
      collected = [try pipe(), try pipe()]
    }
    if let feed { actions.duplicate(feed.pipe.reading, to: 0) }
    for (index, pipe) in collected.enumerated() {
      actions.duplicate(pipe.writing, to: Int32(index + 1))
    }

    let process = try spawn(arguments, actions: &actions, environment: environment)
    feed?.pipe.closeReading()
    for pipe in collected { pipe.closeWriting() }
    let output = exchange(feed: feed, collected: collected)

    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Result(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      output: output.first ?? [], errors: output.count > 1 ? output[1] : [])
  }

  private static func spawn(
    _ arguments: [String], actions: inout FileActions, environment: [String: String]?
  ) throws(FileError) -> pid_t {
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      (environment ?? ProcessEnvironment.variables).map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var process: pid_t = 0
    // We ignore SIGPIPE and SIGXFSZ; the program should not have to.
    var attributes = SpawnAttributes()
    defer { attributes.destroy() }
    let program = arguments.first ?? ""
    let code = posix_spawnp(
      &process, program, &actions.raw, &attributes.raw, &words, &variables)
    guard code == 0 else { throw FileError(operation: "run", path: program, code: code) }
    return process
  }

  /// Feeds and drains at the same time: a program that writes before it has read all of its input
  /// would otherwise wait for us forever.
  private static func exchange(feed: (pipe: Pipe, bytes: [UInt8])?, collected: [Pipe]) -> [[UInt8]]
  {
    var output = [[UInt8]](repeating: [], count: collected.count)
    var rest = feed?.bytes[...] ?? []
    if let feed {
      _ = fcntl(feed.pipe.writing, F_SETFL, O_NONBLOCK)
      if rest.isEmpty { feed.pipe.closeWriting() }
    }
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var polls: [pollfd] = collected.filter(\.isReading).map {
        pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0)
      }
      let writing = feed.map { $0.pipe.isWriting && !rest.isEmpty } ?? false
      if writing, let feed {
        polls.append(pollfd(fd: feed.pipe.writing, events: Int16(POLLOUT), revents: 0))
      }
      guard !polls.isEmpty else { return output }
      if poll(&polls, nfds_t(polls.count), -1) < 0, errno != EINTR { return output }
      for poll in polls where poll.revents != 0 {
        if let feed, poll.fd == feed.pipe.writing {
          let count = rest.withUnsafeBytes { write(feed.pipe.writing, $0.baseAddress, $0.count) }
          if count > 0 { rest = rest.dropFirst(count) }
          if rest.isEmpty || count < 0 && errno != EAGAIN && errno != EINTR {
            feed.pipe.closeWriting()
          }
        } else if let index = collected.firstIndex(where: { $0.reading == poll.fd }) {
          let count = buffer.withUnsafeMutableBytes { read(poll.fd, $0.baseAddress, $0.count) }
          if count > 0 {
            output[index] += buffer[..<count]
          } else if count == 0 || errno != EINTR {
            collected[index].closeReading()
          }
        }
      }
    }
  }
}

/// The variables of this process.
public enum ProcessEnvironment {
  /// Names and values; of a name that stands twice, the first.
  public static var variables: [String: String] {
    var variables: [String: String] = [:]
    #if canImport(Glibc)
      var entry = environ
    #else
      var entry = _NSGetEnviron().pointee
    #endif
    while let pointer = entry.pointee {
      let text = String(cString: pointer)
      if let equals = text.firstIndex(of: "=") {
        let name = String(text[..<equals])
        if variables[name] == nil { variables[name] = String(text[text.index(after: equals)...]) }
      }
      entry += 1
    }
    return variables
  }
}

private final class Pipe {
  private(set) var reading: Int32 = -1
  private(set) var writing: Int32 = -1

  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  var isReading: Bool { reading >= 0 }
  var isWriting: Bool { writing >= 0 }

  func closeReading() {
    if reading >= 0 { closeDescriptor(reading) }
    reading = -1
  }

  func closeWriting() {
    if writing >= 0 { closeDescriptor(writing) }
    writing = -1
  }

  func close() {
    closeReading()
    closeWriting()
  }
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

private struct FileActions {
  #if canImport(Glibc)
    var raw = posix_spawn_file_actions_t()
  #else
    var raw: posix_spawn_file_actions_t?
  #endif

  init() { posix_spawn_file_actions_init(&raw) }

  mutating func duplicate(_ descriptor: Int32, to target: Int32) {
    posix_spawn_file_actions_adddup2(&raw, descriptor, target)
  }

  mutating func destroy() { posix_spawn_file_actions_destroy(&raw) }
}

private struct SpawnAttributes {
  #if canImport(Glibc)
    var raw = posix_spawnattr_t()
  #else
    var raw: posix_spawnattr_t?
  #endif

  init() {
    posix_spawnattr_init(&raw)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    sigaddset(&signals, SIGXFSZ)
    posix_spawnattr_setsigdefault(&raw, &signals)
    // Whatever we hold back to answer it in our own time, the program answers at once.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&raw, &none)
    posix_spawnattr_setflags(&raw, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
  }

  mutating func destroy() { posix_spawnattr_destroy(&raw) }
}
