import Glibc
import Runbook
import Testing

/// What must hold when many write at once, when the power goes, and when the disk is full.
@Suite(.serialized) struct RecordFaultTests {
  @Test("32 processes log, 16 note, others index and search, and every record is there")
  func concurrent() throws {
    let folder = try RecordFolder()
    let shared = try folder.runbook(["log", "--open", "--no-input", "shared"]).lines[0]
    let result = try folder.shell(
      """
      mkdir ../out
      run() {
        name=$1; shift; start=$(date +%s%N)
        "$@" >../out/$name.out 2>../out/$name.err
        echo "$name $? $(( ($(date +%s%N) - start) / 1000000 ))" >../out/$name.rc
      }
      for i in $(seq 32); do
        run log$i runbook log "same title" -r ecs-oom-killed=fixed --symptom "marker$i" --no-input &
      done
      for i in $(seq 16); do run note$i runbook note -i \(shared) "note number $i" & done
      for i in 1 2 3 4; do run index$i runbook index & done
      for i in 1 2 3 4; do run search$i runbook search --json exit 137 & done
      wait
      cat ../out/*.rc; cat ../out/*.err | grep -e error -e damaged >&2
      """)
    #expect(result.errors == "")
    let ends = result.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(ends.count == 56)
    #expect(ends.filter { $0[1] != "0" } == [])
    // Nobody waits over five seconds for another, and less on a machine that does nothing else; one
    // that builds at the same time makes everything slower.
    let slowest = ends.compactMap { Int($0[2]) }.max() ?? 0
    let limit = ProcessEnvironment.variables["RUNBOOK_TIMING"] == nil ? 30_000 : 5000
    #expect(slowest < limit, "milliseconds of the slowest process")
    if ProcessEnvironment.variables["RUNBOOK_TIMING"] != nil {
      print("slowest of 56 processes: \(slowest) ms")
    }

    var ids: Set<String> = []
    for number in 1...32 {
      let output = try FileSystem.read("\(folder.path)/out/log\(number).out")
      let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
      ids.insert(String(lines[0]))
      #expect(try folder.text(String(lines[1])).contains("\nmarker\(number)\n"))
    }
    #expect(ids.count == 32)
    let notes = try folder.text(path(of: shared))
    for number in 1...16 {
      #expect(notes.split(separator: "\n").count { $0.hasSuffix("| note number \(number) |") } == 1)
    }
    for number in 1...4 {
      let answer = try FileSystem.read("\(folder.path)/out/search\(number).out")
      let printed = try #require(Printed(String(decoding: answer, as: UTF8.self)))
      #expect(printed["results"]?[0]?["runbook"]?.text == "ecs-oom-killed")
    }
    #expect(try folder.problems() == [])
    let found = try folder.runbook(["incidents", "--ids"])
    #expect(Set(found.lines) == ids.union([shared]))
    for number in [1, 17, 32] {
      let search = try folder.runbook(["search", "--kind", "incidents", "marker\(number)"])
      #expect(search.output.contains("same title"))
    }
  }

  private func path(of id: String) -> String { "Content/incidents/\(id.prefix(4))/\(id).md" }

