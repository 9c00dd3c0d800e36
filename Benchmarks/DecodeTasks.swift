// The peer of scripts/bench-diagnose: what Foundation's JSONDecoder alone takes for an answer of
// describe-tasks, with the fields that a diagnosis needs. Prints how many
// tasks it found, and the median in milliseconds of processor time.
//
//   decode-tasks FILE [ROUNDS]

import Foundation

struct Answer: Decodable {
  var tasks: [Task]
  var failures: [Failure]?
}

struct Failure: Decodable {
  var arn: String?
  var reason: String?
}

struct Task: Decodable {
  var taskArn: String?
  var clusterArn: String?
  var taskDefinitionArn: String?
  var group: String?
  var startedBy: String?
  var lastStatus: String?
  var desiredStatus: String?
  var stopCode: String?
  var stoppedReason: String?
  var healthStatus: String?
  var launchType: String?
  var capacityProviderName: String?
  var cpu: String?
  var memory: String?
  var enableExecuteCommand: Bool?
  var containers: [Container]
  var attachments: [Attachment]?
}

struct Container: Decodable {
  var name: String?
  var image: String?
  var exitCode: Int?
  var reason: String?
  var lastStatus: String?
  var healthStatus: String?
}

struct Attachment: Decodable {
  var type: String?
  var status: String?
  var details: [Detail]?
}

struct Detail: Decodable {
  var name: String?
  var value: String?
}

@main
struct DecodeTasks {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count > 1 else {
      FileHandle.standardError.write(Data("usage: decode-tasks FILE [ROUNDS]\n".utf8))
      exit(64)
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: words[1]))
    let rounds = words.count > 2 ? Int(words[2]) ?? 1 : 1
    var times: [Double] = []
    var tasks = 0
    for _ in 0..<rounds {
      let start = processorTime
      tasks = try JSONDecoder().decode(Answer.self, from: data).tasks.count
      times.append(processorTime - start)
    }
    times.sort()
    print(tasks, times[times.count / 2])
  }

  /// Milliseconds that this process has used, which other programs disturb less than a clock.
  static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }
}
