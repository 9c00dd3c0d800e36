extension Placeholders {
  /// Adds what an ARN names.
  ///
  /// A role is none of it: whoever reads one knows what it is to the task, or does not.
  mutating func take(arn: String) {
    let parts = arn.parts(by: ":", most: 5, keepingEmpty: true)
    guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws") else { return }
    let service = parts[2]
    let resource = parts[5]
    takeRegion(parts[3])
    take(account: parts[4])
    let path = String(resource).parts(by: "/")
    guard let kind = path.first else { return }
    switch service {
    case "ecs": takeECS(kind: kind, path: path, arn: arn)
    case "elasticloadbalancing":
      // Its last part is an id of sixteen digits; a shorter one was cut off.
      guard path.last?.utf8.count == 16 else { return }
      if kind == "targetgroup" { add("target-group-arn", arn) }
      if kind == "loadbalancer" { add("load-balancer-arn", arn) }
    case "secretsmanager": add("secret-arn", arn)
    case "ssm":
      if kind == "parameter" { add("parameter-name", resource.dropFirst("parameter".utf8.count)) }
    case "logs":
      let names = String(resource).parts(by: ":")
      if names.first == "log-group", names.count > 1 { add("log-group", names[1]) }
      if names.count > 3, names[2] == "log-stream" { add("log-stream", names[3]) }
    case "kms": add("kms-key-arn", arn)
    case "s3": add("bucket", kind)
    case "ecr":
      if kind == "repository" { add("repository", resource.dropFirst("repository/".utf8.count)) }
    case "elasticfilesystem":
      if kind == "file-system", path.count > 1 { add("file-system-id", path[1]) }
    case "ec2":
      let ids = ["subnet": "subnet-id", "vpc": "vpc-id", "security-group": "security-group-id"]
      if path.count > 1, let name = ids[String(kind)] { add(name, path[1]) }
    default: break
    }
  }

  /// Adds an account.
  mutating func take(account: some StringProtocol) {
    guard account.utf8.count == 12, account.utf8.allSatisfy(ASCII.isDigit) else { return }
    add("account-id", account)
  }

  /// Adds a role as `<kind-arn>`, and its name as `<kind-name>` where there is such a placeholder.
  mutating func takeRole(_ arn: String, _ kind: String) {
    guard arn.hasPrefix("arn:") else { return }
    add("\(kind)-arn", arn)
    if kind == "execution-role", let name = arn.parts(by: "/").last {
      add("execution-role-name", name)
    }
  }

  /// Adds what an address of the console names.
  mutating func take(consoleLink link: String) {
    let halves = link.parts(by: "?", most: 1)
    var key: Substring = ""
    for part in String(halves[0]).parts(by: "/") {
      switch key {
      case "clusters": add("cluster", part)
      case "services": add("service", part)
      case "tasks": if PlaceholderText.isTaskID(part) { add("task-id", part) }
      default: break
      }
      key = part
    }
    guard halves.count > 1 else { return }
    for pair in String(halves[1]).parts(by: "&") where pair.hasPrefix("region=") {
      takeRegion(pair.dropFirst("region=".count).prefix { $0 != "#" })
    }
  }

  private mutating func takeECS(kind: Substring, path: [Substring], arn: String) {
    guard let last = path.last, path.count > 1 else { return }
    switch kind {
    case "cluster": add("cluster", last)
    case "task":
      guard PlaceholderText.isTaskID(last) else { return }
      if path.count == 3 { add("cluster", path[1]) }
      add("task-id", last)
      add("task-arn", arn)
    case "service":
      if path.count == 3 { add("cluster", path[1]) }
      add("service", last)
    case "container":
      if path.count == 4, PlaceholderText.isTaskID(path[2]) {
        add("cluster", path[1])
        add("task-id", path[2])
      }
    case "task-definition":
      add("task-definition", last)
      add("family", String(last).parts(by: ":").first ?? "")
    case "container-instance":
      guard PlaceholderText.isTaskID(last) else { return }
      if path.count == 3 { add("cluster", path[1]) }
      add("container-instance-id", last)
    case "capacity-provider": add("capacity-provider", last)
    case "service-deployment", "service-revision":
      if path.count == 4 {
        add("cluster", path[1])
        add("service", path[2])
      }
      guard path.count == 4 else { return }
      if kind == "service-revision" { add("service-revision-arn", arn) }
      if kind == "service-deployment" { add("deployment-id", last) }
    default: break
    }
  }

  /// Adds what an image reference names: `[registry/]repository[:tag][@digest]`.
  mutating func take(image reference: String) {
    let halves = reference.parts(by: "@", most: 1)
    guard let name = halves.first else { return }
    let digest = halves.count > 1 && halves[1].hasPrefix("sha256:") ? halves[1] : nil
    let parts = String(name).parts(by: "/")
    guard let last = parts.last else { return }
    var isECR = false
    if parts.count > 1, let registry = parts.first, String(registry).contains(folded: ".dkr.ecr") {
      isECR = true
      let labels = String(registry).parts(by: ".")
      if labels.count > 3 {
        if labels[0].utf8.count == 12, labels[0].utf8.allSatisfy(ASCII.isDigit) {
          takeRegistry(account: labels[0])
        }
        takeRegion(ofRegistry: labels[3])
      }
    }
    let tag = String(last).parts(by: ":")
    var repository = parts.dropFirst(isECR ? 1 : 0).dropLast().map(String.init)
    // `https://…/v2/app/manifests/v1` is the registry's own path for app:v1.
    if isECR, repository.first == "v2" {
      repository.removeFirst()
      guard let kind = repository.last, ["manifests", "blobs"].contains(kind) else { return }
      repository.removeLast()
      add("repository", repository.joined(separator: "/"))
      if kind == "manifests", tag.count == 1 { add("tag", last) }
      return
    }
    // A registry alone is no image.
    guard parts.count > 1 || !String(last).contains(folded: ".dkr.ecr") else { return }
    add("image", reference)
    if isECR, let bare = tag.first {
      add("repository", (repository + [String(bare)]).joined(separator: "/"))
      if tag.count > 1 { add("tag", tag[1]) }
    }
    if let digest { add("digest", digest) }
  }

  /// Adds names that follow from others: the parts of an image or of a task definition.
  mutating func deriveFromNames() {
    if let image = self["image"] { take(image: image) }
    if let definition = self["task-definition"] {
      add("family", definition.parts(by: ":").first ?? "")
    }
  }
}
