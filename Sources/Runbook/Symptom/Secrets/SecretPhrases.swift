/// Words of commands, code and sentences that stand around secrets, as data.
extension SecretVocabulary {
  /// A short option that takes a secret, and the commands that have it.
  struct ShortOption: Sendable {
    let letter: UInt8
    var isJoined = false
    var hasUser = false
    var isCookie = false
    let commands: [StaticString]
  }

  static let shortOptions: [ShortOption] = [
    ShortOption(
      letter: 0x70, isJoined: true,
      commands: [
        "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "sshpass", "7z", "7za", "rar",
        "unrar",
      ]),
    ShortOption(letter: 0x50, isJoined: true, commands: ["bcp"]),
    ShortOption(
      letter: 0x70,
      commands: [
        "login", "sshpass", "mongo", "mongosh", "mongodump", "mongorestore", "rdesktop", "useradd",
        "usermod", "az",
      ]),
    ShortOption(letter: 0x6B, commands: ["openssl"]),
    ShortOption(letter: 0x4B, commands: ["openssl"]),
    ShortOption(letter: 0x61, commands: ["redis-cli", "valkey-cli"]),
    ShortOption(
      letter: 0x77, commands: ["ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldappasswd"]),
    ShortOption(letter: 0x50, commands: ["sqlcmd", "bcp", "zip", "unzip", "ipmitool"]),
    ShortOption(letter: 0x63, commands: ["snmpwalk", "snmpget", "snmpbulkwalk"]),
    ShortOption(letter: 0x62, commands: ["oathtool"]),
    ShortOption(letter: 0x75, hasUser: true, commands: ["curl"]),
    ShortOption(letter: 0x55, hasUser: true, commands: ["curl", "smbclient"]),
    ShortOption(letter: 0x61, hasUser: true, commands: ["http", "https", "xh"]),
    ShortOption(letter: 0x62, isCookie: true, commands: ["curl"]),
  ]

  /// Commands one of whose words is a secret by its place, and how many words stand before it.
  static let positional: [(words: StaticString, skip: Int)] = [
    ("rabbitmqctl add_user", 1), ("rabbitmqctl change_password", 1), ("net user", 1),
    ("vault operator unseal", 0), ("wpa_passphrase", 1), ("mc alias set", 3), ("htpasswd -b", 2),
    ("htpasswd -cb", 2), ("htpasswd -bc", 2), ("htpasswd -nb", 1), ("htpasswd -bn", 1),
    ("htpasswd -bnBC 10", 1), ("snmp-server community", 0), ("rocommunity", 0), ("rwcommunity", 0),
    ("input_pw", 0), ("owner_pw", 0),
    ("user_pw", 0), ("smbpasswd -a", 1), ("CONFIG SET requirepass", 0), ("passwd --stdin <<<", 0),
    ("secret_access_key", 0),
  ]

  static let commandStarts: [Bool] = {
    var starts = Array(repeating: false, count: 256)
    for byte in "cs".utf8 { starts[Int(byte)] = true }
    for command in positional { command.words.withUTF8Buffer { starts[Int($0[0])] = true } }
    return starts
  }()

  /// Last words of names of several words: `API key`, `recovery codes`.
  static let phraseEnds = [
    "key", "keys", "code", "codes", "token", "phrase", "seed", "secret", "word",
  ]
  /// Short words that are secret as the last word of a name: `GH_PAT`, `STRIPE_KEY`.
  static let secretEndWords = Index([
    "pat", "pin", "psk", "pw", "pwd", "otp", "totp", "creds", "key", "haslo", "jelszo",
    "passord",
  ])

