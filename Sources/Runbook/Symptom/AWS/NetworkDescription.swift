/// The network around a task, as `describe-subnets`, `describe-route-tables`,
/// `describe-vpc-endpoints`, `describe-security-groups` and `describe-nat-gateways` tell of it.
///
/// Whatever was not fetched is unknown, and nothing is concluded from it.
struct NetworkDescription: Sendable {
  struct Subnet: Sendable {
    var id: String
    var vpc: String?
    var freeAddresses: Located<Int>?
    var source: JSONValue
  }

  struct RouteTable: Sendable {
    var id: String
    var vpc: String?
    var subnets: [String] = []
    /// Whether subnets of the VPC without a table of their own use it.
    var isMain = false
    var routes: [Route] = []
    var source: JSONValue
  }

  struct Route: Sendable {
    /// The kind of thing that it leads to.
    enum Target: String, Sendable {
      case internetGateway = "internet-gateway"
      case natGateway = "nat-gateway"
      case egressOnlyGateway = "egress-only-gateway"
      case transitGateway = "transit-gateway"
      case instance, peering, endpoint, local, other
    }
    var destination: String
    var target: Target
    var targetID: String
    var isBlackhole: Bool
    var source: JSONValue
  }

  struct Endpoint: Sendable {
    var id: String
    var vpc: String?
    /// The end of its name, such as `ecr.api` or `s3`.
    var service: String
    var isGateway: Bool
    var isAvailable: Bool
    var hasPrivateDNS: Bool
    var routeTables: [String]
    var groups: [String]
    var source: JSONValue
  }

  struct Group: Sendable {
    var id: String
    var vpc: String?
    var inbound: [Permission]
    var outbound: [Permission]
    var source: JSONValue
  }

  struct Permission: Sendable {
    var isEveryProtocol: Bool
    var isTCP: Bool
    var ports: ClosedRange<Int>?
    /// Ranges of addresses, prefix lists and groups.
    var peers: [String]

    /// Whether it lets TCP through on a port.
    func admits(_ port: Int) -> Bool {
      guard !peers.isEmpty else { return false }
      if isEveryProtocol { return true }
      return isTCP && (ports.map { $0.contains(port) } ?? false)
    }
  }

  var subnets: [Subnet] = []
  var routeTables: [RouteTable] = []
  var endpoints: [Endpoint] = []
  /// Whether the endpoints were asked for: a VPC without any has an empty list.
  var knowsEndpoints = false
  var groups: [Group] = []
  /// The states of NAT gateways by their ids.
  var natStates: [(id: String, state: Located<String>)] = []

  var isEmpty: Bool {
    subnets.isEmpty && routeTables.isEmpty && !knowsEndpoints && groups.isEmpty
      && natStates.isEmpty
  }

  /// The table that a subnet uses: its own, or the main one of its VPC.
  func routeTable(of subnet: String) -> RouteTable? {
    if let own = routeTables.first(where: { $0.subnets.contains(subnet) }) { return own }
    guard let vpc = subnets.first(where: { $0.id == subnet })?.vpc else { return nil }
    return routeTables.first { $0.isMain && $0.vpc == vpc }
  }

  /// The VPC of a subnet, as far as anything tells.
  func vpc(of subnet: String) -> String? {
    subnets.first { $0.id == subnet }?.vpc
      ?? routeTables.first { $0.subnets.contains(subnet) }?.vpc
  }
}

extension NetworkDescription {
  /// Takes what one answer says; false where it is none of these.
  mutating func read(_ fields: Fields) -> Bool {
    if fields.value("Subnets")?.kind == .array,
      fields.objectsQuietly("Subnets").allSatisfy({ $0.has("SubnetId") })
    {
      subnets += fields.objects("Subnets").compactMap(Subnet.init)
    } else if fields.value("RouteTables")?.kind == .array {
      routeTables += fields.objects("RouteTables").compactMap(RouteTable.init)
    } else if fields.value("VpcEndpoints")?.kind == .array {
      knowsEndpoints = true
      endpoints += fields.objects("VpcEndpoints").compactMap(Endpoint.init)
    } else if fields.value("SecurityGroups")?.kind == .array, !fields.has("LoadBalancers"),
      fields.objectsQuietly("SecurityGroups").allSatisfy({ $0.has("GroupId") })
    {
      groups += fields.objects("SecurityGroups").compactMap(Group.init)
    } else if fields.value("NatGateways")?.kind == .array {
      for gateway in fields.objects("NatGateways") {
        guard let id = gateway.string("NatGatewayId"), let state = gateway.string("State") else {
          continue
        }
        natStates.append((id: id.value, state: state))
      }
    } else {
      return false
    }
    return true
  }
}

