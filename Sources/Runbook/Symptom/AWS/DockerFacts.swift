extension Facts {
  /// Computes the facts of a container's state as Docker tells of it.
  init(dockerState state: Fields, container: Fields?) {
    self.init()
    add(.input, "state")
    add(.context, "container")
    // Between two starts Docker calls a container running as well.
    let isRestarting =
      state.bool("Restarting")?.value ?? (state.string("Status")?.value == "restarting")
    let isRunning =
      !isRestarting
      && (state.bool("Running")?.value ?? (state.string("Status")?.value == "running"))
    let wasKilled = state.bool("OOMKilled")
    if let wasKilled {
      add(.oomKilled, wasKilled.value ? "true" : "false", .json(wasKilled.source))
    }
    if let text = state.string("Error") { addLine(.reason, text) }
    if let health = state.object("Health") { addHealth(health) }
    if isRunning {
      add(.lastStatus, "RUNNING", state.string("Status").map { .json($0.source) } ?? .derived)
    } else if let code = state.int("ExitCode") {
      add(.exitCode, String(code.value), .json(code.source))
      add(.culpritExitCode, String(code.value), .json(code.source))
      if code.value == 137, wasKilled?.value != true {
        add(.killedWithoutOOM, "true", .json(code.source))
      }
    }
    if let name = container?.string("Name") {
      placeholders.add("container", name.value.drop { $0 == "/" })
    }
    let config = container?.objectQuietly("Config")
    if let image = config?.string("Image") { placeholders.take(image: image.value) }
    if let labels = config?.objectQuietly("Labels") { take(labels: labels) }
    if let end = state.time("FinishedAt"), end.value.seconds > 0, !isRunning {
      placeholders.setWindow(from: state.time("StartedAt")?.value, to: end.value)
    }
  }

  /// What the agent writes on the containers of a task.
  private mutating func take(labels: Fields) {
    if let task = labels.string("com.amazonaws.ecs.task-arn") { placeholders.take(arn: task.value) }
    if let cluster = labels.string("com.amazonaws.ecs.cluster") {
      placeholders.take(arn: cluster.value)
      if !cluster.value.hasPrefix("arn:") { placeholders.add("cluster", cluster.value) }
    }
    if let name = labels.string("com.amazonaws.ecs.container-name") {
      placeholders.replace("container", name.value)
    }
    if let family = labels.string("com.amazonaws.ecs.task-definition-family") {
      placeholders.add("family", family.value)
      if let version = labels.string("com.amazonaws.ecs.task-definition-version") {
        placeholders.add("task-definition", "\(family.value):\(version.value)")
      }
    }
  }

  /// Computes the facts of `docker inspect --format '{{json .State.Health}}'`.
  init(dockerHealth health: Fields) {
    self.init()
    add(.input, "state")
    add(.context, "container")
    addHealth(health)
    if values(.healthStatus) == ["UNHEALTHY"] { add(.lastStatus, "RUNNING") }
  }

  private mutating func addHealth(_ health: Fields) {
    guard let status = health.string("Status"), status.value == "unhealthy" else { return }
    add(.healthStatus, "UNHEALTHY", .json(status.source))
  }

  /// Computes the facts of an event of `docker events`; nil for one that tells of no failure.
  init?(dockerEvent event: Fields, actor: Fields) {
    self.init()
    add(.input, "state")
    add(.context, "container")
    let attributes = actor.object("Attributes")
    guard let action = event.string("Action", "status") else { return nil }
    switch action.value {
    case "oom": add(.oomKilled, "true", .json(action.source))
    case "die":
      guard let code = attributes?.int("exitCode"), code.value != 0 else { return nil }
      add(.exitCode, String(code.value), .json(code.source))
      add(.culpritExitCode, String(code.value), .json(code.source))
      if code.value == 137 { add(.killedWithoutOOM, "true", .json(code.source)) }
    case "health_status: unhealthy":
      add(.healthStatus, "UNHEALTHY", .json(action.source))
      add(.lastStatus, "RUNNING")
    default: return nil
    }
    if let name = attributes?.string("name") { placeholders.add("container", name.value) }
    if let image = attributes?.string("image") { placeholders.take(image: image.value) }
    if let time = event.time("time") { placeholders.setWindow(from: nil, to: time.value) }
  }
}