  /// Names of pairs, beside which the value stands.
  static let pairNames = Index([
    "key", "name", "type", "parameterkey", "field", "option", "param", "header", "variable", "k",
    "n",
    "property", "sensitive", "attribute", "id",
  ])
  /// Names of parameters of an address whose value is a secret where it is long enough.
  static let queryNames = Index(["key", "code", "k", "sig", "st", "hash", "sid", "session", "data"])
  /// Names of the values of pairs.
  static let valueKeys = Index([
    "value", "val", "v", "values", "parametervalue", "default", "defaultvalue", "content",
    "setting",
    "s", "stringvalue", "plaintext", "text", "data", "current", "old", "new", "string",
    "secretstring",
  ])
  /// Keys of a secret object that describe it.
  static let describing = Index([
    "user", "username", "login", "email", "description", "comment", "label", "owner", "database",
    "dbname", "server", "hostname", "key", "kind", "createddate", "created", "updated", "date",
    "time",
    "digest", "sha", "checksum", "image", "tag", "parameter", "rotation", "identifier", "namespace",
    "apiversion", "kid", "client", "account", "bucket", "cluster", "subnet", "instance", "resource",
    "shape", "title", "location", "locationname", "encoding", "alg", "cipher",
  ])
  /// Keys that stand for a user.
  static let userKeys = Index([
    "user", "username", "login", "userid", "email", "account", "usr", "uid", "host", "server",
    "name",
  ])
  /// Elements whose text names the one that follows.
  static let namingTags = Index([
    "key", "name", "td", "th", "dt", "parameterkey", "b", "strong", "label",
  ])

  /// Functions that are given a secret.
  static let callNames = Index([
    "password", "passwd", "apikey", "authtoken", "bearertoken", "secretkey", "passphrase",
    "accesstoken",
  ])
  /// Ends of the names of functions that are given a name and its value.
  static let settingCalls = Index([
    "set", "put", "add", "append", "define", "setdefault", "setproperty", "setenv", "putenv",
    "getenv",
    "fetch", "environ", "setenvironmentvariable", "property", "header", "addheader", "setheader",
    "env",
    "setrequestheader", "setattribute", "getproperty", "parameter", "with", "arg", "option",
  ])

  /// Words behind which a secret may follow without a joint.
  static let strongWords = Index(["password", "passwd", "passphrase", "passcode", "pw", "pwd"])
  static let weakWords = Index(["token", "pin"])
  static let saidWords = Index([
    "password", "passwd", "passphrase", "passcode", "pw", "pwd", "token", "pin", "key", "secret",
    "seed",
    "by", "requirepass", "masterauth", "securestring", "code", "codes", "pass", "phrase",
    "login", "logins", "creds", "credentials", "zugangsdaten", "identifiants", "accesos",
  ])
  /// Words that announce a user and a password.
  static let accessWords = Index([
    "login", "logins", "creds", "credentials", "zugangsdaten", "identifiants", "accesos",
  ])
  /// Verbs and dashes between a name with some words and its secret.
  static let farVerbs: [StaticString] = [
    "is ", "is: ", "lautet ", "ist ", "est ", "es ", "\u{E9} ", "\u{E8} ", "\u{E8}: ", "\u{E4}r ",
    "er ",
    "to ", "je ", "jest ", "on ", "\u{2014} ", "\u{2013} ", "- ", "-> ", "\u{2192} ",
  ]
  /// The last letters of those.
  static let saidEnds: [Bool] = {
    var ends = Array(repeating: false, count: 256)
    for letter in "dDeEwWnNyYtThHsSgG".utf8 { ends[Int(letter)] = true }
    return ends
  }()
  /// Names of seeds, whose values are words.
  static let seedNames = Index([
    "seedphrase", "mnemonic", "recoveryphrase", "seedwords", "secretphrase", "mnemonicphrase",
    "backupphrase", "walletseed", "seed",
  ])
  /// What makes a secret one of one-time passwords.
  static let oneTimeWords = ["totp", "otp ", "mfa", "2fa", "authenticator", "hotp"]

