/// What `aws … --output text` prints, as the JSON that it stands for.
///
/// A row is the name of a list in capitals and, divided by tabs, the values of one object in the
/// order of their keys; the keys themselves are left out, and so is what the object lacks. The
/// values are set against the keys that AWS has, each of which takes only what looks like its own.
enum TextOutput {
  /// Reads rows; nil where the text has none of a known name.
  static func read(_ text: String) -> JSON? {
    var tasks: [Item] = []
    var services: [Item] = []
    for line in text.parts(by: "\n") {
      let cells = String(line).parts(by: "\t").map { String($0).withoutOuterBlanks }
      if cells.count > 1, let key = networkKeys[cells[0]], let service = services.last {
        service.addNetwork(key, Array(cells.dropFirst()))
        continue
      }
      guard cells.count > 1, let list = TextColumns.lists[cells[0]] else { continue }
      let item = Item(list.name, object(Array(cells.dropFirst()), list.columns))
      switch cells[0] {
      case "TASKS", "TASK": tasks.append(item)
      case "SERVICES", "SERVICE": services.append(item)
      default:
        // A list belongs to the last object above it.
        (services.last ?? tasks.last)?.add(item)
      }
    }
    guard !tasks.isEmpty || !services.isEmpty else { return nil }
    var members: [(key: String, value: JSON)] = []
    if !tasks.isEmpty { members.append((key: "tasks", value: .array(tasks.map(\.json)))) }
    if !services.isEmpty { members.append((key: "services", value: .array(services.map(\.json)))) }
    return .object(members)
  }

  /// Rows of the network of a service, whose values are all of one kind.
  private static let networkKeys = [
    "SUBNETS": "subnets", "SECURITYGROUPS": "securityGroups",
    "AWSVPCCONFIGURATION": "assignPublicIp",
  ]

  /// An object and the lists below it.
  private final class Item {
    let name: String
    let members: [(key: String, value: JSON)]
    var lists: [(name: String, items: [Item])] = []
    /// The network, which stands once for the service and once for each deployment.
    private var network: [(key: String, values: [String])] = []

    init(_ name: String, _ members: [(key: String, value: JSON)]) {
      self.name = name
      self.members = members
    }

    func add(_ item: Item) {
      // Details are those of the attachment above them.
      if item.name == "details",
        let attachment = lists.last(where: { $0.name == "attachments" })?.items.last
      {
        return attachment.add(item)
      }
      if let place = lists.firstIndex(where: { $0.name == item.name }) {
        lists[place].items.append(item)
      } else {
        lists.append((item.name, [item]))
      }
    }

    func addNetwork(_ key: String, _ values: [String]) {
      if !network.contains(where: { $0.key == key }) { network.append((key, values)) }
    }

    var json: JSON {
      var all = members + lists.map { (key: $0.name, value: .array($0.items.map(\.json))) }
      if !network.isEmpty {
        let configuration = network.map { entry -> (key: String, value: JSON) in
          let isList = entry.key != "assignPublicIp"
          return (entry.key, isList ? JSON(entry.values) : .string(entry.values.last ?? ""))
        }
        all.append(
          ("networkConfiguration", ["awsvpcConfiguration": .object(configuration)]))
      }
      return .object(all)
    }
  }

  /// Sets values against keys, both in order, so that the most values find a key that takes them,
  /// those that only one kind of value fits counting for more.
  private static func object(
    _ values: [String], _ columns: [TextColumns.Column]
  ) -> [(key: String, value: JSON)] {
    let rows = values.count
    let keys = columns.count
    var best = Array(repeating: Array(repeating: 0, count: keys + 1), count: rows + 1)
    for row in stride(from: rows - 1, through: 0, by: -1) {
      for key in stride(from: keys - 1, through: 0, by: -1) {
        best[row][key] = max(best[row + 1][key], best[row][key + 1])
        if columns[key].kind.takes(values[row]) {
          best[row][key] = max(best[row][key], best[row + 1][key + 1] + columns[key].kind.weight)
        }
      }
    }
    var members: [(key: String, value: JSON)] = []
    var (row, key) = (0, 0)
    while row < rows, key < keys {
      if columns[key].kind.takes(values[row]),
        best[row][key] == best[row + 1][key + 1] + columns[key].kind.weight
      {
        members.append((key: columns[key].key, value: scalar(values[row])))
        row += 1
        key += 1
      } else if best[row][key] == best[row][key + 1] {
        key += 1
      } else {
        row += 1
      }
    }
    return members
  }

  private static func scalar(_ text: String) -> JSON {
    PrintedScalar.value(of: text)
  }
}
