/// Names of secrets as people write them in other languages than English.
extension SecretScanner {
  /// Labels; what follows, behind a joint, is the secret.
  static let labels: [[UInt8]] = [
    "パスワード", "暗証番号", "秘密鍵", "シークレット", "トークン", "アクセスキー", "APIキー", "認証キー",
    "合言葉", "パスコード", "パスフレーズ", "ＰＷ", "パス", "密码", "口令", "密钥", "令牌", "密碼", "金鑰",
    "비밀번호", "암호", "토큰", "비밀키", "пароль", "Пароль", "ПАРОЛЬ", "токен", "Токен", "ключ доступа",
    "contraseña", "Contraseña", "clave secreta", "Clave secreta", "clave", "Clave",
    "mot de passe", "Mot de passe", "mdp", "Passwort", "passwort", "Kennwort", "kennwort",
    "Zugangsdaten", "Geheimnis", "senha", "Senha", "chave secreta", "hasło", "Hasło",
    "wachtwoord", "Wachtwoord", "lösenord", "Lösenord", "adgangskode", "salasana", "heslo",
    "Heslo", "şifre", "Şifre", "parola", "Parola", "mật khẩu", "كلمة المرور", "סיסמה", "κωδικός",
  ].map { Array($0.utf8) }

  /// The first bytes of labels.
  static let labelStarts: [Bool] = {
    var starts = Array(repeating: false, count: 256)
    for label in labels { if let first = label.first { starts[Int(first)] = true } }
    return starts
  }()

  /// `パスワード：x`, `Passwort: x`, `пароль = x`.
  mutating func takeLabel(at start: Int) {
    guard !isCovered(start),
      let label = Self.labels.first(where: { label in
        start + label.count < bytes.count
          && label.indices.allSatisfy { bytes[start + $0] == label[$0] }
      })
    else { return }
    var place = start + label.count
    place = blanks(from: place)
    while "*`\"'".utf8.contains(byte(place)), place < bytes.count { place += 1 }
    place = blanks(from: place)
    if isWideJoint(at: place) {
      place += 3
    } else if byte(place) == 0x3A || byte(place) == 0x3D {
      place += 1
    } else if starts("は", at: place) {
      place += 3
    } else {
      return
    }
    place = blanks(from: place)
    while "*`\"'".utf8.contains(byte(place)), place < bytes.count { place += 1 }
    place = blanks(from: place)
    for open in ["「", "『", "“", "«"] as [StaticString] where starts(open, at: place) {
      place += open.utf8CodeUnitCount
    }
    var end = place
    while end < bytes.count, end - place < 512, bytes[end] > 0x20, !closes(at: end) { end += 1 }
    addValue(place..<end, "password")
  }

  /// Behind blanks of any width.
  private func blanks(from start: Int) -> Int {
    var place = start
    while true {
      if byte(place) == 0x20 || byte(place) == 0x09 {
        place += 1
      } else if starts("\u{A0}", at: place) {
        place += 2
      } else if starts("\u{3000}", at: place) {
        place += 3
      } else {
        return place
      }
    }
  }

  private func closes(at place: Int) -> Bool {
    if "\"'`,;|<>".utf8.contains(bytes[place]) { return true }
    guard bytes[place] >= 0xC2 else { return false }
    let marks: [StaticString] = ["、", "。", "」", "』", "”", "»", "，", "；", "）", "\u{3000}", "\u{A0}"]
    return marks.contains { starts($0, at: place) }
  }
}
