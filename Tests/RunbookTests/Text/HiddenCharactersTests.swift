import Testing

@testable import Runbook

@Suite struct HiddenCharactersTests {
  @Test(
    "what is not seen and changes what is read goes from a terminal, and is escaped in JSON",
    arguments: [
      0x00, 0x07, 0x08, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4,
      0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E,
      0x2060,
      0x2064, 0x2066, 0x2069, 0x206F, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB,
      0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF,
    ])
  func hidden(value: Int) throws {
    let scalar = try #require(Unicode.Scalar(UInt32(value)))
    let text = "a\(scalar)b"
    #expect(HiddenCharacters.removed(from: text).unicodeScalars.allSatisfy { $0 != scalar })
    let json = JSON.string(text).text()
    #expect(!json.unicodeScalars.contains(scalar))
    let (document, problem) = JSONDocument.read(Array(json.utf8))
    #expect(problem == nil)
    #expect(document.roots.first?.string == text)
  }

  @Test(
    "real writing stays as it is",
    arguments: [
      "日本語のエラー", "👩‍👩‍👧", "❤️‍🔥", "👩🏽‍🚀", "🏳️‍🌈", "1️⃣", "می‌خواهم", "क्‍ष", "葛󠄀城", "한국어", "\t\n", "naïve",
      "Привет", "עברית", "العربية", "ไทย",
    ])
  func writing(text: String) {
    #expect(HiddenCharacters.removed(from: text) == text)
  }
}
