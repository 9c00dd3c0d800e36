/// An alarm of CloudWatch as `describe-alarms` gives it.
struct AlarmDescription: Sendable {
  var name: Located<String>
  var isInAlarm: Bool
  var metric: Located<String>?
  var reason: Located<String>?
  var since: Located<Timestamp>?
  var dimensions: [(name: String, value: String)]
  var source: JSONValue

  /// Reads an alarm; nil for anything without a name and a state.
  init?(_ fields: Fields) {
    guard let name = fields.string("AlarmName"), let state = fields.string("StateValue") else {
      return nil
    }
    self.name = name
    isInAlarm = state.value == "ALARM"
    metric = fields.string("MetricName")
    reason = fields.string("StateReason")
    since = fields.time("StateTransitionedTimestamp", "StateUpdatedTimestamp")
    dimensions = fields.objectsQuietly("Dimensions").compactMap { dimension in
      guard let name = dimension.string("Name"), let value = dimension.string("Value") else {
        return nil
      }
      return (name.value, value.value)
    }
    // An alarm on an expression has its metrics one level deeper.
    if metric == nil {
      for query in fields.objectsQuietly("Metrics") {
        guard let own = query.objectQuietly("MetricStat")?.objectQuietly("Metric") else { continue }
        metric = own.string("MetricName")
        dimensions += own.objectsQuietly("Dimensions").compactMap { dimension in
          guard let name = dimension.string("Name"), let value = dimension.string("Value") else {
            return nil
          }
          return (name.value, value.value)
        }
        break
      }
    }
    source = fields.source
  }

  /// The value of a dimension.
  func dimension(_ name: String) -> String? { dimensions.first { $0.name == name }?.value }

  /// Whether it watches a service, its target groups or what a deployment of it looks at.
  func isAbout(_ service: ServiceDescription) -> Bool {
    if let name = dimension("ServiceName") { return name == service.name?.value }
    if let group = dimension("TargetGroup") {
      return service.targetGroups.contains { $0.value.hasSuffix(":" + group) }
    }
    return service.alarms.contains { $0.value == name.value }
  }
}

extension Facts {
  /// Computes the facts of an alarm that has gone off.
  init(alarm: AlarmDescription) {
    self.init()
    add(.input, "alarm")
    add(.context, "ecs")
    add(.alarm, alarm.metric?.value ?? alarm.name.value, .json((alarm.metric ?? alarm.name).source))
    if let reason = alarm.reason { add(.failureDetail, reason) }
    if let cluster = alarm.dimension("ClusterName") { placeholders.add("cluster", cluster) }
    if let service = alarm.dimension("ServiceName") { placeholders.add("service", service) }
    placeholders.add("alarm-name", alarm.name.value)
    if let since = alarm.since { placeholders.setWindow(from: nil, to: since.value) }
  }
}
