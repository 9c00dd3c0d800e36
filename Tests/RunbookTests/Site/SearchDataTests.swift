import Testing

@testable import Runbook

@Suite struct SearchDataTests {
  @Test(
    "numbers are packed as letters of a string, small ones as one",
    arguments: [
      ([], ""), ([0], "#"), ([44], "O"), ([45], "P$"), ([57, 56], "]$[$"), ([2024], "}O"),
      ([2025, 1], "PP$$"),
    ])
  func packed(numbers: [Int], text: String) {
    #expect(PackedNumbers.text(numbers) == text)
  }

  @Test("no packed number needs an escape in JSON")
  func plain() {
    let text = PackedNumbers.text(0..<9000)
    #expect(JSON.string(text).text() == "\"\(text)\"")
  }

  @Test("the page gets every number of the engine")
  func weights() throws {
    guard case .object(let members) = Weights.current.json else {
      Issue.record("no object")
      return
    }
    let names = Mirror(reflecting: Weights.current).children.compactMap(\.label)
    #expect(Set(members.map(\.key)) == Set(names))
    guard case .object(let gate) = Gate.current.json, case .object(let scope)? = gate.first?.value
    else {
      Issue.record("no object")
      return
    }
    #expect(scope.map(\.key) == ["bias"] + Gate.Signs().values.map(\.name))
  }

  @Test("places in a row are written as ranges")
  func ranges() {
    #expect(SearchDocuments.ranges([]).text() == "[]")
    #expect(SearchDocuments.ranges([0, 1, 2, 5, 7, 8]).text() == "[[0,2],[5,5],[7,8]]")
  }

  /// A base with two pages, an own incident and a classifier.
  private func data(_ folder: KnowledgeFolder, hiding: [SiteExclusion] = []) throws -> SearchData {
    try folder.write(
      runbookText("queue-full", symptoms: ["the broker stops with an overflow"]),
      to: "runbooks/a/queue-full.md")
    try folder.write(
      runbookText("disk-full", symptoms: ["no zanzibar left on the device"]),
      to: "runbooks/b/disk-full.md")
    let base = try folder.refreshed().base
    var options = SiteOptions(today: try #require(CivilDate("2026-01-01")))
    options.exclusions = hiding
    let content = try SiteContent(of: base, options: options)
    _ = try Search(base)
    return SearchData(try SearchData.Source(content, base: base, table: .empty))
  }

  @Test("each word is in the file that its hash names, with its places in symptoms")
  func shards() throws {
    let folder = try KnowledgeFolder()
    let data = try data(folder)
    let shards = data.files.filter { $0.name.hasPrefix("t-") }
    let wanted = Int(LineFeatures.hash("overflow")) % shards.count
    for (number, shard) in shards.enumerated() {
      let text = String(decoding: shard.bytes, as: UTF8.self)
      #expect(text.contains("\"overflow\":") == (number == wanted))
    }
    // In document 1; in phrase 3, behind two of the other page and the title, as the third word.
    let text = String(decoding: shards[wanted].bytes, as: UTF8.self)
    let entry = try #require(text.firstRange(of: "\"overflow\":\""))
    let value = text[entry.upperBound...].prefix { $0 != "\"" }
    #expect(value.first == "$")
    #expect(value.hasSuffix(" &%"))
  }

  @Test("what a hidden page alone says is in no file")
  func hidden() throws {
    let folder = try KnowledgeFolder()
    let data = try data(folder, hiding: [.id("disk-full")])
    for file in data.files {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains("zanzibar") && !text.contains("disk-full"))
    }
  }
}
