import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files below a folder with what `stat` says of each, from one look at it.
///
/// It is done on every command, so nothing but the numbers is kept of a file until its path is asked
/// for. Names that begin with a dot are left out. A symlink is followed where it stays inside; a folder
/// that was already seen, such as one that holds itself through a link, is not walked again. What is
/// not looked at is never as if it were not there: it is a gap.
struct FolderWalk: Sendable {
  /// A part of the tree that was not looked at.
  struct Gap: Equatable, Sendable {
    /// Why.
    enum Reason: Equatable, Sendable {
      /// The system refused, with this `errno`.
      case refused(Int32)
      /// It lies deeper than documents do.
      case tooDeep
      /// It is a symlink that leads out of the knowledge base.
      case outside
    }

    /// The path of the folder or link, with the prefix of the walk and without a slash at its end.
    var path: String
    var reason: Reason

    /// Whether a path is the gap itself, or in it.
    func covers(_ path: String) -> Bool {
      path == self.path || path.hasPrefix(self.path + "/") || self.path.isEmpty
    }

    fileprivate init(_ path: String, _ reason: Reason) {
      self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
      self.reason = reason
    }

    fileprivate var fingerprint: UInt64 {
      Folder.hash(path.utf8, Folder.offset) ^ 0x9e37_79b9_7f4a_7c15
    }
  }

  /// One regular file.
  struct Entry: Equatable, Sendable {
    /// The prefix of the walk and the path below the folder.
    var path: String
    /// Bytes.
    var size: Int64
    /// When the content changed last, in nanoseconds since 1970; programs can set it back.
    var modified: Int64
    /// When anything about the file changed last; only the system sets it.
    var changed: Int64
  }

  /// Which files of a folder belong to the walk.
  struct Rule: Sendable {
    /// How their names end.
    var suffixes: [StaticString]
    /// The one name that does not belong all the same.
    var except: StaticString = ""

    /// Whether a file with this name belongs to the walk.
    func accepts(_ name: some BidirectionalCollection<UInt8>) -> Bool {
      !except.withUTF8Buffer { $0.elementsEqual(name) }
        && suffixes.contains { $0.withUTF8Buffer { $0.elementsEqual(name.suffix($0.count)) } }
    }
  }

  private var folders: [Folder] = []
  /// What was not looked at.
  private(set) var gaps: [Gap] = []
  /// A number that is the same for the same files with the same sizes and times, in any order.
  private(set) var fingerprint: UInt64 = 0
  /// How many files there are.
  private(set) var count = 0

  /// Nobody nests documents deeper.
  private static let maximumDepth = 16
  /// From this number of files on, every core takes part: below it, starting threads costs more.
  private static let parallelFrom = 2000

  /// Looks at a folder.
  ///
  /// - Parameters:
  ///   - folder: the folder; a missing one has no files.
  ///   - prefix: what every path begins with, such as `Content/`.
  ///   - boundary: the folder that no symlink may lead out of.
  ///   - expected: how many files there probably are.
  ///   - rule: which files of the folder with this path belong to the walk; nil where it is not
  ///     entered.
  init(
    _ folder: String, prefix: String, boundary: String, expected: Int = 0,
    rule: @Sendable (String) -> Rule?
  ) {
    guard let first = rule(prefix) else { return }
    guard FolderWalk.stays(folder, in: boundary) else {
      add(Gap(prefix, .outside))
      return
    }
    var level = [Task(folder: folder, prefix: prefix, boundary: boundary, depth: 1, rule: first)]
    // Real folders first, so that a file has the path without links where it has both.
    var links: [Task] = []
    var followsLinks = false
    while !(level.isEmpty && links.isEmpty) {
      if level.isEmpty {
        swap(&level, &links)
        followsLinks = true
      }
      let found = FolderWalk.look(at: level, isLarge: expected >= FolderWalk.parallelFrom)
      level = []
      for folder in found {
        // Without a link no folder is met twice. A set would cost more than the rest of a small walk.
        if followsLinks, folders.contains(where: { $0.identity == folder.identity }) { continue }
        for gap in folder.gaps { add(gap) }
        fingerprint &+= folder.fingerprint
        count += folder.files.count
        for (task, isLink) in folder.subfolders(rule) {
          if task.depth > FolderWalk.maximumDepth {
            add(Gap(task.prefix, .tooDeep))
          } else if isLink {
            links.append(task)
          } else {
            level.append(task)
          }
        }
        folders.append(folder)
      }
    }
  }

