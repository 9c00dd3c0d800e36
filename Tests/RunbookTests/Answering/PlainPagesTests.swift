import Testing

@testable import Runbook

/// Pages that a team brings along are found by their names and words, and move no other answer.
@Suite struct PlainPagesTests {
  private func base(_ pages: [(path: String, text: String)]) throws -> KnowledgeBase {
    let folder = try KnowledgeFolder()
    for page in pages { try folder.write(page.text, to: "runbooks/" + page.path) }
    let (base, report) = try folder.refreshed()
    #expect(report.findings == [])
    return base
  }

  private func first(_ text: String, in base: KnowledgeBase) throws -> (id: String?, Answer.Kind) {
    let answer = try Search(base).answer(SearchRequest(text))
    return (answer.results.first?.id, answer.kind)
  }

  @Test("an alert is found by its name, in a paste, and by its words")
  func alerts() throws {
    let pages = ForeignCollection.pages(300)
    let base = try base(pages.map { ($0.path, $0.text) })
    for page in pages.filter({ $0.alert != nil }).prefix(60) {
      let name = page.alert ?? ""
      let id = DocumentID.derived(fromPath: page.path)
      let words = id?.split(separator: "-").joined(separator: " ") ?? ""
      for text in [
        name, words, "[FIRING:1] \(name) (prod eu-west-1 warning) since 10:31 on node-7",
      ] {
        let found = try first(text, in: base)
        #expect(found.id == id && found.1 == .match, "\(text): \(found)")
      }
    }
    #expect(try first("a recipe for banana bread", in: base).1 == .none)
  }

  @Test("a page with a heading for each alert is found at the heading")
  func section() throws {
    let text = (0..<20).map { number in
      "## KubeThing\(["Alpha", "Bravo", "Delta", "Gamma"][number % 4])\(number)Down\n\n"
        + "Look at the thing and restart it.\n"
    }.joined(separator: "\n")
    let base = try base([("k8s/runbook.md", "# Runbooks\n\n\(text)")])
    let answer = try Search(base).answer(SearchRequest("KubeThingGamma7Down"))
    #expect(answer.results.first?.section == "KubeThingGamma7Down")
    #expect(answer.results.first?.line == 33)
  }

  @Test("words of other systems are the page's own where its name holds them")
  func scope() throws {
    let content = try TeamContent()
    try content.write(
      "# etcd no leader\n\nFind the leader.\n", to: "Content/runbooks/k8s/etcdNoLeader.md")
    try content.write(
      """
      ---
      id: redis-oom
      title: Redis is out of memory
      kind: runbook
      symptoms: ["redis OOM command not allowed when used memory > maxmemory"]
      ---

      # Redis is out of memory
      """, to: "Content/runbooks/team/redis-oom.md")
    #expect(try content.answer("etcd no leader").results.first?.id == "etcd-no-leader")
    let redis = try content.answer("redis OOM command not allowed when used memory > maxmemory")
    #expect(redis.results.first?.id == "redis-oom" && redis.kind != .none)
  }

  @Test("what a taught page gets does not depend on how many plain pages lie beside it")
  func independence() throws {
    let taught = (
      "ecs/a.md",
      """
      ---
      id: a
      title: The image cannot be pulled
      kind: runbook
      symptoms: ["CannotPullContainerError: pull image manifest has been retried"]
      ---

      # The image cannot be pulled

      A task stops while its image is pulled.
      """
    )
    let query = "the pull of the image failed"
    let alone = try Search(base([taught])).answer(SearchRequest(query))
    let many = try Search(
      base([taught] + ForeignCollection.pages(200).map { ($0.path, $0.text) })
    ).answer(SearchRequest(query))
    #expect(alone.results.first?.id == "a")
    let found = many.results.first { $0.id == "a" }
    #expect(found?.score == alone.results.first?.score)
    #expect(many.results.first?.id == "a" && many.kind == alone.kind)
  }

  @Test("files of one name in several folders are all pages, and each keeps its id")
  func names() throws {
    let folder = try KnowledgeFolder()
    try folder.write("# One\n\nalpha\n", to: "runbooks/a/KubeAPIDown.md")
    try folder.write("# Two\n\nbravo\n", to: "runbooks/b/KubeAPIDown.md")
    let (base, report) = try folder.refreshed()
    #expect(report.findings == [])
    #expect(try base.runbooks.allIDs() == ["b-kube-api-down", "kube-api-down"])
    folder.remove("runbooks/a/KubeAPIDown.md")
    #expect(try base.refresh().findings == [])
    #expect(try base.runbooks.allIDs() == ["kube-api-down"])
    try folder.write("# One\n\nalpha\n", to: "runbooks/a/KubeAPIDown.md")
    #expect(try base.refresh().findings == [])
    #expect(try base.runbooks.allIDs() == ["b-kube-api-down", "kube-api-down"])
    try base.checkInvariants()
    // The page that was written for this knowledge base has the name.
    try folder.write(runbookText("kube-api-down", body: "x"), to: "runbooks/z/kube-api-down.md")
    #expect(try base.refresh().findings == [])
    #expect(
      try base.runbooks.allIDs() == ["a-kube-api-down", "b-kube-api-down", "kube-api-down"])
  }
}
