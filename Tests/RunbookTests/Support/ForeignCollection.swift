@testable import Runbook

/// Generated collections of runbooks in the shape of public ones.
enum ForeignCollection {
  /// A page, by its path below `runbooks`.
  struct Page {
    var path: String
    var text: String
    /// The alert that it is about; nil for a page about a service.
    var alert: String?
  }

  private static let subjects = [
    "Kube", "Etcd", "Node", "Prometheus", "Alertmanager", "Kubelet", "Redis", "Postgres", "Gitaly",
    "Ceph", "Thanos", "Ingress", "Registry", "Runner",
  ]
  private static let things = [
    "Pod", "Volume", "Replica", "Quota", "Certificate", "Filesystem", "Queue", "Member", "Leader",
    "Job", "Container", "Disk",
  ]
  private static let troubles = [
    "CrashLooping", "FillingUp", "NotReady", "LatencyHigh", "Mismatch", "Unreachable", "Missing",
  ]

  /// As many pages as asked for, always the same.
  static func pages(_ count: Int) -> [Page] {
    (0..<count).map { number in
      let subject = subjects[number % subjects.count]
      let thing = things[number / subjects.count % things.count]
      let trouble = troubles[number / subjects.count / things.count % troubles.count]
      let name = subject + thing + trouble
      let area = subject.lowercased()
      let body = """
        ## Meaning

        The \(thing.lowercased()) of \(subject) is in trouble: \(trouble). A task or a container of it
        may be stopped, pending or restarting, and its image, memory, network and logs are worth a look.

        ## Impact

        The service may be down, with errors 502 and 504, timeouts, or exit codes such as 1 and 137.

        ## Diagnosis

        - `kubectl -n \(area) describe pod` shows what happened
        - look at the load balancer, the health check and the database connection

        ## Mitigation

        - restart the \(thing.lowercased())
        - roll the deployment back
        """
      switch number % 4 {
      case 0:
        return Page(
          path: "hugo/\(area)/\(name).md",
          text:
            "---\ntitle: \(subject) \(thing) \(trouble)\nweight: 20\n---\n\n# \(name)\n\n\(body)\n",
          alert: name)
      case 1:
        return Page(path: "osh/\(area)/\(name).md", text: "# \(name)\n\n\(body)\n", alert: name)
      case 2:
        return Page(
          path: "toml/\(area)/\(name).md",
          text: "+++\ntitle = \"\(name)\"\ntags = [\"\(area)\"]\n+++\n\n\(body)\n", alert: name)
      default:
        return Page(
          path: "wiki/\(area)/\(thing.lowercased())_\(trouble.lowercased())_\(number)/README.md",
          text: "# \(subject): \(thing) and \(trouble)\n\n\(body)\n", alert: nil)
      }
    }
  }
}