  private mutating func add(_ gap: Gap) {
    gaps.append(gap)
    fingerprint &+= gap.fingerprint
  }

  /// Whether a path, with all symlinks followed, is in a folder; one that leads nowhere is.
  fileprivate static func stays(_ path: String, in folder: String) -> Bool {
    guard let path = FileSystem.resolved(path), let folder = FileSystem.resolved(folder) else {
      return true
    }
    return path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
  }

  /// The files, in the order of the folders.
  var entries: [Entry] { entries { _, _ in true } }

  /// The files whose times are as wanted: when the content changed, and when anything did.
  func entries(where isWanted: (_ modified: Int64, _ changed: Int64) -> Bool) -> [Entry] {
    folders.flatMap { folder in
      folder.files.filter { isWanted($0.modified, $0.changed) }.map { file in
        Entry(
          path: folder.prefix + String(decoding: folder.names[file.name], as: UTF8.self),
          size: file.size, modified: file.modified, changed: file.changed)
      }
    }
  }

  /// A folder that is to be looked at.
  fileprivate struct Task: Sendable {
    var folder: String
    var prefix: String
    var boundary: String
    var depth: Int
    var rule: Rule
  }

  private static func look(at tasks: [Task], isLarge: Bool) -> [Folder] {
    guard isLarge, tasks.count > 1 else { return tasks.compactMap(Folder.init) }
    let folders = Mutex<[Folder?]>(Array(repeating: nil, count: tasks.count))
    DispatchQueue.concurrentPerform(iterations: tasks.count) { index in
      let folder = Folder(tasks[index])
      folders.withLock { $0[index] = folder }
    }
    return folders.withLock { $0.compactMap(\.self) }
  }
}

#if canImport(Glibc)
  private typealias Directory = OpaquePointer
#else
  private typealias Directory = UnsafeMutablePointer<DIR>
#endif

/// What stands in one folder.
private struct Folder: Sendable {
  struct Identity: Equatable, Sendable {
    var device: UInt64
    var inode: UInt64
  }

  struct File: Sendable {
    /// The place of its name in `names`.
    var name: Range<Int>
    var size: Int64
    var modified: Int64
    var changed: Int64
  }

  private let task: FolderWalk.Task
  var prefix: String { task.prefix }
  private(set) var gaps: [FolderWalk.Gap] = []
  private(set) var identity = Identity(device: 0, inode: 0)
  private(set) var names: [UInt8] = []
  private(set) var files: [File] = []
  private(set) var fingerprint: UInt64 = 0
  private var subfolderNames: [(name: String, isLink: Bool)] = []

