import Testing

@testable import Runbook

/// Pages as other tools keep them, copied into the folder of the runbooks.
@Suite struct ForeignPageTests {
  private func page(_ text: String, _ path: String = "k8s/KubePodCrashLooping.md") throws -> Runbook
  {
    let (document, findings) = DocumentParser.parse(
      bytes: Array(text.utf8), path: "Content/runbooks/" + path)
    #expect(findings.allSatisfy { $0.severity == .note }, "\(findings)")
    guard case .runbook(let runbook)? = document else { throw Missing() }
    return runbook
  }

  private struct Missing: Error {}

  @Test("a page without front matter has its names from the file, its title from the heading")
  func plain() throws {
    let runbook = try page("# A pod crashes\n\n## Meaning\n\nIt does.\n")
    #expect(runbook.id == "kube-pod-crash-looping")
    #expect(runbook.title == "A pod crashes")
    #expect(runbook.alerts.map(\.name) == ["KubePodCrashLooping"])
    #expect(runbook.aliases == ["kubepodcrashlooping"])
    #expect(runbook.category == "k8s")
    #expect(runbook.status == .active)
    #expect(runbook.isAsItWas)
  }

  @Test(
    "the front matter of other tools is read, and foreign keys are kept",
    arguments: [
      ("---\ntitle: The pod\nweight: 20\ntags: [pods]\n---\nText.\n", "weight"),
      (
        "+++\ntitle = \"The pod\"\nweight = 20\ntags = [\"pods\",\n  \"more\"]\n+++\nText.\n",
        "weight"
      ),
      (
        "---\ntitle: The pod\nsidebar_position: 3\ntags: [pods]\n---\n\nText.\n", "sidebar_position"
      ),
      (
        "---\nlayout: page\ntitle: The pod\npermalink: /pod/\ntags: [pods]\n---\nText.\n",
        "permalink"
      ),
      ("---\r\ntitle: The pod\r\nhide: [toc]\r\ntags: [pods]\r\n---\r\nText.\r\n", "hide"),
      (
        "---\ntitle: The pod\ncssclasses: [wide]\naliases: [Pod Trouble]\ntags: [pods]\n---\nText.",
        "cssclasses"
      ),
      (
        "---\ntitle: The pod\nkind: page\nowner_team: sre\ntags: [pods]\n---\nText.\n", "owner_team"
      ),
    ])
  func frontMatter(text: String, key: String) throws {
    let runbook = try page(text)
    #expect(runbook.title == "The pod")
    #expect(runbook.tags.first == "pods")
    #expect(runbook.source.unknownKeys.map(\.key).contains(key))
  }

  @Test("TOML keeps its lines: what is wrong in it is named where it stands")
  func toml() throws {
    let runbook = try page("+++\n# a comment\ntitle = 'The pod'\n[params]\nx = 1\n+++\n\n# H\n")
    #expect(runbook.title == "The pod")
    #expect(runbook.source.location(of: "title").line == 3)
    #expect(runbook.source.unknownKeys.map(\.value) == ["x: 1"])
  }

  @Test("front matter that is no YAML does not cost the text")
  func brokenFrontMatter() throws {
    let runbook = try page("---\ntitle: Foo: bar: [\n---\n# The pod\n\nText.\n")
    #expect(runbook.title == "The pod")
    #expect(try page("---\nA line above the text.\n---\n# The pod\n").title == "The pod")
    // A page that was meant for this knowledge base is not guessed at.
    let meant = DocumentParser.parse(
      bytes: Array("---\nid: a\ntitle: b: [\n---\n".utf8), path: "Content/runbooks/a.md")
    #expect(meant.document == nil && meant.findings.first?.severity == .error)
  }

  @Test(
    "an id is the file name in kebab case, or the name of the folder",
    arguments: [
      ("k8s/KubeAPIDown.md", "kube-api-down"), ("k8s/etcdNoLeader.md", "etcd-no-leader"),
      ("k8s/NodeRAIDDegraded.md", "node-raid-degraded"), ("gl/redis/README.md", "redis"),
      ("gl/ci_runners/_index.md", "ci-runners"), ("a/Was tun bei 502?.md", "was-tun-bei-502"),
      ("a/CPUThrottlingHigh.md", "cpu-throttling-high"),
    ])
  func ids(path: String, id: String) throws {
    #expect(try page("Text.\n", path).id == id)
  }

  @Test("the page of a folder counts where it says something")
  func folderPage() throws {
    #expect(try page("# Redis\n\nHow it is run.\n", "gl/redis/README.md").title == "Redis")
    let empty = DocumentParser.parse(
      bytes: Array("---\ntitle: etcd\n---\n".utf8), path: "Content/runbooks/k8s/etcd/_index.md")
    #expect(empty.document == nil && empty.findings.isEmpty)
  }

  @Test(
    "names of alerts are told from words",
    arguments: [
      ("KubePodCrashLooping", "KubePodCrashLooping"), ("etcdNoLeader", "etcdNoLeader"),
      ("Alert Name: \"KubeAPIDown\"", "KubeAPIDown"),
      ("job_queue_depth_high", "job_queue_depth_high"),
      ("Meaning", nil), ("Restart the pod", nil), ("Redis", nil), ("chef_server", nil),
      ("https://x.y/Z", nil),
    ] as [(String, String?)])
  func alertNames(text: String, name: String?) {
    #expect(Alert.name(in: text) == name)
  }

  @Test("each heading of a long page that is the name of an alert is one")
  func longPage() throws {
    let runbook = try page(
      """
      # Alert runbooks

      ### Group: absent

      ##### Alert Name: "KubeAPIDown"

      Look at the API.

      ##### Alert Name: KubeletDown

      Look at the kubelet.
      """, "k8s/runbook.md")
    #expect(runbook.alerts == [Alert("KubeAPIDown", line: 5), Alert("KubeletDown", line: 9)])
  }

  @Test("bullets are no steps, a numbered list is")
  func steps() throws {
    let bullets = try page("# P\n\n## Mitigation\n\n- cassandra\n- ceph\n")
    #expect(bullets.steps.isEmpty)
    #expect(try page("# P\n\n## Mitigation\n\n1. Stop it.\n2. Start it.\n").steps.count == 2)
  }
}
