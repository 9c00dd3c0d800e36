#if canImport(Glibc)
  public import Glibc
#else
  public import Darwin
#endif

/// A file operation that the system refused.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was being done, such as `read` or `write`.
  public var operation: String
  /// The path it was done to.
  public var path: String
  /// The `errno` value.
  public var code: Int32

  /// Makes an error.
  public init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The code of a symlink where there must be none, or of a path that leads out of its folder.
  public static let outside = ELOOP

  /// `path: cannot write: No space left on device`.
  public var description: String {
    let reason = code == FileError.outside ? "it leads elsewhere" : String(cString: strerror(code))
    return "\(path): cannot \(operation): \(reason)"
  }
}

/// What `stat` says of a file.
public struct FileStatus: Equatable, Sendable {
  /// Bytes.
  public var size: Int64
  /// The time of the last change, in nanoseconds since 1970.
  public var modified: Int64
  /// Whether it is a folder.
  public var isDirectory: Bool
  /// Whether it is a regular file.
  public var isRegular: Bool
}

/// Files, as POSIX offers them; nothing here follows a path that a document names.
public enum FileSystem {
  /// The status of a path, symlinks followed; nil where there is none.
  public static func status(_ path: String) -> FileStatus? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return FileStatus(
      size: Int64(status.st_size),
      modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
      isDirectory: status.st_mode & S_IFMT == S_IFDIR,
      isRegular: status.st_mode & S_IFMT == S_IFREG)
  }

  /// Whether the path itself is a symlink, wherever it leads.
  public static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether the path is a folder, not a link to one, that only this user can look into.
  public static func isPrivate(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }

  /// The path without symlinks, `.` and `..`; nil where it does not exist.
  public static func resolved(_ path: String) -> String? {
    guard let bytes = realpath(path, nil) else { return nil }
    defer { free(bytes) }
    return String(cString: bytes)
  }

  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the most bytes to read; a longer file is `EFBIG`.
  /// - Returns: the bytes.
  /// - Throws: `FileError`.
  public static func read(_ path: String, limit: Int = .max) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, path: path, limit: limit)
  }

  /// Everything that can be read from a descriptor, such as standard input.
  ///
  /// - Parameters:
  ///   - descriptor: an open descriptor.
  ///   - path: what to call it in an error.
  ///   - limit: the most bytes to read.
  /// - Returns: the bytes.
  /// - Throws: `FileError`; `EFBIG` past the limit.
  public static func read(
    descriptor: Int32, path: String, limit: Int = .max
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Self.read(descriptor, into: &buffer)
      guard count >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else {
        throw FileError(operation: "read", path: path, code: EFBIG)
      }
      bytes += buffer[..<count]
    }
  }

  private static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { posixRead(descriptor, $0) }
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// Writes a file so that a reader, or a crash, sees the old bytes or the new ones, never a part:
  /// a temporary file, `fsync`, `rename`, `fsync` of the folder.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - path: the file.
  ///   - mode: the permissions of a new file.
  ///   - exclusive: refuse with `EEXIST` where the path already exists.
  ///   - folder: where the temporary file is made, so that none is left beside the file when the
  ///     process is killed; beside it by default, and where that folder is on another file system.
  /// - Throws: `FileError`; nothing is left behind then.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: mode_t = 0o644, exclusive: Bool = false,
    through folder: String? = nil
  ) throws(FileError) {
    var code = EXDEV
    if let folder {
      code = attempt(bytes, to: path, mode: mode, exclusive: exclusive, through: folder)
    }
    if folder == nil || [EXDEV, ENOENT, ENOTDIR, EACCES, EROFS].contains(code) {
      let beside = parent(of: path)
      code = attempt(bytes, to: path, mode: mode, exclusive: exclusive, through: beside)
    }
    guard code == 0 else { throw FileError(operation: "write", path: path, code: code) }
    synchronize(parent(of: path))
  }

  /// 0, or the `errno` of what failed.
  private static func attempt(
    _ bytes: [UInt8], to path: String, mode: mode_t, exclusive: Bool, through folder: String
  ) -> Int32 {
    let temporary =
      "\(folder)/.\(name(of: path)).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return errno }
    var failure: Int32 = 0
    if !writeAll(bytes, to: descriptor) { failure = errno }
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0 {
      // link() fails where the name is taken, which rename() would silently replace.
      let moved = exclusive ? link(temporary, path) : rename(temporary, path)
      if moved != 0 { failure = errno }
      if exclusive { unlink(temporary) }
    }
    if failure != 0 { unlink(temporary) }
    return failure
  }

  /// Writes every byte, again after an interrupted or short write; false with `errno` set otherwise.
  public static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { all in
      var rest = all[...]
      while !rest.isEmpty {
        let base = UnsafeRawBufferPointer(rebasing: rest)
        let count = posixWrite(descriptor, base)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  /// Makes a rename in the folder durable; a file system that cannot is left as it is.
  private static func synchronize(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Makes a folder and those above it.
  ///
  /// - Throws: `FileError`.
  public static func makeDirectory(_ path: String, mode: mode_t = 0o755) throws(FileError) {
    if mkdir(path, mode) == 0 || errno == EEXIST && status(path)?.isDirectory == true { return }
    guard errno == ENOENT, parent(of: path) != path else {
      throw FileError(operation: "make the folder", path: path, code: errno)
    }
    try makeDirectory(parent(of: path), mode: mode)
    if mkdir(path, mode) != 0, errno != EEXIST {
      throw FileError(operation: "make the folder", path: path, code: errno)
    }
  }

  /// The names in a folder, sorted, without `.` and `..`; empty where it cannot be read.
  public static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The regular files below a folder, as paths relative to it, sorted; hidden ones are left out.
  public static func files(below folder: String) -> [String] {
    var found: [String] = []
    collect(below: folder, prefix: "", depth: 0, into: &found)
    return found.sorted()
  }

  private static func collect(
    below folder: String, prefix: String, depth: Int, into found: inout [String]
  ) {
    // A symlink cycle ends here; nobody nests runbooks this deep.
    guard depth < 16 else { return }
    for name in names(in: folder) where !name.hasPrefix(".") {
      guard let status = status("\(folder)/\(name)") else { continue }
      if status.isDirectory {
        collect(
          below: "\(folder)/\(name)", prefix: prefix + name + "/", depth: depth + 1, into: &found)
      } else if status.isRegular {
        found.append(prefix + name)
      }
    }
  }

  /// The folder part of a path; `.` for a bare name.
  public static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The path made absolute against the working folder, `.` and `..` not resolved.
  public static func absolute(_ path: String, workingFolder: String) -> String {
    path.hasPrefix("/") ? path : path == "." ? workingFolder : "\(workingFolder)/\(path)"
  }

  /// The working folder of the process.
  public static var workingFolder: String {
    guard let pointer = getcwd(nil, 0) else { return "." }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// The name of this machine; empty where it has none.
  public static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

// Outside the type, where the names of its own methods do not hide the C functions.
private func posixRead(_ descriptor: Int32, _ space: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, space.baseAddress, space.count)
}

private func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
