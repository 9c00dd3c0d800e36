import Testing

@testable import Runbook

@Suite struct OutsideTextTests {
  private static let text = "DB_PASSWORD=hunter2xyz9 exit 137\nパスワード：ひみつ\n"

  private static func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isLittle ? [low, high] : [high, low]
    }
  }

  private static func utf32(_ text: String, isLittle: Bool) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) }
      return isLittle ? bytes : bytes.reversed()
    }
  }

  @Test("UTF-16 and UTF-32 are read with and without a mark", arguments: [true, false])
  func encodings(isLittle: Bool) {
    for mark in ["", "\u{FEFF}"] {
      #expect(OutsideText.text(Self.utf16(mark + Self.text, isLittle: isLittle)) == Self.text)
      #expect(OutsideText.text(Self.utf32(mark + Self.text, isLittle: isLittle)) == Self.text)
    }
  }

  @Test("what one shell appended to the file of another is read, either way round")
  func mixed() {
    let plain = "first line of the other shell\n"
    let tail = Self.utf16(Self.text, isLittle: true)
    #expect(OutsideText.text(Array(plain.utf8) + tail) == plain + Self.text)
    #expect(
      OutsideText.text(Self.utf16("TOKEN=hunter2\r\n", isLittle: true) + Array(plain.utf8))
        == "TOKEN=hunter2\r\n" + plain)
  }

  @Test("NULs go, UTF-8 stays, and broken bytes are marked")
  func others() {
    #expect(OutsideText.text(Array("a\u{0}b".utf8)) == "ab")
    #expect(OutsideText.text(Array(Self.text.utf8)) == Self.text)
    #expect(OutsideText.text([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
    #expect(OutsideText.text(Array("A=b\u{0}DB_PASSWORD=x\u{0}".utf8)) == "A=b\nDB_PASSWORD=x\n")
    let long = String(repeating: "NAME_OF_A_VARIABLE=value\u{0}", count: 40_000)
    #expect(!OutsideText.text(Array(long.utf8)).utf8.contains(0))
    #expect(OutsideText.text([]).isEmpty)
    let cut: [UInt8] = [0xFF, 0xFE, 0, 0, 0, 0, 0xD8, 0]
    for count in 1...8 { _ = OutsideText.text(Array(cut.prefix(count))) }
  }
}
