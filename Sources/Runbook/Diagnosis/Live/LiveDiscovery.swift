/// Finds the cluster of a service or a task that is known by name only.
struct LiveDiscovery {
  private let target: LiveTarget
  private let aws: LiveProgram
  private let report: (LiveNotice) -> Void
  /// Accounts with more clusters are asked about the first of them.
  private static let mostClusters = 100

  init(_ target: LiveTarget, _ aws: LiveProgram, _ report: @escaping (LiveNotice) -> Void) {
    self.target = target
    self.aws = aws
    self.report = report
  }

  /// The cluster, and the service or task in it.
  ///
  /// - Throws: `LiveError` where nothing is called so, or several things are.
  func place() throws(LiveError) -> (cluster: String, subject: LiveTarget.Subject) {
    switch target.subject {
    case .task(let task):
      if let cluster = target.cluster ?? LiveDiscovery.cluster(inARN: task) {
        return (cluster, target.subject)
      }
      return (try cluster(ofTask: task), target.subject)
    case .service(let service):
      if let cluster = target.cluster ?? LiveDiscovery.cluster(inARN: service) {
        return (cluster, target.subject)
      }
      return try find(service)
    case .anyService:
      let known = try services(of: target.cluster ?? "default")
      return try only(known, called: target.cluster ?? "default")
    }
  }

  /// The cluster that a long ARN of a task or service names.
  private static func cluster(inARN arn: String) -> String? {
    let parts = arn.parts(by: "/")
    guard arn.hasPrefix("arn:"), parts.count == 3 else { return nil }
    return String(parts[1])
  }

  /// The service of that name; else the one whose name, or whose cluster, holds it.
  private func find(_ name: String) throws(LiveError) -> (String, LiveTarget.Subject) {
    var known: [LiveService] = []
    for cluster in try clusters() { known += try services(of: cluster) }
    let folded = name.lowercased()
    let exact = known.filter { $0.service.lowercased() == folded }
    if !exact.isEmpty { return try only(exact, called: name) }
    let near = known.filter { $0.service.lowercased().contains(folded) }
    if !near.isEmpty { return try only(near, called: name) }
    let around = known.filter { $0.cluster.lowercased().contains(folded) }
    return try only(around, called: name)
  }

  private func only(
    _ found: [LiveService], called name: String
  ) throws(LiveError) -> (String, LiveTarget.Subject) {
    guard let first = found.first else {
      if aws.calls.allSatisfy({ $0.failure != nil }) { throw .noAnswer }
      throw .notFound(name: name)
    }
    guard found.count == 1 else { throw .ambiguous(name: name, found) }
    report(.note("the service is '\(first.service)' in the cluster '\(first.cluster)'"))
    return (first.cluster, .service(first.service))
  }

  private func cluster(ofTask task: String) throws(LiveError) -> String {
    guard LiveTarget.isName(task) else { throw .notFound(name: task) }
    for cluster in try clusters() {
      let words = ["--cluster", cluster, "--tasks", task]
      guard case .answer(let bytes) = try aws.call("ecs", "describe-tasks", words) else { continue }
      if !SymptomInput(JSONDocument.read(bytes).document).tasks.isEmpty { return cluster }
    }
    if aws.calls.allSatisfy({ $0.failure != nil }) { throw .noAnswer }
    throw .notFound(name: task)
  }

  private func clusters() throws(LiveError) -> [String] {
    guard case .answer(let bytes) = try aws.call("ecs", "list-clusters", []) else { return [] }
    let root = JSONDocument.read(bytes).document.roots.first
    let names = (root?[key: "clusterArns"]?.texts ?? []).map(\.lastPart)
      .filter(LiveTarget.isName)
    if names.count > LiveDiscovery.mostClusters {
      report(
        .note("only the first \(LiveDiscovery.mostClusters) of \(names.count) clusters were asked"))
    }
    return Array(names.prefix(LiveDiscovery.mostClusters))
  }

  private func services(of cluster: String) throws(LiveError) -> [LiveService] {
    let call = try aws.call("ecs", "list-services", ["--cluster", cluster])
    guard case .answer(let bytes) = call else { return [] }
    let root = JSONDocument.read(bytes).document.roots.first
    return (root?[key: "serviceArns"]?.texts ?? []).map(\.lastPart).filter(LiveTarget.isName)
      .map { LiveService(cluster: cluster.lastPart, service: $0) }
  }
}
