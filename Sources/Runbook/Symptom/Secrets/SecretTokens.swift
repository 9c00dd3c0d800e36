extension SecretVocabulary {
  /// Tokens that are known by how they start, one rule a line: the fixed start, what the rest is made
  /// of, how many characters follow (least-most), and the kind as it is reported; a last number is the
  /// least Shannon entropy of the rest in bits a character.
  ///
  /// The shapes are those that the vendors document and that scanners of repositories know, such as
  /// <https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml>. A new rule is a new line;
  /// a test makes examples of each. `AROA` and `AIDA` are ids of AWS, no keys, and stay.
  static let tokenTable = """
    AKIA upper 16-16 aws-access-key
    ASIA upper 16-16 aws-access-key
    ABIA upper 16-16 aws-access-key
    ACCA upper 16-16 aws-access-key
    A3T upper 17-17 aws-access-key 3
    ABSK base64 100-280 aws-bedrock-key
    bedrock-api-key- base64 20-4096 aws-bedrock-key
    IQoJb3JpZ2lu base64 60-4096 aws-session-token
    FwoGZXIvYXdz base64 60-4096 aws-session-token
    FQoGZXIvYXdz base64 60-4096 aws-session-token
    AgoGb3JpZ2lu base64 60-4096 aws-session-token
    k8s-aws-v1. url 20-4096 aws-eks-token
    ghp_ url 30-255 github-token
    gho_ url 30-255 github-token
    ghu_ url 30-255 github-token
    ghs_ url 30-255 github-token
    ghr_ url 30-255 github-token
    github_pat_ url 22-255 github-token
    glpat- dotted 18-320 gitlab-token
    glcbt- url 18-320 gitlab-token
    gldt- url 18-64 gitlab-token
    glrt- dotted 18-320 gitlab-token
    glrtr- url 18-320 gitlab-token
    glptt- url 18-64 gitlab-token
    glft- url 18-64 gitlab-token
    glffct- url 18-64 gitlab-token
    glimt- url 18-64 gitlab-token
    glagent- url 30-80 gitlab-token
    gloas- url 30-80 gitlab-token
    glsoat- url 18-64 gitlab-token
    GR1348941 url 18-40 gitlab-token
    dckr_pat_ url 20-80 docker-token
    dckr_oat_ url 20-80 docker-token
    SWMTKN-1- url 40-120 docker-token
    xoxb- url 10-255 slack-token
    xoxp- url 10-255 slack-token
    xoxa- url 10-255 slack-token
    xoxr- url 10-255 slack-token
    xoxs- url 10-255 slack-token
    xoxo- url 10-255 slack-token
    xoxc- url 10-255 slack-token
    xoxd- form 10-1024 slack-token
    xoxe- url 10-255 slack-token
    xoxe.xox dotted 20-255 slack-token
    xapp- url 10-255 slack-token
    sk_live_ alnum 10-255 stripe-key
    sk_test_ alnum 10-255 stripe-key
    sk_prod_ alnum 10-255 stripe-key
    rk_live_ alnum 10-255 stripe-key
    rk_test_ alnum 10-255 stripe-key
    rk_prod_ alnum 10-255 stripe-key
    whsec_ base64 16-255 stripe-key
    npm_ url 30-64 npm-token
    pypi- url 50-4096 pypi-token
    rubygems_ alnum 40-64 api-key
    CLOJARS_ alnum 58-62 api-key
    AIza url 35-35 google-key
    ya29. dotted 20-4096 google-token
    GOCSPX- url 20-64 google-token
    SG. dotted 40-90 sendgrid-key
    xkeysib- url 60-120 api-key
    xsmtpsib- url 60-120 api-key
    sk-ant- url 20-255 api-key
    sk-proj- url 20-255 api-key
    sk-svcacct- url 20-255 api-key
    sk-admin- url 20-255 api-key
    sk-or-v1- url 30-255 api-key
    sk-lf- url 20-80 api-key
    sk- alnum 32-255 api-key 3
    gsk_ alnum 40-80 api-key
    xai- alnum 40-120 api-key
    pplx- alnum 40-80 api-key
    r8_ alnum 36-40 api-key
    hf_ alnum 30-40 api-key
    api_org_ alnum 30-40 api-key
    nvapi- url 50-90 api-key
    hvs. url 20-300 vault-token
    hvb. url 20-400 vault-token
    hvr. url 20-300 vault-token
    s. alnum 24-24 vault-token 3.5
    dop_v1_ alnum 40-80 api-key
    doo_v1_ alnum 40-80 api-key
    dor_v1_ alnum 40-80 api-key
    shpat_ alnum 30-64 api-key
    shpss_ alnum 30-64 api-key
    shpca_ alnum 30-64 api-key
    shppa_ alnum 30-64 api-key
    EAAA url 22-64 api-key 3
    EAAM alnum 100-400 api-key 4
    EAAC alnum 100-400 api-key 4
    sq0atp- url 20-64 api-key
    sq0csp- url 30-64 api-key
    PMAK- url 30-80 api-key
    sbp_ alnum 36-64 api-key
    sb_secret_ url 20-64 api-key
    dapi alnum 32-34 api-key
    dp.pt. alnum 30-64 api-key
    dp.st. dotted 30-100 api-key
    dp.ct. alnum 30-64 api-key
    dp.sa. alnum 30-64 api-key
    dp.scim. alnum 30-64 api-key
    dp.audit. alnum 30-64 api-key
    dt0c01. dotted 60-120 api-key
    dt0s16. dotted 40-120 api-key
    lin_api_ alnum 30-64 api-key
    lin_oauth_ alnum 30-80 api-key
    ATATT3 form 50-400 api-key
    ATCTT3 form 50-400 api-key
    ATBB url 24-64 api-key 3
    ATOA url 30-80 api-key 3
    glsa_ url 30-64 grafana-token
    glc_ base64 30-420 grafana-token
    eyJrIjoi base64 60-420 grafana-token
    NRAK- alnum 20-48 api-key
    NRII- url 20-48 api-key
    NRJS- alnum 18-24 api-key
    NRRA- alnum 30-48 api-key
    sntrys_ tail 30-500 api-key
    sntryu_ alnum 50-80 api-key
    sgp_ url 36-80 api-key
    squ_ alnum 36-48 api-key
    sqp_ alnum 36-48 api-key
    sqa_ alnum 36-48 api-key
    AGE-SECRET-KEY-1 upper 50-64 private-key
    A3- upperdash 30-48 1password-key 3
    ops_eyJ base64 100-4096 1password-key
    p8e- alnum 32-32 api-key
    LTAI alnum 12-28 api-key 3
    AKID alnum 13-40 api-key 3.5
    AKCp alnum 60-80 api-key
    cmVmd alnum 55-64 api-key
    HRKU- url 30-80 api-key
    ntn_ alnum 40-60 api-key
    secret_ alnum 43-43 api-key 4
    pul- alnum 40-40 api-key
    pscale_ dotted 30-90 api-key
    key- hex 32-32 api-key
    figd_ url 36-60 api-key
    figo_ url 36-60 api-key
    fm1a_ base64 60-4096 api-key
    fm1r_ base64 60-4096 api-key
    fm2_ base64 60-4096 api-key
    fo1_ url 40-48 api-key
    fio-u- form 60-70 api-key
    sha256~ url 40-48 openshift-token
    pnu_ alnum 36-36 api-key
    rdme_ alnum 60-80 api-key
    shippo_live_ alnum 30-48 api-key
    shippo_test_ alnum 30-48 api-key
    tskey- url 16-120 api-key
    tfp_ form 40-80 api-key
    vcp_ alnum 24-80 api-key
    nfp_ alnum 30-80 api-key
    bkua_ alnum 36-48 api-key
    CCIPAT_ url 40-100 api-key
    CCIPRJ_ url 40-100 api-key
    SK hex 32-32 twilio-key
    EZAK alnum 50-60 api-key
    EZTK alnum 50-60 api-key
    duffel_live_ form 40-48 api-key
    duffel_test_ form 40-48 api-key
    FLWSECK_TEST- url 12-40 api-key
    FLWSECK- url 12-48 api-key
    ico- alnum 32-32 api-key
    s-s4t2ud- hex 64-64 api-key
    s-s4t2af- hex 64-64 api-key
    4b1d alnum 38-38 api-key 3
    v1.0- url 100-200 api-key
    API- upper 26-26 api-key 3
    dnkey- form 70-90 api-key
    access-production- url 36-36 api-key
    access-sandbox- url 36-36 api-key
    access-development- url 36-36 api-key
    sm_aat_ alnum 16-16 api-key
    sm_pat_ alnum 16-16 api-key
    sm_sat_ alnum 16-16 api-key
    tk-us- url 48-48 api-key
    AQVN url 35-38 api-key
    t1. tail 80-400 api-key
    sl. form 100-1400 api-key
    pat dotted 79-79 api-key 3
    pat. dotted 60-75 api-key 3
    sat. dotted 60-75 api-key 3
    pat-na1- url 36-36 api-key
    pat-eu1- url 36-36 api-key
    pk. dotted 80-90 api-key
    sk. dotted 80-200 api-key
    sc_ tail 60-180 api-key 4
    ext_ tail 60-180 api-key 4
    scauth_ tail 60-180 api-key 4
    authress_ tail 60-180 api-key 4
    _gitlab_session= alnum 32-32 cookie
    phx_ alnum 40-60 api-key
    phc_ alnum 40-60 api-key
    re_ url 24-40 api-key 3.5
    rnd_ alnum 24-48 api-key
    rpa_ alnum 40-60 api-key
    csk- alnum 40-64 api-key
    tvly- url 30-60 api-key
    lsv2_pt_ url 40-60 api-key
    lsv2_sk_ url 40-60 api-key
    pcsk_ url 50-90 api-key
    ddp_ alnum 30-48 api-key
    ZXlK base64 60-4096 jwt
    """

  /// Tokens that are known by what stands inside: the part before it and its length, the fixed
  /// text, the part behind it and its length, the kind.
  static let infixTable = """
    alnum 14-14 .atlasv1. form 50-80 api-key
    azure 3-3 Q~ azure 31-34 azure-secret
    hex 32-32 -us digit 1-2 api-key
    alnum 4-52 AzFu form 6-12 azure-key
    alnum 4-52 AZDO url 4-12 azure-key
    alnum 6-40 _mmk none 0-0 api-key
    """

  /// Each rule of ``tokenTable``.
  static let tokens: [Token] = tokenTable.split(separator: "\n").compactMap { line in
    let parts = line.split(separator: " ")
    guard parts.count >= 4, let characters = Characters(rawValue: String(parts[1])),
      let range = range(parts[2])
    else { return nil }
    return Token(
      prefix: Array(parts[0].utf8), characters: characters, length: range, kind: String(parts[3]),
      entropy: parts.count > 4 ? Double(String(parts[4])) ?? 0 : 0)
  }

  /// Each rule of ``infixTable``.
  static let infixes: [Infix] = infixTable.split(separator: "\n").compactMap { line in
    let parts = line.split(separator: " ")
    guard parts.count == 6, let before = Characters(rawValue: String(parts[0])),
      let after = Characters(rawValue: String(parts[3])), let lead = range(parts[1]),
      let rest = range(parts[4])
    else { return nil }
    return Infix(
      before: before, lead: lead, text: Array(parts[2].utf8), after: after, rest: rest,
      kind: String(parts[5]))
  }

  private static func range(_ text: Substring) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-").compactMap { Int($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
  }

  /// A token that is known by how it starts.
  struct Token: Sendable {
    /// The fixed start.
    var prefix: [UInt8]
    /// What the rest may be made of.
    var characters: Characters
    /// How many characters follow; a longer run is something else.
    var length: ClosedRange<Int>
    /// The kind as it is reported.
    var kind: String
    /// The least entropy of the rest, in bits a character.
    var entropy: Double
  }

  /// A token that is known by what stands inside.
  struct Infix: Sendable {
    var before: Characters
    var lead: ClosedRange<Int>
    var text: [UInt8]
    var after: Characters
    var rest: ClosedRange<Int>
    var kind: String
  }

  /// Sets of characters, by the names that the tables use.
  enum Characters: String, Sendable {
    case upper, upperdash, alnum, url, dotted, base64, form, tail, hex, digit, azure, none

    /// Whether a byte is of the set.
    func contains(_ byte: UInt8) -> Bool {
      let isDigit = byte &- 0x30 < 10
      let isWord = isDigit || (byte | 0x20) &- 0x61 < 26
      return switch self {
      case .upper: isDigit || byte &- 0x41 < 26
      case .upperdash: isDigit || byte &- 0x41 < 26 || byte == 0x2D
      case .alnum: isWord
      case .url: isWord || byte == 0x2D || byte == 0x5F
      case .dotted: isWord || byte == 0x2D || byte == 0x5F || byte == 0x2E
      case .base64: isWord || byte == 0x2B || byte == 0x2F || byte == 0x3D
      case .form: isWord || "-_=%.".utf8.contains(byte)
      case .tail: isWord || "-_=+/.".utf8.contains(byte)
      case .hex: isDigit || (byte | 0x20) &- 0x61 < 6
      case .digit: isDigit
      case .azure: isWord || "_~.-".utf8.contains(byte)
      case .none: false
      }
    }
  }
}
