#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files below a folder with what `stat` says of each, from one look at it.
///
/// Names that begin with a dot are left out. A symlink is followed; a folder that was already
/// seen, such as one that holds itself through a link, is not walked again.
struct FolderWalk {
  /// One regular file.
  struct Entry: Equatable {
    /// The prefix of the walk and the path below the folder.
    var path: String
    /// Bytes.
    var size: Int64
    /// When the content changed last, in nanoseconds since 1970; programs can set it back.
    var modified: Int64
    /// When anything about the file changed last; only the system sets it.
    var changed: Int64
  }

  /// The files, in the order of the folder.
  private(set) var entries: [Entry] = []
  /// A number that is the same for the same files with the same sizes and times, in any order.
  private(set) var fingerprint: UInt64 = 0

  private var seen: Set<Folder> = []
  private var linkedFolders: [(path: String, prefix: String, depth: Int)] = []

  /// Nobody nests documents deeper.
  private static let maximumDepth = 16

  private struct Folder: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  /// Looks at a folder.
  ///
  /// - Parameters:
  ///   - folder: the folder; a missing one has no files.
  ///   - prefix: what every path begins with.
  ///   - accepts: whether a file belongs to the walk, or a folder, whose path ends in `/`, is entered.
  init(_ folder: String, prefix: String, accepts: (String) -> Bool) {
    walk(folder, prefix: prefix, depth: 0, accepts)
    // Real folders first, so that a file has the path without links where it has both.
    while !linkedFolders.isEmpty {
      let next = linkedFolders.removeFirst()
      walk(next.path, prefix: next.prefix, depth: next.depth, accepts)
    }
  }

  private mutating func walk(
    _ folder: String, prefix: String, depth: Int, _ accepts: (String) -> Bool
  ) {
    guard depth < FolderWalk.maximumDepth, let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    let descriptor = dirfd(directory)
    var status = stat()
    guard fstat(descriptor, &status) == 0,
      seen.insert(Folder(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))).inserted
    else { return }
    while let entry = readdir(directory) {
      let isLink = entry.pointee.d_type == UInt8(DT_LNK)
      let bytes = FolderWalk.name(of: entry)
      guard bytes[0] != CChar(UInt8(ascii: ".")), fstatat(descriptor, bytes, &status, 0) == 0
      else { continue }
      let name = String(cString: bytes)
      let path = prefix + name
      switch status.st_mode & S_IFMT {
      case S_IFDIR where accepts(path + "/"):
        if isLink {
          linkedFolders.append(("\(folder)/\(name)", path + "/", depth + 1))
        } else {
          walk("\(folder)/\(name)", prefix: path + "/", depth: depth + 1, accepts)
        }
      case S_IFREG where accepts(path): add(path, status)
      default: break
      }
    }
  }

  /// The name in place: its field is declared shorter than a name may be on some systems.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    return UnsafePointer(
      (UnsafeMutableRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
  }

  private mutating func add(_ path: String, _ status: stat) {
    #if canImport(Glibc)
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #else
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    let entry = Entry(
      path: path, size: Int64(status.st_size), modified: FolderWalk.nanoseconds(modified),
      changed: FolderWalk.nanoseconds(changed))
    fingerprint &+= FolderWalk.hash(entry)
    entries.append(entry)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// FNV-1a over the path, then the numbers mixed in as in SplitMix64: the sum over all files
  /// must not be able to cancel out.
  private static func hash(_ entry: Entry) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in entry.path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for number in [entry.size, entry.modified, entry.changed] {
      hash = (hash ^ UInt64(bitPattern: number)) &+ 0x9e37_79b9_7f4a_7c15
      hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
      hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
      hash ^= hash >> 31
    }
    return hash
  }
}
