import Glibc
import Synchronization

@testable import Runbook

/// A folder of its own for one test, removed with the value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/runbook-test-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    try FileSystem.makeDirectory(path, mode: 0o700)
  }

  deinit {
    Self.remove(path)
  }

  /// Writes a file below the folder, making the folders above it.
  func write(_ text: String, to name: String) throws {
    try FileSystem.makeDirectory(FileSystem.parent(of: "\(path)/\(name)"))
    try FileSystem.write(Array(text.utf8), to: "\(path)/\(name)")
  }

  /// Makes a symbolic link.
  func link(_ target: String, to name: String) throws {
    guard symlink(target, "\(path)/\(name)") == 0 else {
      throw FileError(operation: "link", path: name, code: errno)
    }
  }

  func remove(_ name: String) {
    unlink("\(path)/\(name)")
  }

  /// Removes a tree, folders without permissions included.
  private static func remove(_ path: String) {
    chmod(path, 0o700)
    for name in FileSystem.names(in: path) {
      var status = stat()
      let child = "\(path)/\(name)"
      guard lstat(child, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR { remove(child) } else { unlink(child) }
    }
    rmdir(path)
  }
}

/// The permission bits of a path, or nil where there is none.
func mode(of path: String) -> mode_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
}

/// Small reproducible numbers (SplitMix64), so that a failing property test can be run again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Values that several threads collect.
final class Collected<Value: Sendable>: Sendable {
  private let storage = Mutex<[Value]>([])

  func append(_ value: Value) { storage.withLock { $0.append(value) } }

  var values: [Value] { storage.withLock { $0 } }
}
