/// What a task definition says that `describe-tasks` does not: what is essential, and where logs go.
struct TaskDefinition: Sendable {
  /// One container definition.
  struct Container: Sendable {
    var name: String
    /// Whether its end ends the task; true where the definition does not say.
    var isEssential: Bool
    var image: String?
    var memory: Int?
    var logGroup: String?
    var streamPrefix: String?
    /// The Region of the log, where the definition names it.
    var logRegion: String?
    /// Where its secrets come from, as `valueFrom` has it.
    var secrets: [String] = []
    /// The first container port.
    var port: Int?
  }

  var arn: Located<String>?
  var family: Located<String>?
  var cpu: Located<Int>?
  var memory: Located<Int>?
  var executionRoleArn: String?
  var taskRoleArn: String?
  var isFargate: Bool
  var containers: [Container] = []
  /// The definition itself.
  var source: JSONValue

  init(_ fields: Fields) {
    source = fields.source
    arn = fields.string("taskDefinitionArn")
    family = fields.string("family")
    cpu = fields.int("cpu")
    memory = fields.int("memory")
    executionRoleArn = fields.string("executionRoleArn")?.value
    taskRoleArn = fields.string("taskRoleArn")?.value
    isFargate =
      (fields.strings("requiresCompatibilities") + fields.strings("compatibilities"))
      .contains { $0.value == "FARGATE" }
    containers = fields.objects("containerDefinitions").compactMap { container in
      guard let name = container.string("name") else { return nil }
      let options = container.object("logConfiguration")?.object("options")
      return Container(
        name: name.value, isEssential: container.bool("essential")?.value ?? true,
        image: container.string("image")?.value, memory: container.int("memory")?.value,
        logGroup: options?.string("awslogs-group")?.value,
        streamPrefix: options?.string("awslogs-stream-prefix")?.value,
        logRegion: options?.string("awslogs-region")?.value,
        secrets: container.objectsQuietly("secrets").compactMap { $0.string("valueFrom")?.value },
        port: container.objects("portMappings").first?.int("containerPort")?.value)
    }
  }

  /// The definition of a container.
  func container(_ name: String?) -> Container? {
    containers.first { $0.name == name }
  }

  /// Whether the definition is that of a task, as far as both say.
  func fits(_ task: TaskDescription) -> Bool {
    guard let reference = task.taskDefinitionArn?.value else { return true }
    let named = reference.split(separator: "/").last ?? ""
    let family = named.prefix { $0 != ":" }
    if let own = self.family?.value { return own == family }
    guard let own = arn?.value.split(separator: "/").last else { return true }
    return own.prefix { $0 != ":" } == family
  }
}

/// The pairs of CPU units and memory that Fargate offers.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html>
enum FargateSize {
  /// Whether a task of this size can be registered; memory in MiB.
  static func isValid(cpu: Int, memory: Int) -> Bool {
    let gigabytes = memory / 1024
    let isWhole = memory % 1024 == 0
    return switch cpu {
    case 256: [512, 1024, 2048].contains(memory)
    case 512: isWhole && (1...4).contains(gigabytes)
    case 1024: isWhole && (2...8).contains(gigabytes)
    case 2048: isWhole && (4...16).contains(gigabytes)
    case 4096: isWhole && (8...30).contains(gigabytes)
    case 8192: isWhole && (16...60).contains(gigabytes) && gigabytes % 4 == 0
    case 16384: isWhole && (32...120).contains(gigabytes) && gigabytes % 8 == 0
    case 32768: isWhole && [60, 120, 244].contains(gigabytes)
    default: false
    }
  }
}
