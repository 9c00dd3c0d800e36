extension Facts {
  /// Computes the facts of the targets of a load balancer.
  ///
  /// A target that is on its way in or out says something only where none serves.
  init(targets: [Fields]) {
    self.init()
    add(.input, "targets")
    add(.context, "ecs")
    if targets.isEmpty { add(.targetState, "none") }
    let passing = ["initial", "draining"]
    var waiting: [Fields] = []
    var isServed = false
    for target in targets {
      guard let state = Facts.health(of: target)?.string("State")?.value.lowercased() else {
        continue
      }
      if state == "healthy" || state == "unhealthy.draining" {
        isServed = true
      } else if passing.contains(state) {
        waiting.append(target)
      } else {
        addTarget(target)
      }
    }
    if !isServed, values(.targetState).isEmpty { for target in waiting { addTarget(target) } }
  }

  private static func health(of target: Fields) -> Fields? {
    target.object("TargetHealth", "health")
  }

  private mutating func addTarget(_ target: Fields) {
    guard let health = Facts.health(of: target) else { return }
    if let state = health.string("State") {
      add(.targetState, state.value.lowercased(), .json(state.source))
    }
    add(.targetReason, health.string("Reason"))
    if let text = health.string("Description") { addLine(.event, text) }
    // A name like `Target.Timeout` is what pages are written about, so it is looked for as well.
    if let reason = health.string("Reason") { addLine(.event, reason) }
    if let port = target.object("Target")?.int("Port") {
      placeholders.add("port", String(port.value))
    }
  }

  /// Computes the facts of what Service Auto Scaling did.
  init(scalingActivities activities: [Fields]) {
    self.init()
    add(.input, "scaling")
    add(.context, "ecs")
    // The newest first, as the API gives them.
    for activity in activities {
      if let status = activity.string("StatusCode"), status.value.equals(folded: "failed") {
        add(.scaling, "failed", .json(status.source))
      }
      for text in [activity.string("StatusMessage"), activity.string("Description")] {
        if let text { addLine(.event, text) }
      }
      if let resource = activity.string("ResourceId") { take(resource: resource.value) }
    }
    let counts = activities.compactMap { Facts.desiredCount(of: $0) }
    if let change = Facts.turn(in: counts) { add(.scaling, "flapping", .json(change.source)) }
    if let newest = activities.first, let time = newest.time("StartTime") {
      let oldest = activities.last?.time("StartTime")?.value
      placeholders.setWindow(from: oldest, to: time.value)
    }
  }

  /// `service/cluster/name`, as Application Auto Scaling calls a service.
  private mutating func take(resource: String) {
    let parts = resource.parts(by: "/")
    guard parts.count == 3, parts[0] == "service" else { return }
    placeholders.add("cluster", parts[1])
    placeholders.add("service", parts[2])
  }

  /// The number that an activity set the desired count to.
  private static func desiredCount(of activity: Fields) -> Located<Int>? {
    guard let text = activity.string("Description") else { return nil }
    let words = text.value.parts(by: " ")
    guard let place = words.firstIndex(of: "to"), place + 1 < words.count else { return nil }
    let digits = words[place + 1].prefix { $0.isASCII && $0.isNumber }
    return Int(digits).map { Located(value: $0, source: text.source) }
  }

  /// The count at which the direction has changed for the second time; nil where it did not.
  ///
  /// Up and then down is a day's load; up, down and up again is a policy that answers itself.
  private static func turn(in counts: [Located<Int>]) -> Located<Int>? {
    var turns = 0
    var direction = 0
    for (newer, older) in zip(counts, counts.dropFirst()) where newer.value != older.value {
      let step = newer.value > older.value ? 1 : -1
      if direction != 0, step != direction { turns += 1 }
      direction = step
      if turns == 2 { return older }
    }
    return nil
  }
}