  /// Looks at a folder; nil where it is gone.
  init?(_ task: FolderWalk.Task) {
    self.task = task
    guard let directory = opendir(task.folder) else {
      guard errno != ENOENT, errno != ENOTDIR else { return nil }
      gaps.append(FolderWalk.Gap(prefix, .refused(errno)))
      return
    }
    defer { closedir(directory) }
    let descriptor = dirfd(directory)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      gaps.append(FolderWalk.Gap(prefix, .refused(errno)))
      return
    }
    identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    let pathHash = Folder.hash(prefix.utf8, Folder.offset)
    while let entry = Folder.next(directory, gaps: &gaps, prefix: prefix) {
      let name = Folder.name(of: entry)
      guard name[0] != CChar(UInt8(ascii: ".")) else { continue }
      guard fstatat(descriptor, name, &status, 0) == 0 else {
        note(errno, of: name)
        continue
      }
      let isLink = Folder.isLink(entry, name, in: descriptor)
      if isLink, !staysInside(name, status) { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        subfolderNames.append((String(cString: name), isLink))
      case S_IFREG:
        let bytes = UnsafeBufferPointer(start: name, count: strlen(name))
        bytes.withMemoryRebound(to: UInt8.self) { bytes in
          if task.rule.accepts(bytes) { add(bytes, status, pathHash) }
        }
      default: break
      }
    }
  }

  /// The next entry; where the system stops in the middle, that is a gap.
  private static func next(
    _ directory: Directory, gaps: inout [FolderWalk.Gap], prefix: String
  ) -> UnsafeMutablePointer<dirent>? {
    errno = 0
    if let entry = readdir(directory) { return entry }
    if errno != 0 { gaps.append(FolderWalk.Gap(prefix, .refused(errno))) }
    return nil
  }

  private static func isLink(
    _ entry: UnsafeMutablePointer<dirent>, _ name: UnsafePointer<CChar>, in descriptor: Int32
  ) -> Bool {
    if entry.pointee.d_type != UInt8(DT_UNKNOWN) { return entry.pointee.d_type == UInt8(DT_LNK) }
    var status = stat()
    return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Remembers an entry that cannot be looked at, if it can be one that belongs to the walk: a name
  /// that is gone, or a link that leads nowhere, is none.
  private mutating func note(_ code: Int32, of name: UnsafePointer<CChar>) {
    guard code != ENOENT, code != ELOOP, code != ENOTDIR else { return }
    gaps.append(FolderWalk.Gap(prefix + String(cString: name), .refused(code)))
  }

  /// Whether a link leads to something of the knowledge base; if not, and it would have been read, it
  /// is a gap.
  private mutating func staysInside(_ name: UnsafePointer<CChar>, _ status: stat) -> Bool {
    let name = String(cString: name)
    if FolderWalk.stays(task.folder + "/" + name, in: task.boundary) { return true }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    if isFolder || task.rule.accepts(name.utf8) {
      gaps.append(FolderWalk.Gap(prefix + name, .outside))
    }
    return false
  }

  /// The folders in it that are entered, and whether each is a symlink.
  func subfolders(
    _ rule: (String) -> FolderWalk.Rule?
  ) -> [(task: FolderWalk.Task, isLink: Bool)] {
    subfolderNames.compactMap { name, isLink in
      guard let rule = rule(prefix + name + "/") else { return nil }
      let folder = FolderWalk.Task(
        folder: task.folder + "/" + name, prefix: prefix + name + "/", boundary: task.boundary,
        depth: task.depth + 1, rule: rule)
      return (folder, isLink)
    }
  }

  /// The name in place: its field is declared shorter than a name may be on some systems.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    return UnsafePointer(
      (UnsafeMutableRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
  }

  private mutating func add(
    _ name: UnsafeBufferPointer<UInt8>, _ status: stat, _ pathHash: UInt64
  ) {
    #if canImport(Glibc)
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #else
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    let file = File(
      name: names.count..<(names.count + name.count), size: Int64(status.st_size),
      modified: Folder.nanoseconds(modified), changed: Folder.nanoseconds(changed))
    names += name
    files.append(file)
    // Mixed as in SplitMix64, so that the sum over all files cannot cancel out.
    var hash = Folder.hash(name, pathHash)
    for number in [file.size, file.modified, file.changed] {
      hash = (hash ^ UInt64(bitPattern: number)) &+ 0x9e37_79b9_7f4a_7c15
      hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
      hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
      hash ^= hash >> 31
    }
    fingerprint &+= hash
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  fileprivate static let offset: UInt64 = 0xcbf2_9ce4_8422_2325

  /// FNV-1a.
  fileprivate static func hash(_ bytes: some Sequence<UInt8>, _ start: UInt64) -> UInt64 {
    bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
