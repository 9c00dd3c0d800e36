extension Facts {
  /// Fills what a task, its culprit and its definition name.
  mutating func fillPlaceholders(
    from task: TaskDescription, _ containers: ContainerFacts, _ definition: TaskDefinition?
  ) {
    for arn in [task.taskArn, task.clusterArn, task.taskDefinitionArn] {
      guard let arn else { continue }
      if arn.value.hasPrefix("arn:") { placeholders.take(arn: arn.value) }
    }
    // Not everybody gives whole ARNs.
    if let task = task.taskArn, PlaceholderText.isTaskID(task.value) {
      placeholders.add("task-id", task.value)
    }
    if let cluster = task.clusterArn, !cluster.value.utf8.contains(0x2F) {
      placeholders.add("cluster", cluster.value)
    }
    if let reference = task.taskDefinitionArn, !reference.value.utf8.contains(0x2F) {
      placeholders.add("task-definition", reference.value)
    }
    if let group = task.group?.value {
      let parts = group.parts(by: ":", most: 1)
      if parts.count == 2, parts[0] == "service" { placeholders.add("service", parts[1]) }
      if parts.count == 2, parts[0] == "family" { placeholders.add("family", parts[1]) }
    }
    if let service = task.service?.value, !service.hasPrefix("arn:") {
      placeholders.add("service", service)
    }
    placeholders.deriveFromNames()
    for line in lines { placeholders.merge(PlaceholderText.values(in: line.text)) }
    for attachment in task.attachments where attachment.isNetworkInterface {
      if let subnet = attachment.detail("subnetId") { placeholders.add("subnet-id", subnet.value) }
    }
    if let index = containers.culprit ?? task.containers.indices.first {
      fillPlaceholders(from: task.containers[index], definition)
    }
    if let provider = task.capacityProvider {
      placeholders.add("capacity-provider", provider.value)
    }
    if let stopped = task.stoppedAt {
      placeholders.setWindow(
        from: task.startedAt?.value ?? task.createdAt?.value, to: stopped.value)
    }
  }

  private mutating func fillPlaceholders(
    from container: TaskDescription.Container, _ definition: TaskDefinition?
  ) {
    if let name = container.name { placeholders.add("container", name.value) }
    // The image that a reason names is the one that failed.
    if placeholders["image"] == nil, let image = container.image {
      placeholders.take(image: image.value)
    }
    guard let definition else { return }
    if let role = definition.executionRoleArn { placeholders.takeRole(role, "execution-role") }
    if let role = definition.taskRoleArn { placeholders.takeRole(role, "task-role") }
    // A principal that was refused something is the caller, unless the task has this role.
    for role in [definition.executionRoleArn, definition.taskRoleArn].compactMap({ $0 }) {
      let name = role.parts(by: "/").last.map(String.init) ?? ""
      let principal = ":assumed-role/\(name.lowercased())/"
      if !name.isEmpty, lines.contains(where: { $0.text.folded.contains(principal.utf8) }) {
        placeholders.add("role-name", name)
        placeholders.add("role-arn", role)
      }
    }
    guard let own = definition.container(container.name?.value) else { return }
    if let group = own.logGroup { placeholders.add("log-group", group) }
    if let port = own.port { placeholders.add("port", String(port)) }
    if let prefix = own.streamPrefix {
      placeholders.add("stream-prefix", prefix)
      if let task = placeholders["task-id"] {
        placeholders.add("log-stream", "\(prefix)/\(own.name)/\(task)")
      }
    }
  }
}

extension PlaceholderText {
  /// The values that a line names.
  static func values(in text: SymptomText) -> Placeholders {
    let scanner = WordScanner(text.folded)
    var reader = PlaceholderText(text)
    let table = Keyword.table
    for word in scanner.words {
      table.look(word, in: scanner.folded) { keyword in
        switch keyword {
        case .arn: reader.takeARN(at: Int(word.start))
        case .registry: reader.takeImage(at: Int(word.start))
        case .resourceID(let name): reader.takeID(name, word.range)
        case .named(let name): reader.takeNamed(name, after: Int(word.end))
        default: break
        }
      }
    }
    reader.finish()
    return reader.values
  }
}
