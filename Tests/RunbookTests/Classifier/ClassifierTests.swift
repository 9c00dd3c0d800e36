import Testing

@testable import Runbook

@Suite struct ClassifierTests {
  private static let lines: [LineTrainer.Line] = [
    LineTrainer.Line(0, "the image cannot be pulled"), LineTrainer.Line(0, "pull access denied"),
    LineTrainer.Line(0, "the registry refuses the pull"),
    LineTrainer.Line(1, "the container is killed by the memory limit"),
    LineTrainer.Line(1, "out of memory"), LineTrainer.Line(1, "memory grows until it is killed"),
    LineTrainer.Line(2, "the printer is out of paper"), LineTrainer.Line(2, "no paper in the tray"),
  ]

  private func verdict(_ model: LineModel, _ text: String) throws -> [Double] {
    try LineVerdict(LineFeatures(text), biases: model.biases, scale: model.scale) { hash in
      model.features[hash]
    }.logarithms
  }

  @Test("words that are typical of a page lead to it, everyday words do not")
  func learns() throws {
    let model = LineTrainer.model(of: ClassifierTests.lines, classes: ["pull", "memory", nil])
    for (text, number) in [
      ("cannot pull from the registry", 0), ("it runs out of memory and is killed", 1),
      ("the tray has no paper", 2),
    ] {
      let found = try verdict(model, text)
      #expect(found.indices.max { found[$0] < found[$1] } == number, "\(text)")
      #expect(abs(found.reduce(0) { $0 + Numbers.exp($1) } - 1) < 1e-9)
    }
  }

  @Test("the same lines give the same model, and the model survives being kept as text")
  func deterministic() throws {
    let model = LineTrainer.model(of: ClassifierTests.lines, classes: ["pull", "memory", nil])
    #expect(
      LineTrainer.model(of: ClassifierTests.lines, classes: ["pull", "memory", nil]) == model)
    var words = StepWords()
    words.add("the image cannot be pulled", to: .signs)
    let learned = LearnedModel(
      signature: "abc", model: model, words: [("pull", 1, words.bytes), ("memory", 2, [])])
    let read = try #require(LearnedModel(learned.text))
    #expect(read.model == model)
    #expect(read.signature == "abc")
    #expect(read.words.map(\.bytes) == [words.bytes, []])
    var random = SeededGenerator(state: 5)
    for _ in 0..<300 {
      var damaged = Array(learned.text.utf8)
      damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
      _ = LearnedModel(String(decoding: damaged, as: UTF8.self))
    }
  }

  @Test("one class, or no line, is no model and says nothing")
  func empty() throws {
    #expect(LineTrainer.model(of: [], classes: ["a", "b"]) == LineModel())
    #expect(LineTrainer.model(of: [LineTrainer.Line(0, "a")], classes: ["a"]) == LineModel())
    #expect(try verdict(LineModel(), "anything") == [])
  }

  @Test("features are words, whole identifiers and pairs; long numbers are none")
  func features() {
    let hashes = Set(LineFeatures("CannotPull the 4711 image").all.map(\.hash))
    for name in ["cannot", "pull", "=cannotpull", "cannot pull", "pull the", "the", "imag"] {
      #expect(hashes.contains(LineFeatures.hash(name)), "\(name)")
    }
    #expect(!hashes.contains(LineFeatures.hash("4711")))
    let corrected = LineFeatures("memry", corrections: ["memry": "memori"]).all.map(\.hash)
    #expect(corrected == [LineFeatures.hash("memori")])
    #expect(LineFeatures(String(repeating: "a1 ", count: 10_000)).all.count < 10)
  }

  @Test("the counts of a step are found again field by field, and damage is no crash")
  func stepWords() {
    var words = StepWords()
    words.add("pull the image, pull it", to: .signs)
    words.add("pull", to: .commands)
    let wanted = ["pull", "imag", "memori"].map(LineFeatures.hash).sorted()
    let counts = StepWords.counts(in: words.bytes, of: wanted)
    let pull = wanted.firstIndex(of: LineFeatures.hash("pull")) ?? 0
    #expect(counts.map { $0.counts[pull] } == [2, 0, 0, 0, 1])
    #expect(counts[0].counts.reduce(0, +) == 3)
    #expect(counts[4].length == 1)
    for length in 0..<words.bytes.count {
      _ = StepWords.counts(in: Array(words.bytes.prefix(length)), of: wanted)
    }
  }

  @Test("bytes as text and back", arguments: 0..<70)
  func base64(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 5) }
    #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
    #expect(Base64.encoded(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw==")
    #expect(Base64.decoded("a") == nil && Base64.decoded("a*==") == nil)
  }

  @Test("lines.yml is read by page and step, and a group that is no list is told")
  func linesFile() throws {
    let file = try LinesFile(
      Array("lines:\n  a#b: [\"x\"]\n  a: [\"y\", \"z\"]\nelsewhere: [\"w\"]\n".utf8))
    #expect(file.groups.map(\.runbook) == ["a", "a"])
    #expect(file.groups.map(\.step) == ["b", nil])
    #expect(file.groups.map(\.lines) == [["x"], ["y", "z"]])
    #expect(file.elsewhere == ["w"])
    #expect(throws: YAMLError.self) { try LinesFile(Array("lines:\n  a: {b: c}\n".utf8)) }
  }
}
