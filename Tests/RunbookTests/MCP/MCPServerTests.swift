import Testing

@testable import Runbook
@testable import RunbookMCP

/// The server over a command that says what it was given.
@Suite struct MCPServerTests {
  private final class Seen {
    var words: [String] = []
    var input = ""
  }

  private let seen = Seen()

  private func server(
    output: String = #"{"schema_version":1}"#, code: Int32 = 0, message: String = "",
    writes: Bool = true
  ) -> MCPServer {
    let seen = seen
    return MCPServer(version: "1", allowsWriting: writes) { words, input in
      (seen.words, seen.input) = (words, input)
      return CommandOutcome(code: code, output: Array(output.utf8), message: message)
    }
  }

  private func call(_ tool: String, _ arguments: String, on server: MCPServer) -> JSON {
    let line = """
      {"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"\(tool)",\
      "arguments":\(arguments)}}
      """
    let answer = server.answer(Array(line.utf8)) ?? []
    return JSONDocument.read(answer).document.roots.first.map(JSON.init(cleaning:)) ?? .null
  }

  @Test(
    "a call is the command line that a person would type, and no value of it is an option",
    arguments: [
      (
        "search", #"{"query":"--dir=/etc","limit":2,"tags":["a","--b"],"set":{"x":"y"}}"#,
        ["search", "--json", "--limit=2", "--tag=a", "--tag=--b", "--set=x=y", "--", "-"],
        "--dir=/etc"
      ),
      ("show", #"{"id":"--raw","part":"2"}"#, ["show", "--json", "--", "--raw#2"], ""),
      (
        "incidents", #"{"origin":"all","open":true}"#, ["incidents", "--json", "--all", "--open"],
        ""
      ),
      ("incidents", #"{"origin":"own","open":false}"#, ["incidents", "--json"], ""),
      (
        "log", #"{"title":"-x","evidence":"e"}"#,
        ["log", "--no-input", "--json", "--from=-", "--", "-x"], "e"
      ),
      ("note", #"{"text":"-","at":"-5m"}"#, ["note", "--json", "--at=-5m", "--", "-"], "-"),
    ])
  func words(tool: String, arguments: String, words: [String], input: String) {
    _ = call(tool, arguments, on: server())
    #expect(seen.words == words)
    #expect(seen.input == input)
  }

  @Test("a failure of the command is told to the model, a negative answer is an answer")
  func outcomes() {
    let failed = call("show", #"{"id":"x"}"#, on: server(output: "", code: 66, message: "no x"))
    #expect(failed["result"]?["isError"] == true)
    #expect(failed["result"]?["content"]?.items.first?["text"] == "no x")
    let negative = call(
      "search", #"{"query":"x"}"#, on: server(output: #"{"answer":"none"}"#, code: 1))
    #expect(negative["result"]?["structuredContent"]?["answer"] == "none")
    #expect(negative["result"]?["isError"] == nil)
  }

  @Test("an answer holds no secret and nothing hidden, and says that it is data")
  func cleaning() {
    let text = #"{"title":"\u001b[2Jkey AKIAIOSFODNN7EXAMPLA\u202e"}"#
    let answer = call("show", #"{"id":"x"}"#, on: server(output: text))["result"]?[
      "structuredContent"]
    #expect(answer?["title"] == "key [redacted:aws-access-key]")
    #expect(answer?["notice"]?.plainText == Notice.text)
  }

  @Test("an answer that nobody would read is refused with what to do")
  func largeAnswer() {
    let text = #"{"a":""# + String(repeating: "x", count: 300_000) + #""}"#
    let answer = call("search", #"{"query":"x"}"#, on: server(output: text))
    #expect(answer["result"]?["isError"] == true)
  }

  @Test("rows are cut to the limit, and counted")
  func rows() {
    let rows = (1...30).map { #"{"incident":"i\#($0)"}"# }.joined(separator: ",")
    let server = server(output: #"{"incidents":[\#(rows)]}"#)
    let all = call("incidents", "{}", on: server)["result"]?["structuredContent"]
    #expect(all?["incidents"]?.items.count == 20)
    #expect(all?["total"] == 30)
    let few = call("incidents", #"{"limit":2}"#, on: server)["result"]
    #expect(few?["structuredContent"]?["incidents"]?.items.count == 2)
    #expect(
      few?["content"]?.items.dropFirst().map { $0["uri"]?.plainText } == [
        "runbook://incidents/i1", "runbook://incidents/i2",
      ])
  }

  @Test("what was agreed on decides what an answer may hold")
  func olderRevision() {
    let server = server(output: #"{"runbook":"a","title":"t"}"#)
    let hello = """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2024-11-05"}}
      """
    _ = server.answer(Array(hello.utf8))
    let result = call("show", #"{"id":"a"}"#, on: server)["result"]
    #expect(result?["structuredContent"] == nil)
    #expect(result?["content"]?.items.count == 1)
  }

  @Test("every tool and every name of it is one that the protocol allows")
  func names() {
    let names = Tool.all.map(\.name)
    #expect(Set(names).count == names.count)
    for tool in Tool.all {
      #expect(tool.name.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) })
      #expect(Set(tool.parameters.map(\.name)).count == tool.parameters.count)
      #expect(
        Set(tool.output.required).isSubset(of: tool.output.properties.map(\.name) + ["total"]))
    }
    #expect(server(writes: false).tools.allSatisfy { !$0.writes })
  }

  @Test("whatever a line is, the answer is one line of JSON or none")
  func broken() {
    let whole = Array(
      #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"show","arguments":{"id":"x"}}}"#
        .utf8)
    let server = server()
    for end in whole.indices {
      for byte: UInt8 in [0x00, 0x22, 0x5C, 0x7B, 0xFF] {
        var line = whole
        line[end] = byte
        for text in [line, Array(whole[..<end])] {
          guard let answer = server.answer(text) else { continue }
          #expect(JSONDocument.read(answer).problem == nil)
          #expect(!answer.contains(0x0A))
        }
      }
    }
  }
}
