extension Statistics {
  /// The statistics as one JSON object, with the day that they begin with if one was given.
  public func json(since: CivilDate?) -> JSON {
    func rows(_ grouping: Grouping) -> JSON {
      .array((groups[grouping] ?? []).map(\.json))
    }
    let overdue = openActions.filter { $0.daysOverdue != nil }
    return [
      "schema_version": 1, "since": JSON(since?.description),
      "formula": [
        "median": .string(Durations.formula.median), "p90": .string(Durations.formula.p90),
        "recurred": .string(
          "same fingerprint, or same runbook that fixed or helped, as an incident at most "
            + "\(Statistics.recurrenceDays) days before"),
        "fix_rate": "fixed / tried; not-tried is left out",
      ],
      "total": total.json, "public_examples": .int(publicExamples),
      "by_runbook": rows(.runbook), "by_category": rows(.category), "by_service": rows(.service),
      "by_month": rows(.month),
      "runbooks": [
        "days": .int(days), "unused": .array(unused.map(\.json)),
        "not_reviewed": .array(notReviewed.map(\.json)),
      ],
      "action_items": [
        "open": .int(openActions.count), "overdue": .int(overdue.count),
        "items": .array(openActions.map(\.json)),
      ],
    ]
  }
}

extension Statistics.Group {
  /// The group as an object.
  public var json: JSON {
    var pairs: [(key: String, value: JSON)] = key.isEmpty ? [] : [("key", .string(key))]
    pairs += [
      ("incidents", .int(incidents)), ("recurred", .int(recurred)),
      ("time_to_detect", detect.json), ("time_to_mitigate", mitigate.json),
      ("time_to_resolve", resolve.json), ("tried", .int(tried)), ("fixed", .int(fixed)),
      ("fix_rate", tried > 0 ? .double(Double(fixed) / Double(tried)) : .null),
    ]
    if let steps { pairs.append(("steps", .array(steps.map(\.json)))) }
    return .object(pairs)
  }
}

extension Statistics.StepUse {
  /// The step as an object.
  public var json: JSON {
    [
      "step": .string(step), "taken": .int(taken), "fixed": .int(fixed), "helped": .int(helped),
      "no_help": .int(noHelp), "median_minutes": JSON(medianMinutes),
    ]
  }
}

extension Statistics.Neglect {
  /// The runbook as an object.
  public var json: JSON {
    [
      "runbook": .string(runbook), "last_used": JSON(lastUsed), "last_reviewed": JSON(lastReviewed),
    ]
  }
}

extension Statistics.OpenAction {
  /// The item as an object.
  public var json: JSON {
    [
      "incident": .string(incident), "text": .string(item.text), "owner": JSON(item.owner),
      "due": JSON(item.due), "link": JSON(item.link), "days_overdue": JSON(daysOverdue),
    ]
  }
}
