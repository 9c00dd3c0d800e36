/// Finds the values of placeholders in a text: ARNs, ids, image references, `--cluster prod`.
struct PlaceholderText {
  private let text: SymptomText
  private(set) var values = Placeholders()
  /// Where the last ARN ended, so that its parts are not read again as something else.
  private var covered = 0

  init(_ text: SymptomText) {
    self.text = text
  }

  /// Prefixes of resource ids with the placeholder each fills: `subnet-0123456789abcdef0`.
  static let resourceIDs: [(prefix: String, name: String)] = [
    ("subnet", "subnet-id"), ("sg", "security-group-id"), ("vpc", "vpc-id"),
    ("rtb", "route-table-id"), ("fs", "file-system-id"),
  ]

  /// Keys, options and nouns that stand before a name, with the placeholder it fills.
  static let namedValues: [(key: String, name: String)] = [
    ("cluster", "cluster"), ("clustername", "cluster"), ("cluster_name", "cluster"),
    ("service", "service"), ("services", "service"), ("servicename", "service"),
    ("service_name", "service"), ("task", "task-id"), ("tasks", "task-id"), ("taskid", "task-id"),
    ("family", "family"), ("container", "container"), ("containername", "container"),
    ("container_name", "container"), ("region", "region"), ("group", "log-group"),
    ("prefix", "stream-prefix"), ("port", "port"), ("ref", "image"), ("repository", "repository"),
    ("deployment", "deployment-id"), ("instance", "container-instance-id"), ("bucket", "bucket"),
    ("parameters", "parameter-name"), ("role", "role-name"), ("provider", "capacity-provider"),
    ("subnet", "subnet-id"), ("account", "account-id"),
  ]

  /// Reads `arn:aws:ecs:eu-west-1:111122223333:task/prod/0123…` that starts at the place.
  mutating func takeARN(at start: Int) {
    guard start >= covered, start + 4 < text.plain.count, text.plain[start + 3] == 0x3A else {
      return
    }
    var end = start
    while end < text.plain.count, PlaceholderText.isARN(text.plain[end]) { end += 1 }
    while end > start, ".:,-/".utf8.contains(text.plain[end - 1]) { end -= 1 }
    covered = end
    values.take(arn: text.string(start..<end))
  }

  /// Letters, digits and `:/_+=.@-`.
  private static func isARN(_ byte: UInt8) -> Bool {
    isName(byte) || ":/+=@".utf8.contains(byte)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F || byte == 0x2E
  }

  /// Reads an ECR reference around its `dkr`: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1`.
  mutating func takeImage(at place: Int) {
    guard place >= covered else { return }
    var start = place
    while start > 0, PlaceholderText.isName(text.plain[start - 1]) { start -= 1 }
    var end = place
    while end < text.plain.count, PlaceholderText.isARN(text.plain[end]) { end += 1 }
    while end > start, ".:,-/".utf8.contains(text.plain[end - 1]) { end -= 1 }
    covered = end
    values.take(image: text.string(start..<end))
  }

  /// Reads an id after its prefix.
  mutating func takeID(_ name: String, _ prefix: Range<Int>) {
    let start = prefix.upperBound
    guard prefix.lowerBound >= covered, start < text.plain.count, text.plain[start] == 0x2D else {
      return
    }
    var end = start + 1
    while end < text.folded.count, PlaceholderText.isHex(text.folded[end]) { end += 1 }
    guard end - start > 8 else { return }
    values.add(name, text.string(prefix.lowerBound..<end))
  }

