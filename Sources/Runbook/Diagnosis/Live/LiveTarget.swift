/// What AWS is asked about.
public struct LiveTarget: Sendable {
  /// The thing in question.
  public enum Subject: Equatable, Sendable {
    /// A service by its name or ARN.
    case service(String)
    /// A task by its id or ARN.
    case task(String)
    /// The only service of the cluster.
    case anyService
  }

  /// Calls that a diagnosis gains from and can do without.
  public enum Group: String, CaseIterable, Sendable {
    /// Whether ECR has the image of a task that did not start.
    case images
    /// Subnets, routes, endpoints and security groups of such a task.
    case network
    /// The last lines of a container that ended by itself.
    case logs
    /// Alarms of the service that have gone off.
    case alarms
    /// What CloudFormation says of the stack of the service.
    case stacks
    /// CPU and memory of the service.
    case metrics
  }

  /// The cluster by name or ARN; nil where it has to be found.
  public var cluster: String?
  /// The thing in question.
  public var subject: Subject
  /// The profile that `aws` uses.
  public var profile: String?
  /// The Region that `aws` asks.
  public var region: String?
  /// Groups of calls that are not made.
  public var without: Set<Group>

  /// Makes a target.
  public init(
    cluster: String?, subject: Subject, profile: String? = nil, region: String? = nil,
    without: Set<Group> = []
  ) {
    self.cluster = cluster
    self.subject = subject
    self.profile = profile
    self.region = region
    self.without = without
  }

  /// Whether `aws` takes the word as a name: not as an option, and not as a file or address to read.
  public static func isName(_ word: String) -> Bool {
    guard let first = word.utf8.first, first != UInt8(ascii: "-"), word.utf8.count <= 512 else {
      return false
    }
    return !word.contains("://") && word.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }
}

/// A service of a cluster, by name.
public struct LiveService: Equatable, Sendable {
  /// The name of the cluster.
  public var cluster: String
  /// The name of the service.
  public var service: String
}

/// Why AWS could not be asked, or what it did not know.
public enum LiveError: Error, Equatable, Sendable {
  /// The program `aws` is not there.
  case notInstalled
  /// It could not be run.
  case notRun(FileError)
  /// None of the calls that matter was answered; the reasons have been told.
  case noAnswer
  /// No service or task is called so.
  case notFound(name: String)
  /// The service has no deployments of ECS: something else deploys it.
  case notWatchable(service: String)
  /// Several services fit.
  case ambiguous(name: String, [LiveService])
}

/// What happens while AWS is asked.
public enum LiveNotice: Sendable {
  /// A call, as it can be pasted, before it is made.
  case call(String)
  /// Why a call gave nothing.
  case failure(String)
  /// What to do about it.
  case hint(String)
  /// Something else that matters.
  case note(String)
}
