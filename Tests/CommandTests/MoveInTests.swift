import Runbook
import Testing

/// A team moves in with hundreds of pages that it has.
@Suite struct MoveInTests {
  /// Pages in the shape of public collections, written by a script.
  private static let pages = """
    set -e
    d=Content/runbooks/k8s; mkdir -p $d
    for s in Kube Etcd Node Prometheus Redis Postgres Gitaly; do
      for t in Pod Volume Quota Container Disk Leader Member Image Task Memory; do
        for u in CrashLooping FillingUp NotReady LatencyHigh Mismatch Stopped Missing Down Pending Full; do
          printf '# %s\\n\\n## Meaning\\n\\nThe %s of %s is in trouble: tasks stop, exit code 1 or 137.\\n\\n\
    ## Mitigation\\n\\n- restart it, roll back the image, look at memory and logs\\n' \
            "$s$t$u" "$t" "$s" > "$d/$s$t$u.md"
        done
      done
    done
    """

  @Test("700 pages copied in are found, break no expected search, and make no noise")
  func copiedIn() throws {
    let folder = try RecordFolder()
    #expect(try folder.shell(Self.pages).status == 0)
    let index = try folder.runbook(["index"])
    #expect(index.status == 0, "\(index.errors)")
    let lint = try folder.runbook(["lint"])
    #expect(lint.status == 0, "\(lint.output)\(lint.errors)")
    for text in ["EtcdLeaderMissing", "etcd leader missing", "[FIRING:1] EtcdLeaderMissing (prod)"]
    {
      let search = try folder.runbook(["search", text])
      #expect(search.output.contains("etcd-leader-missing"), "\(text): \(search.output)")
      #expect(search.errors == "", "\(search.errors)")
    }
    let shipped = try folder.runbook(["search", "exit 137"])
    #expect(shipped.output.contains("ecs-oom-killed"))
  }

  @Test("an import can be repeated: edits stay, news come, a clash is said")
  func repeated() throws {
    let folder = try RecordFolder()
    let made = try folder.shell(
      """
      set -e
      mkdir ../wiki
      printf '# KubePodStuck\\n\\nfirst\\n\\nmiddle\\n\\nlast\\n' > ../wiki/KubePodStuck.md
      runbook import ../wiki --area k8s --dry-run
      test ! -e Content/runbooks/k8s
      runbook import ../wiki --area k8s
      sed -i s/first/FIRST/ Content/runbooks/k8s/KubePodStuck.md
      sed -i s/last/LAST/ ../wiki/KubePodStuck.md
      runbook import ../wiki --area k8s
      grep -q FIRST Content/runbooks/k8s/KubePodStuck.md
      grep -q LAST Content/runbooks/k8s/KubePodStuck.md
      runbook search kube pod stuck | grep -q kube-pod-stuck
      sed -i s/LAST/here/ Content/runbooks/k8s/KubePodStuck.md
      sed -i s/LAST/there/ ../wiki/KubePodStuck.md
      """)
    #expect(made.status == 0, "\(made.output)\(made.errors)")
    #expect(made.output.contains("merged"))
    let clash = try folder.shell("runbook import ../wiki --area k8s")
    #expect(clash.status == 1 && clash.output.hasPrefix("conflict"))
    #expect(try folder.shell("grep -q here Content/runbooks/k8s/KubePodStuck.md").status == 0)
  }

  @Test("a team without ECS starts empty, and nothing is missing")
  func empty() throws {
    let folder = try RecordFolder()
    let made = try folder.shell(
      """
      set -e
      runbook init --empty --no-git ../other
      cd ../other
      runbook lint
      runbook init --update .
      mkdir -p Content/runbooks/k8s
      printf '# Redis is full\\n\\nAdd memory.\\n' > Content/runbooks/k8s/RedisFull.md
      runbook search redis is full | grep -q redis-full
      runbook lint
      """)
    #expect(made.status == 0, "\(made.output)\(made.errors)")
    #expect(try folder.shell("cd ../other; runbook search exit 137").status == 1)
  }

  @Test("an update brings what is new and touches no edit")
  func update() throws {
    let folder = try RecordFolder()
    let page = "Content/runbooks/ecs/ecs-exec.md"
    let made = try folder.shell(
      """
      set -e
      cp \(page) ../shipped
      rm Content/runbooks/ecs/ecs-crash-signal.md
      # As an older program had shipped it.
      sed -i '/^## Meaning/a old words' \(page)
      blob=$(printf 'blob %s\\0' "$(wc -c < \(page))" | cat - \(page) | sha1sum | cut -c1-40)
      sed -i "s|^[0-9a-f]* runbooks/ecs/ecs-exec.md|$blob runbooks/ecs/ecs-exec.md|" Content/.origins
      echo 'ours' >> Content/runbooks/ecs/ecs-oom-killed.md
      runbook init --update .
      cmp \(page) ../shipped
      tail -1 Content/runbooks/ecs/ecs-oom-killed.md | grep -q ours
      test ! -e Content/runbooks/ecs/ecs-crash-signal.md
      """)
    #expect(made.status == 0, "\(made.output)\(made.errors)")
    #expect(made.output.contains("updated  \(page)"))
    #expect(made.output.contains("kept  Content/runbooks/ecs/ecs-oom-killed.md"))
    #expect(made.output.contains("removed here  Content/runbooks/ecs/ecs-crash-signal.md"))
  }
}
