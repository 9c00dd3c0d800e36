import Runbook
import Testing

@Suite struct RecordCloneTests {
  @Test("three clones record, note and close at once, and merge without a conflict")
  func merge() throws {
    let folder = try RecordFolder()
    let setUp = try folder.shell(
      """
      set -e
      runbook log --no-input --open --started 2026-11-03T10:00:00Z "shared outage" >/dev/null
      runbook log --no-input --open --started 2026-11-03T11:00:00Z "second outage" >/dev/null
      git init -q -b main . && git add -A && git commit -qm start
      for clone in a b c; do
        git clone -q . ../$clone && cd ../$clone && rm -rf .runbook
        for n in 1 2 3 4 5; do
          runbook log --no-input --runbook ecs-oom-killed=fixed --started "2026-11-0$n 09:00" \
            "clone $clone number $n" --symptom "only-$clone-$n" >/dev/null
        done
        runbook note -i 2026-11-03-shared-outage --at 2026-11-03T10:0${#clone}:00Z "noted in $clone" >/dev/null
        runbook note -i 2026-11-03-second-outage --at 2026-11-03T11:05:00Z "seen from $clone" >/dev/null
        git add -A && git commit -qm "from $clone"; cd ../kb
      done
      runbook close --no-input 2026-11-03-second-outage --resolved 2026-11-03T12:00:00Z >/dev/null
      runbook edit ecs-oom-killed >/dev/null
      git commit -qam "from here"
      """, variables: ["EDITOR": try folder.script("append", "echo 'A line more.' >> \"$1\"")])
    #expect(setUp.status == 0, "\(setUp.errors)")
    for clone in ["a", "b", "c"] {
      let pulled = try folder.shell("git pull -q --no-rebase --no-edit ../\(clone) main")
      #expect(pulled.status == 0, "\(pulled.output)\(pulled.errors)")
    }
    #expect(try folder.runbook(["index"]).status == 0)
    #expect(try folder.problems() == [])
    #expect(try folder.runbook(["incidents", "--ids"]).lines.count == 17)
    for clone in ["a", "b", "c"] {
      #expect(
        try folder.text("Content/incidents/2026/2026-11-03-shared-outage.md").contains(
          "noted in \(clone)"))
      #expect(
        try folder.text("Content/incidents/2026/2026-11-03-second-outage.md").contains(
          "seen from \(clone)"))
      let search = try folder.runbook(["search", "--kind", "incidents", "only-\(clone)-3"])
      #expect(search.output.contains("clone \(clone) number 3"))
    }
    let second = try folder.text("Content/incidents/2026/2026-11-03-second-outage.md")
    #expect(second.contains("status: resolved"))

    // The text that the clones used is another one by now, and can still be shown.
    let first = folder.incidents.first { $0.contains("/2026-11-01-clone-a-number-1-") }
    let page = try folder.text(try #require(first))
    let pin = page.split(separator: "revision: ")[1].prefix { $0 != "," }
    let old = try folder.shell(
      "rm -rf .runbook; runbook show --raw ecs-oom-killed@\(pin) | git hash-object --stdin")
    #expect(old.lines == [String(pin)])
    #expect(
      !(try folder.shell("git hash-object Content/runbooks/ecs/ecs-oom-killed.md").lines == [
        String(pin)
      ]))
  }

  @Test("two clones that close one incident differently leave it readable, and closing it mends it")
  func closedTwice() throws {
    let folder = try RecordFolder()
    let id = "2026-11-03-shared-outage"
    let result = try folder.shell(
      """
      set -e
      runbook log --no-input --open --started 2026-11-03T10:00:00Z "shared outage" >/dev/null
      git init -q -b main . && git add -A && git commit -qm start
      git clone -q . ../a; git clone -q . ../b
      cd ../a && runbook note --at 2026-11-03T10:10:00Z "first in a" && runbook link \(id) ecs-exec -o helped
      runbook close --no-input --severity SEV2 --resolved 2026-11-03T12:00:00Z && git commit -qam a
      cd ../b && runbook note --at 2026-11-03T10:05:00Z "first in b" && runbook link \(id) oom -o fixed
      runbook close --no-input --severity SEV1 --resolved 2026-11-03T12:05:00Z && git commit -qam b
      cd ../kb && git pull -q --no-rebase --no-edit ../a main && git pull -q --no-rebase --no-edit ../b main
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let list = try folder.runbook(["incidents"])
    #expect(list.output.contains("SEV2  resolved  2 h  \(id)"))
    let lint = try folder.runbook(["lint"]).output
    #expect(lint.contains("key 'severity' stands twice, first on line 6; the first counts"))
    #expect(try folder.runbook(["incidents", "--runbook", "ecs-exec", "--ids"]).lines == [id])
    #expect(try folder.runbook(["incidents", "--runbook", "oom", "--ids"]).lines == [id])

    let closed = try folder.runbook([
      "close", id, "--no-input", "--severity", "SEV1", "--resolved", "2026-11-03T12:05:00Z",
    ])
    #expect(closed.status == 0, "\(closed.errors)")
    #expect(
      try folder.runbook(["note", "-i", id, "--at", "2026-11-03T10:07:00Z", "merged"]).status == 0)
    #expect(try folder.problems() == [])
    let rows = try folder.text("Content/incidents/2026/\(id).md").split(separator: "\n").filter {
      $0.hasPrefix("| 2026")
    }
    #expect(
      rows.map { $0.dropFirst(13) } == [
        "10:00:00Z | Started |", "10:05:00Z | first in b |", "10:07:00Z | merged |",
        "10:10:00Z | first in a |", "12:00:00Z | Resolved |", "12:05:00Z | Resolved |",
      ])
  }
}