  private static func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x61 < 6 }

  /// Reads a name after its key: `cluster: prod`, `--service web`, `(task 0123…)`, `"family": "x"`.
  mutating func takeNamed(_ name: String, after end: Int) {
    let keyEnd = end
    var start = keyEnd
    let limit = min(keyEnd + 6, text.plain.count)
    while start < limit, " :=\"'[{".utf8.contains(text.plain[start]) { start += 1 }
    let gap = text.plain[keyEnd..<start]
    guard !gap.isEmpty, start >= covered else { return }
    var valueEnd = start
    while valueEnd < text.plain.count, PlaceholderText.isARN(text.plain[valueEnd]) { valueEnd += 1 }
    while valueEnd > start, ".:,-".utf8.contains(text.plain[valueEnd - 1]) { valueEnd -= 1 }
    guard valueEnd > start else { return }
    let value = text.string(start..<valueEnd)
    let isKeyed =
      gap.contains(0x3A) || gap.contains(0x3D) || gap.contains(0x5B) || gap.contains(0x22)
    let isOption = isOption(before: keyEnd)
    if accepts(name, value, isKeyed: isKeyed, isOption: isOption, keyEnd: keyEnd) {
      values.add(name, value)
    }
  }

  /// Whether the word that ends at the place is `--word` on a command line.
  private func isOption(before end: Int) -> Bool {
    var start = end
    while start > 0, PlaceholderText.isName(text.plain[start - 1]) { start -= 1 }
    return start + 2 < end && text.plain[start] == 0x2D && text.plain[start + 1] == 0x2D
  }

  private func isInParentheses(_ keyEnd: Int, _ key: Int) -> Bool {
    keyEnd > key && text.plain[keyEnd - key - 1] == 0x28
  }

  /// Whether a value looks like what the placeholder needs; prose such as `service is down` does not.
  private func accepts(
    _ name: String, _ value: String, isKeyed: Bool, isOption: Bool, keyEnd: Int
  ) -> Bool {
    let bytes = Array(value.utf8)
    let isPlain = bytes.allSatisfy { PlaceholderText.isName($0) }
    switch name {
    case "task-id":
      return bytes.count == 32 && bytes.allSatisfy { PlaceholderText.isHex($0 | 0x20) }
    case "container-instance-id":
      return bytes.count == 32 && bytes.allSatisfy { PlaceholderText.isHex($0 | 0x20) }
    case "account-id": return bytes.count == 12 && bytes.allSatisfy { $0 &- 0x30 < 10 }
    case "port":
      return isPlain && Int(value).map { (1...65535).contains($0) } ?? false
        && (isKeyed || isInParentheses(keyEnd, 4))
    case "region": return PlaceholderText.isRegion(value)
    case "deployment-id": return value.hasPrefix("ecs-svc/")
    case "image": return value.contains("/") && !value.hasPrefix("/")
    case "parameter-name": return value.hasPrefix("/")
    case "log-group": return value.hasPrefix("/") || isKeyed && isPlain && value.contains("-")
    case "stream-prefix", "family", "bucket", "repository", "capacity-provider":
      return (isKeyed || isOption) && isPlain && bytes.count > 1
    case "subnet-id": return value.hasPrefix("subnet-")
    case "service":
      if value.hasPrefix("service:") { return false }
      return isPlain && bytes.count > 1 && (isKeyed || isOption || isInParentheses(keyEnd, 7))
    default: return isPlain && bytes.count > 1 && (isKeyed || isOption)
    }
  }

  /// `eu-west-1`, `us-gov-east-1`.
  static func isRegion(_ value: some StringProtocol) -> Bool {
    var parts = 0
    var length = 0
    var isNumber = false
    for byte in value.utf8 {
      if byte == 0x2D {
        guard length > 0, !isNumber, parts > 0 || length <= 4 else { return false }
        parts += 1
        length = 0
      } else if ASCII.isDigit(byte) {
        guard length == 0 || isNumber else { return false }
        isNumber = true
        length += 1
      } else {
        guard byte &- 0x61 < 26, !isNumber else { return false }
        length += 1
      }
    }
    return isNumber && (2...3).contains(parts)
  }

  /// What follows from the values that were found.
  mutating func finish() {
    values.deriveFromNames()
  }
}

extension Placeholders {
  /// Adds what an ARN names.
  mutating func take(arn: String) {
    let parts = arn.parts(by: ":", most: 5, keepingEmpty: true)
    guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws") else { return }
    let service = parts[2]
    let resource = parts[5]
    if PlaceholderText.isRegion(parts[3]) { add("region", parts[3]) }
    if parts[4].utf8.count == 12, parts[4].utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
      add("account-id", parts[4])
    }
    let path = String(resource).parts(by: "/")
    guard let kind = path.first else { return }
    switch service {
    case "ecs": takeECS(kind: kind, path: path, arn: arn)
    case "elasticloadbalancing":
      if kind == "targetgroup" { add("target-group-arn", arn) }
      if kind == "loadbalancer" { add("load-balancer-arn", arn) }
    case "secretsmanager": add("secret-arn", arn)
    case "ssm":
      if kind == "parameter" { add("parameter-name", resource.dropFirst("parameter".utf8.count)) }
    case "iam":
      guard kind == "role", let name = path.last, path.count > 1 else { return }
      add("role-arn", arn)
      add("role-name", name)
    case "sts":
      if kind == "assumed-role", path.count > 1 { add("role-name", path[1]) }
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

  private mutating func takeECS(kind: Substring, path: [Substring], arn: String) {
    guard let last = path.last, path.count > 1 else { return }
    switch kind {
    case "cluster": add("cluster", last)
    case "task":
      if path.count == 3 { add("cluster", path[1]) }
      add("task-id", last)
      add("task-arn", arn)
    case "service":
      if path.count == 3 { add("cluster", path[1]) }
      add("service", last)
    case "container":
      if path.count == 4 {
        add("cluster", path[1])
        add("task-id", path[2])
      }
    case "task-definition":
      add("task-definition", last)
      add("family", String(last).parts(by: ":").first ?? "")
    case "container-instance":
      if path.count == 3 { add("cluster", path[1]) }
      add("container-instance-id", last)
    case "capacity-provider": add("capacity-provider", last)
    case "service-deployment", "service-revision":
      if path.count == 4 {
        add("cluster", path[1])
        add("service", path[2])
      }
      if kind == "service-revision" { add("service-revision-arn", arn) }
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
        if labels[0].utf8.count == 12, labels[0].utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
          add("account-id", labels[0])
        }
        if PlaceholderText.isRegion(labels[3]) { add("region", labels[3]) }
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
    guard !isECR || parts.count > 1 else { return }
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
