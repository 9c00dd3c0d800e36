import Runbook

/// The shape of a tool's answer.
///
/// Members may be added to the answers, so a schema names those that are always there and allows
/// others.
struct Schema: Sendable {
  var properties: [(name: String, type: JSON)]
  var required: [String]
  /// Members of the command's answer that are left to the resource.
  var leavesOut: [String] = []
  /// Members of each of the pages that it names that are left to their resources; a step keeps its own.
  var leavesOutOfPages: [String] = []
  /// The member that is a list of rows, and how many of them are kept.
  var list: String?
  var rows: Int?

  var json: JSON {
    let own: [(key: String, value: JSON)] = [
      ("notice", Schema.text), ("schema_version", ["type": "integer"]),
    ]
    let further: [(key: String, value: JSON)] =
      (list == nil ? [] : [("total", ["type": "integer"])]) + [("problem", Schema.text)]
    return [
      "type": "object",
      "properties": .object(own + properties.map { (key: $0.name, value: $0.type) } + further),
      "required": JSON(["notice", "schema_version"] + required),
    ]
  }

  static let text: JSON = ["type": "string"]
  static let texts: JSON = ["type": "array", "items": ["type": "string"]]
  static let textOrNull: JSON = ["type": ["string", "null"]]
  static let whole: JSON = ["type": "integer"]
  static let wholeOrNull: JSON = ["type": ["integer", "null"]]

  static func list(of members: [(key: String, value: JSON)], required: [String]) -> JSON {
    ["type": "array", "items": object(members, required: required)]
  }

  static func object(_ members: [(key: String, value: JSON)], required: [String]) -> JSON {
    ["type": "object", "properties": .object(members), "required": JSON(required)]
  }

  private static let commands = list(
    of: [
      ("text", text),
      (
        "safety",
        [
          "type": ["string", "null"],
          "enum": ["read-only", "sensitive-read", "mutating", "interactive", .null],
          "description": "what running it can do",
        ]
      ), ("changes", textOrNull), ("undo", textOrNull),
    ], required: ["text", "safety"])

  private static let stepMembers: [(key: String, value: JSON)] = [
    ("title", text), ("anchor", text), ("number", whole), ("text", text), ("commands", commands),
  ]

  private static let step: JSON = [
    "type": ["object", "null"], "properties": .object(stepMembers),
    "required": ["title", "anchor", "number", "text"],
    "description": "the step that mends this cause",
  ]

  private static let history = object(
    [
      ("seen", whole), ("fixed", whole), ("last", textOrNull), ("median_minutes", wholeOrNull),
      ("open_actions", whole),
      (
        "incidents",
        list(
          of: [
            ("id", text), ("title", text), ("date", text), ("outcome", text),
            ("origin", ["type": "string", "enum": ["own", "public"]]),
          ], required: ["id", "title"])
      ),
    ], required: ["seen", "fixed"])

  private static let links = list(
    of: [("id", text), ("step", textOrNull), ("outcome", text)], required: ["id", "outcome"])

  private static let redacted: JSON = [
    "type": "array", "items": ["type": "object"],
    "description": "the secrets that were taken out, by kind and line",
  ]

  static let search = Schema(
    properties: [
      ("query", text),
      (
        "answer",
        [
          "type": "string", "enum": ["match", "weak", "none"],
          "description": "none: nothing here is about it, the nearest pages are unlikely",
        ]
      ), ("facts", ["type": "object"]),
      (
        "results",
        list(
          of: [
            ("runbook", text), ("incident", text), ("title", text), ("step", step),
            ("score", ["type": "number"]), ("why", texts), ("history", history),
            ("line", ["type": ["integer", "null"]]),
          ], required: ["title"])
      ),
    ], required: ["query", "answer", "results"], leavesOutOfPages: ["commands", "fix"])

  static let diagnosis = Schema(
    properties: [
      ("input", text),
      (
        "subjects",
        list(
          of: [
            ("subject", text),
            (
              "diagnoses",
              list(
                of: [
                  ("runbook", text), ("step", step),
                  ("confidence", ["type": "string", "enum": ["certain", "likely", "suspected"]]),
                  ("because", texts), ("history", history),
                ], required: ["runbook", "confidence"])
            ),
          ], required: ["subject", "diagnoses"])
      ),
    ], required: ["input", "subjects"], leavesOutOfPages: ["commands", "fix"])

  static let document = Schema(
    properties: [
      ("runbook", text), ("incident", text), ("title", text), ("status", text), ("path", text),
      ("revision", text), ("steps", list(of: stepMembers, required: ["title", "anchor"])),
      ("step", object(stepMembers, required: ["title", "anchor", "number", "text"])),
      ("section", object([("title", text), ("text", text)], required: ["title", "text"])),
      ("history", history), ("runbooks", links), ("body", text),
    ], required: ["title", "path", "revision"], leavesOut: ["body", "commands", "symptoms", "fix"])

  static let incidents = Schema(
    properties: [
      (
        "incidents",
        list(
          of: [
            ("incident", text), ("title", text), ("status", text), ("severity", textOrNull),
            ("date", text), ("minutes", wholeOrNull), ("services", texts), ("runbooks", links),
            ("origin", ["type": "string", "enum": ["own", "public"]]),
          ], required: ["incident", "title", "status", "date", "origin"])
      )
    ], required: ["incidents", "total"], list: "incidents", rows: 20)

  static let facets = Schema(
    properties: [("services", texts), ("tags", texts), ("categories", texts)],
    required: ["services", "tags", "categories"])

  /// What those say that record.
  static let recorded = Schema(
    properties: [
      ("incident", text), ("path", text), ("status", text), ("runbooks", links),
      ("redacted", redacted), ("suggested_steps", texts), ("missing", texts),
      ("time", text), ("minutes", wholeOrNull),
    ], required: ["incident", "path"])
}