  /// Names of secrets in other languages; cased where their script has cases.
  static let labels = [
    "パスワード", "暗証番号", "秘密鍵", "シークレット", "シークレットキー", "トークン", "アクセスキー", "APIキー",
    "認証キー", "秘密キー", "暗号鍵", "合言葉", "パスコード", "パスフレーズ", "ＰＷ", "パス", "密码", "口令",
    "密钥", "令牌", "密碼", "金鑰", "私钥", "비밀번호", "암호", "토큰", "비밀키", "API 키", "패스워드", "пароль",
    "токен", "ключ доступа", "ключ API", "секрет", "секретный ключ", "contraseña", "clave secreta",
    "clave", "clave de API", "mot de passe", "mdp", "clé API", "clé secrète", "jeton",
    "jeton d'accès",
    "passwort", "kennwort", "zugangsdaten", "geheimnis", "API-Schlüssel", "schlüssel", "senha",
    "chave secreta", "chave de API", "palavra-passe", "hasło", "wachtwoord", "sleutel", "lösenord",
    "adgangskode", "passord", "salasana", "heslo", "lozinka", "jelszó", "şifre", "parola",
    "chiave API",
    "password segreta", "lösenordet", "passordet", "adgangskoden", "비번", "mật khẩu", "kata sandi",
    "รหัสผ่าน", "पासवर्ड", "كلمة المرور", "كلمة السر",
    "סיסמה",
    "סיסמא", "κωδικός", "пароля", "гасло",
  ]
  /// Labels that name other things as well.
  static let ambiguousLabels = [
    "clave", "schlüssel", "sleutel", "jeton", "секрет", "シークレット", "パス", "токен",
  ]
  /// Verbs between such a name and the secret.
  static let labelVerbs: [StaticString] = [
    "ist ", "lautet ", "es ", "est ", "é ", "è ", "is ", "to ", "er ", "är ", "je ", "— ", "– ",
    "は", "是",
    "为", "為", "는 ", "은 ", "- ",
  ]

  /// Words before `_KEY` that make it a secret one; those of vendors are rules of tokens.
  static let vendorIndex = Index([
    "stripe", "openai", "anthropic", "sendgrid", "mailgun", "mailchimp", "twilio", "datadog",
    "newrelic",
    "pagerduty", "sentry", "algolia", "google", "firebase", "maps", "github", "gitlab", "slack",
    "azure",
    "rails", "session", "app", "enc", "aes", "aes128", "aes256", "totp", "otp", "routing", "jwt",
    "hmac", "cookie",
    "webhook",
    "crypto", "cipher", "fernet", "salt", "cohere", "mistral", "groq", "huggingface", "pinecone",
    "redis",
    "mongo", "admin", "root", "wallet", "signing", "service", "ingest", "telegram", "discord",
    "shopify",
    "paypal", "braintree", "square", "plaid", "okta", "auth0", "cloudflare", "fastly", "heroku",
    "netlify",
    "dd", "nr", "sg", "wg", "wireguard", "des", "rsa", "ecdsa", "ed25519", "pgp", "gpg", "bot",
    "push",
  ])

  /// Openings of references to a secret that stands elsewhere.
  static let references = [
    "var.", "local.", "data.", "module.", "!ref", "!sub", "!getatt", "process.env", "os.environ",
    "os.getenv", "system.getenv", "self.", "this.", "file://", "fileb://", "vault:", "ssm:",
    "secrets.",
    "ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-", "enc[", "env:", "env.", "${", "op://", "{{resolve:",
    "awssm:",
  ]
  /// Folders that there are.
  static let folders = [
    "/run/", "/etc/", "/var/", "/app/", "/home/", "/usr/", "/opt/", "/tmp/", "/mnt/", "/srv/",
    "/prod/",
    "/dev/", "/data/", "/root/", "/secrets/", "/secret/", "/proc/", "/staging/", "/stage/",
    "/test/",
    "/config/", "/ecs/", "/aws/", "/vault/", "/global/", "~/", "/myapp/", "/shared/", "/keys/",
  ]
  /// Schemes of crypt(5) and of frameworks, between two `$`.
  static let crypts = [
    "1", "2", "2a", "2b", "2x", "2y", "5", "6", "7", "y", "gy", "apr1", "argon2i", "argon2d",
    "argon2id",
    "pbkdf2", "pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512", "scrypt", "s0", "P", "H", "S",
    "sha1",
    "md5", "sm3", "bcrypt-sha256", "8", "9",
  ]
  /// Schemes of LDAP between braces, folded.
  static let schemes = [
    "ssha", "sha", "smd5", "md5", "crypt", "pbkdf2", "argon2", "bcrypt", "scrypt", "xpbkdf2",
    "xissha",
    "noop",
  ]
}