extension NetworkDescription.Subnet {
  fileprivate init?(_ fields: Fields) {
    guard let id = fields.string("SubnetId") else { return nil }
    self.init(
      id: id.value, vpc: fields.string("VpcId")?.value,
      freeAddresses: fields.int("AvailableIpAddressCount"), source: fields.source)
  }
}

extension NetworkDescription.RouteTable {
  fileprivate init?(_ fields: Fields) {
    guard let id = fields.string("RouteTableId") else { return nil }
    self.init(id: id.value, vpc: fields.string("VpcId")?.value, source: fields.source)
    for association in fields.objects("Associations") {
      if let subnet = association.string("SubnetId") { subnets.append(subnet.value) }
      if association.bool("Main")?.value == true { isMain = true }
    }
    routes = fields.objects("Routes").compactMap(NetworkDescription.Route.init)
  }

  /// The route that everything takes that no other route is for.
  var defaultRoute: NetworkDescription.Route? {
    routes.first { $0.destination == "0.0.0.0/0" } ?? routes.first { $0.destination == "::/0" }
  }
}

extension NetworkDescription.Route {
  /// The keys that say where a route leads, in the order in which a route has only one of them.
  private static let keys: [(key: String, target: Target)] = [
    ("NatGatewayId", .natGateway), ("TransitGatewayId", .transitGateway),
    ("EgressOnlyInternetGatewayId", .egressOnlyGateway), ("VpcPeeringConnectionId", .peering),
    ("InstanceId", .instance), ("NetworkInterfaceId", .instance), ("GatewayId", .other),
    ("CarrierGatewayId", .other), ("LocalGatewayId", .other), ("CoreNetworkArn", .other),
  ]

  fileprivate init?(_ fields: Fields) {
    guard
      let destination = fields.string(
        "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    else { return nil }
    var target = Target.other
    var id = ""
    for (key, kind) in Self.keys {
      guard let found = fields.string(key) else { continue }
      (target, id) = (kind, found.value)
      break
    }
    if id.hasPrefix("igw-") { target = .internetGateway }
    if id.hasPrefix("vpce-") { target = .endpoint }
    if id == "local" { target = .local }
    self.init(
      destination: destination.value, target: target, targetID: id,
      isBlackhole: fields.string("State")?.value == "blackhole", source: fields.source)
  }
}

extension NetworkDescription.Endpoint {
  fileprivate init?(_ fields: Fields) {
    guard let id = fields.string("VpcEndpointId"), let name = fields.string("ServiceName") else {
      return nil
    }
    // `com.amazonaws.eu-west-1.ecr.api`: what follows the Region is the service.
    let parts = name.value.parts(by: ".")
    let place = parts.firstIndex { PlaceholderText.isRegion($0) }
    let service = parts[((place ?? -1) + 1)...].joined(separator: ".")
    self.init(
      id: id.value, vpc: fields.string("VpcId")?.value, service: service,
      isGateway: fields.string("VpcEndpointType")?.value == "Gateway",
      isAvailable: fields.string("State").map { $0.value.equals(folded: "available") } ?? true,
      hasPrivateDNS: fields.bool("PrivateDnsEnabled")?.value ?? true,
      routeTables: fields.strings("RouteTableIds").map(\.value),
      groups: fields.objects("Groups").compactMap { $0.string("GroupId")?.value },
      source: fields.source)
  }
}

extension NetworkDescription.Group {
  fileprivate init?(_ fields: Fields) {
    guard let id = fields.string("GroupId") else { return nil }
    self.init(
      id: id.value, vpc: fields.string("VpcId")?.value,
      inbound: fields.objects("IpPermissions").map(NetworkDescription.Permission.init),
      outbound: fields.objects("IpPermissionsEgress").map(NetworkDescription.Permission.init),
      source: fields.source)
  }
}

extension NetworkDescription.Permission {
  fileprivate init(_ fields: Fields) {
    let name = fields.string("IpProtocol")?.value ?? ""
    var ports: ClosedRange<Int>?
    if let first = fields.int("FromPort")?.value, let last = fields.int("ToPort")?.value,
      first <= last
    {
      ports = first...last
    }
    let peers =
      fields.objects("IpRanges").compactMap { $0.string("CidrIp") }
      + fields.objects("Ipv6Ranges").compactMap { $0.string("CidrIpv6") }
      + fields.objects("PrefixListIds").compactMap { $0.string("PrefixListId") }
      + fields.objects("UserIdGroupPairs").compactMap { $0.string("GroupId") }
    self.init(
      isEveryProtocol: name == "-1", isTCP: name == "tcp" || name == "6", ports: ports,
      peers: peers.map(\.value))
  }
}
