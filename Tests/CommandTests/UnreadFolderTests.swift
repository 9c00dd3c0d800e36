import Glibc
import Runbook
import Testing

/// What cannot be read is never as if it were not there.
@Suite struct UnreadFolderTests {
  private static let isRoot = getuid() == 0
  // Root may read everything, so somebody else looks.
  private static let other =
    isRoot ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""

  /// A folder that another user owns, indexed and published, in which one folder is closed then.
  private func closed(_ name: String) throws -> RecordFolder {
    let folder = try RecordFolder()
    let made = try folder.shell(
      """
      set -e
      mkdir ../site; chmod 0777 .. ../home
      \(Self.isRoot ? "chown -R 65534:65534 . ../site" : "true")
      \(Self.other)runbook export ../site >/dev/null
      find ../site -type f | sort > ../before
      chmod 000 \(name)
      """)
    #expect(made.status == 0, "\(made.errors)")
    return folder
  }

  private func open(_ folder: RecordFolder) { _ = try? folder.shell("chmod -R u+rwX .") }

  @Test(
    "a folder that cannot be read keeps its pages, and the fault is said",
    arguments: ["Content/runbooks/ecs", "Content/runbooks", "Content"])
  func kept(name: String) throws {
    let folder = try closed(name)
    defer { open(folder) }
    let search = try folder.shell("\(Self.other)runbook search exit 137")
    #expect(search.status == 0, "\(search.errors)")
    #expect(search.output.contains("ecs-oom-killed"))
    #expect(search.errors.contains("\(name):1:1: error: [unreadable]"))
    #expect(search.errors.contains("Permission denied"))
    #expect(search.errors.split(separator: "\n").count == 1)

    for command in [
      "index", "index --rebuild", "doctor", "export ../site", "export ../site --rebuild",
    ] {
      let result = try folder.shell("\(Self.other)runbook \(command)")
      #expect(result.status == 74, "\(command): \(result.output)\(result.errors)")
      #expect((result.output + result.errors).contains("Permission denied"), "\(command)")
    }
    #expect(try folder.shell("find ../site -type f | sort | cmp - ../before").status == 0)
    let lint = try folder.shell("\(Self.other)runbook lint --rule unreadable")
    #expect(lint.status == 1 && lint.output.contains("\(name):1:1"))
    // The lines that the classifier learns from lie in Content itself.
    guard name != "Content" else { return }
    let again = try folder.shell("\(Self.other)runbook search exit 137")
    #expect(again.output == search.output, "after a rebuild the answer is the same")
  }

  @Test("once it can be read again, what changed meanwhile is seen")
  func reopened() throws {
    let folder = try closed("Content/runbooks/ecs")
    _ = try folder.shell("\(Self.other)runbook index")
    open(folder)
    _ = try folder.shell(
      "rm Content/runbooks/ecs/ecs-exec.md; echo 'Seen later.' >> Content/runbooks/ecs/ecs-oom-killed.md"
    )
    let index = try folder.shell("\(Self.other)runbook index")
    #expect(index.status == 0, "\(index.errors)")
    #expect(index.output.contains("removed  Content/runbooks/ecs/ecs-exec.md"))
    #expect(index.output.contains("changed  Content/runbooks/ecs/ecs-oom-killed.md"))
    #expect(try folder.shell("\(Self.other)runbook export ../site").status == 0)
  }

  @Test("without a lock of the system, sixteen notes at once are all kept", arguments: [37, 38])
  func withoutLocks(code: Int) throws {
    let folder = try RecordFolder()
    let shared = try folder.runbook(["log", "--open", "--no-input", "shared"]).lines[0]
    let built = try folder.shell(
      """
      cat > ../shim.c <<'END'
      #include <errno.h>
      int flock(int descriptor, int operation) { errno = CODE; return -1; }
      END
      cc -shared -fPIC -DCODE=\(code) -o ../shim.so ../shim.c
      """)
    try #require(built.status == 0, "\(built.errors)")
    let result = try folder.shell(
      """
      printf 'elsewhere-is-not-here\\n1\\n1\\n' > ../foreign
      printf "$(uname -n)\\n4194303\\n7\\n" > .runbook/lock.held
      cat > ../note <<'END'
      LD_PRELOAD=../shim.so runbook note -i "$1" "note number $2." >/dev/null && echo "$2"
      END
      seq 16 | xargs -P 16 -I{} sh ../note \(shared) {}
      """)
    // On a busy machine one may find the index taken, and says so; its note is kept all the same.
    let busy = "runbook: note: another process is writing the index; this is its last state"
    #expect(result.errors.split(separator: "\n").allSatisfy { $0 == busy }, "\(result.errors)")
    #expect(result.lines.count == 16)
    let page = try folder.text("Content/incidents/\(shared.prefix(4))/\(shared).md")
    for line in result.lines { #expect(page.contains("| note number \(line). |")) }
    #expect(try folder.shell("ls -A .runbook | grep held").output == "")

    // A claim of another machine is not touched, and writing is refused.
    let refused = try folder.shell(
      "cp ../foreign .runbook/lock.held; LD_PRELOAD=../shim.so runbook note -i \(shared) late")
    #expect(refused.status == 75)
    #expect(refused.output == "")
  }

  @Test("without /proc the arguments are still read", .enabled(if: isRoot, "only root can hide it"))
  func withoutProc() throws {
    let folder = try RecordFolder()
    let result = try folder.shell(
      "unshare -m sh -c 'mount -t tmpfs none /proc && echo hidden >&2 && runbook search exit 137'")
    guard result.errors.contains("hidden") else { return }
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("ecs-oom-killed"))
  }

  @Test("a word of --exclude that matches nothing is an error, and nothing is published")
  func exclude() throws {
    let folder = try RecordFolder()
    for word in ["id:zz-private", "tag: internal", "tag:interna", "service:none", "category:none"] {
      let result = try folder.runbook(["export", "../site", "--exclude", word])
      #expect(result.status == 64, "\(word)")
      #expect(FileSystem.status("\(folder.path)/site") == nil)
    }
  }

  @Test("what is printed to be pasted is quoted")
  func quoted() throws {
    let folder = try RecordFolder()
    let result = try folder.runbook(["init", "--no-git", "my kb; touch pwned"])
    #expect(result.errors.contains("cd \"my kb; touch pwned\" &&"))
    let dollar = try folder.runbook(["init", "--no-git", "$(touch pwned)'"])
    #expect(dollar.errors.contains(#"cd '$(touch pwned)'\''' &&"#))
    let option = try folder.runbook(["init", "--no-git", "--", "-x"])
    #expect(option.status != 0 || option.errors.contains("cd ./-x &&"))
  }
}