  @Test("a process that is killed at any moment leaves no torn file and loses no record")
  func killed() throws {
    let folder = try RecordFolder()
    let shared = try folder.runbook(["log", "--open", "--no-input", "shared"]).lines[0]
    let editor = try folder.script("append", "echo \"edit $MARK\" >> \"$1\"")
    let rounds = ProcessEnvironment.variables["RUNBOOK_KILLS"].flatMap { Int($0) } ?? 40
    var generator = SystemRandomNumberGenerator()
    var acknowledged: (logs: [String], notes: [Int], edits: [Int]) = ([], [], [])
    var killed = 0
    let commands = [
      "runbook log --no-input first", "runbook note -i \(shared) first",
      "runbook edit --discard ecs-exec", "runbook index --rebuild",
    ]
    // How long each takes when nobody stops it, in microseconds: moments are drawn from that.
    let lengths = try commands.map { command in
      let start = SystemClock.monotonic
      _ = try folder.shell(command, variables: ["EDITOR": editor, "MARK": "first"])
      return Int((SystemClock.monotonic - start) / 1000)
    }
    for round in 0..<rounds {
      let moment = Int.random(in: 1000...max(2000, lengths[round % 4] * 3 / 4), using: &generator)
      let delay = "\(moment / 1_000_000).\(String(1_000_000 + moment % 1_000_000).dropFirst())"
      let cut = "timeout -s KILL \(delay) runbook"
      let outcome: RecordFolder.Outcome
      switch round % 4 {
      case 0:
        outcome = try folder.shell("\(cut) log --no-input 'kill \(round)' --symptom m\(round)")
        if outcome.status == 0 { acknowledged.logs.append(outcome.lines[1]) }
      case 1:
        outcome = try folder.shell("\(cut) note -i \(shared) 'note \(round).'")
        if outcome.status == 0 { acknowledged.notes.append(round) }
      case 2:
        outcome = try folder.shell(
          "\(cut) edit --discard ecs-exec",
          variables: ["EDITOR": editor, "MARK": "\(round)."])
        if outcome.status == 0 { acknowledged.edits.append(round) }
      default:
        outcome = try folder.shell("\(cut) index --rebuild")
      }
      if outcome.status == 137 { killed += 1 }
      #expect([0, 137].contains(outcome.status), "\(outcome.errors)")
      if round % 20 == 19 { #expect(try folder.problems() == []) }
    }
    #expect(killed > rounds / 4)
    if ProcessEnvironment.variables["RUNBOOK_KILLS"] != nil {
      print(
        "\(killed) of \(rounds) were killed; acknowledged: \(acknowledged.logs.count) logs, "
          + "\(acknowledged.notes.count) notes, \(acknowledged.edits.count) edits")
    }
    let notes = try folder.text(path(of: shared))
    for round in acknowledged.notes { #expect(notes.contains("| note \(round). |")) }
    let page = try folder.text("Content/runbooks/ecs/ecs-exec.md")
    for round in acknowledged.edits { #expect(page.contains("\nedit \(round).\n")) }
    for path in acknowledged.logs { #expect(try folder.text(path).hasSuffix("-->\n")) }
    #expect(try folder.problems() == [])
    let known = Set(try folder.runbook(["incidents", "--ids"]).lines)
    for path in acknowledged.logs {
      #expect(known.contains(String(FileSystem.name(of: path).dropLast(3))))
    }
  }

  private static let isRoot = getuid() == 0

  @Test(
    "on a full disk the error is clear and the draft is kept elsewhere",
    .enabled(if: isRoot, "only root can make a small file system"))
  func fullDisk() throws {
    let folder = try RecordFolder()
    let mount = try folder.shell(
      """
      mkdir ../small && mount -t tmpfs -o size=24m tmpfs ../small && cp -a . ../small/kb
      """)
    // A container may forbid it to root as well.
    try #require(mount.status == 0 || mount.errors.contains("permission"), "\(mount.errors)")
    guard mount.status == 0 else { return }
    defer { _ = try? folder.shell("umount ../small") }
    let result = try folder.shell(
      """
      cd ../small/kb && dd if=/dev/zero of=../fill bs=64k 2>/dev/null
      dd if=/dev/zero of=../fill2 bs=1 count=65536 2>/dev/null
      echo 'CannotPullContainerError: pull access denied' | runbook log --no-input "disk is full" -
      """)
    #expect(result.status == 74)
    #expect(result.errors.contains("No space left on device"))
    #expect(result.errors.contains("what you wrote is kept in \(folder.home)/.local/state/"))
    #expect(result.output == "")

    let note = try folder.shell("rm ../small/fill2; cd ../small/kb && find Content -name '.*.tmp'")
    #expect(note.output == "", "nothing half-written is left")
    let resumed = try folder.shell(
      "rm -f ../small/fill; cd ../small/kb && runbook log --no-input --resume")
    #expect(resumed.status == 0)
    let page = try folder.shell("cat ../small/kb/\(resumed.lines.last ?? "")").output
    #expect(page.contains("title: \"disk is full\""))
    #expect(page.contains(".evidence.txt)"))
    #expect(try folder.shell("ls ../home/.local/state/runbook/drafts").output == "")
  }

  @Test("where files may not grow, the error is clear and nothing half-written is left")
  func fileSizeLimit() throws {
    let folder = try RecordFolder()
    let before = try folder.shell("find Content -type f | sort").output
    // In blocks of 512 bytes: less than a page has.
    let result = try folder.shell("ulimit -f 1; runbook log --no-input 'no room'")
    #expect(result.status == 74)
    #expect(result.errors.contains("File too large"))
    #expect(result.output == "")
    #expect(try folder.shell("find Content -type f | sort").output == before)
    #expect(try folder.runbook(["log", "--no-input", "room"]).status == 0)
    #expect(try folder.problems() == [])
  }

  @Test("in a folder that cannot be written the error is clear and the draft is kept elsewhere")
  func readOnly() throws {
    let folder = try RecordFolder()
    _ = try folder.runbook(["log", "--no-input", "--open", "known"])
    // Root may write anywhere, so somebody else tries.
    let other = Self.isRoot ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
    let result = try folder.shell(
      """
      chmod -R a+rX,a-w . && chmod 0777 ../home
      \(other)env HOME=$HOME runbook log --no-input "read-only"; echo $?
      \(other)env HOME=$HOME runbook note -i known text; echo $?
      """)
    defer { _ = try? folder.shell("chmod -R u+w .") }
    #expect(result.lines == ["73", "73"])
    #expect(result.errors.contains("Permission denied"))
    #expect(result.errors.contains("what you wrote is kept in \(folder.home)/.local/state/"))
    let draft = try folder.shell("cat ../home/.local/state/runbook/drafts/log-*.md")
    #expect(draft.output.contains("title: \"read-only\""))
  }
}
