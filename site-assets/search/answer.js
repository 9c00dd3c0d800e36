// From a symptom to an answer: facts first, then words, then what happened before. See `Search`,
// `Candidate` and `Judgement` in Sources/Runbook/Search.
(function (site) {
  "use strict";

  const SHOWN = 5;
  const SHARES = { "fixed": 0.8, "helped": 0.6, "not-tried": 0.2, "no-help": 0 };
  const NO_HELP = 0.3;
  const FINGERPRINT = 400;
  const PRIMARY = { certain: 200, likely: 120, suspected: 30 };
  const BESIDE = { certain: 40, likely: 30, suspected: 15 };

  /** A document on its way into an answer, with everything that speaks for it. */
  class Candidate {
    constructor(number) {
      this.number = number;
      this.parts = [];
      this.why = [];
      this.question = null;
      this.hit = null;
    }

    get score() { return this.parts.reduce((sum, { value }) => sum + value, 0); }

    has(name) { return this.parts.some((part) => part.name === name); }

    add(name, value, reason) {
      this.parts.push({ name, value });
      if (reason) this.why.push(reason);
    }

    /** Takes what the words of the document got. */
    take(hit) {
      this.hit = hit;
      const words = hit.words * hit.coverage;
      this.add("words", words);
      if (hit.score > words) this.add("symptom", hit.score - words);
    }

    /** Every reason, strongest first, with what the words met. */
    get reasons() {
      if (!this.hit) return this.why;
      const { phrase, phraseText, coverage, matched } = this.hit;
      return [...this.why, phrase >= 0.3 && phraseText ? `symptom: ${phraseText}`
        : `${Math.round(coverage * 100)} % of the words: ${matched.slice(0, 8).join(" ")}`];
    }

    /** Takes a share of what the words of an incident got, where that is more than its own words. */
    learn(share, hit, reason) {
      if (this.parts.some(({ name, value }) => name === "incident" && value > 0)) {
        return this.add("incident", share / 10);
      }
      const own = this.parts.filter(({ name }) => name === "words" || name === "symptom")
        .reduce((sum, { value }) => sum + value, 0);
      if (!(share - own > 0)) return this.add("incident", share / 10);
      if (!this.hit || hit.coverage > this.hit.coverage) this.hit = hit;
      this.add("incident", share - own, reason);
    }
  }

  class Candidates {
    constructor() { this.all = new Map(); }

    get(number) {
      if (!this.all.has(number)) this.all.set(number, new Candidate(number));
      return this.all.get(number);
    }

    get best() {
      return [...this.all.values()].filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || a.number - b.number);
    }
  }

  /** How much of a query a page must meet, by what the words say about its field. */
  function floorOf(query) {
    if (query.isOurs) return { coverage: 0.25, phrase: 0.15 };
    // Common words alone are met by any page, so what they add up to counts as well.
    return query.foreignWords.length
      ? { coverage: 2, phrase: 0.8 } : { coverage: 0.5, phrase: 0.25, score: 4 };
  }

  function judge(query, facts, diagnoses, best, second) {
    if (!best) return "none";
    if (best.has("fingerprint")) return "match";
    const primary = diagnoses.find(({ isPrimary }) => isPrimary);
    if (primary) {
      // Words that say whose symptom it is outweigh a rule that only suspects, and one that goes by
      // ordinary words rather than by the name of an error.
      const isElsewhere = !query.isOurs && query.foreignWords.length > 0;
      const isNamed = facts.values("error_name").length > 0 || facts.values("stop_code").length > 0;
      return (primary.confidence !== "certain" || !isNamed) && isElsewhere ? "none" : "match";
    }
    const coverage = best.hit?.coverage ?? 0, phrase = best.hit?.phrase ?? 0;
    const floor = floorOf(query);
    const isMet = coverage >= floor.coverage && best.score >= (floor.score ?? 0);
    if (!isMet && phrase < floor.phrase) return "none";
    const isClear = best.score >= 1.25 * (second?.score ?? 0) || phrase >= 0.6;
    // Where nothing says whose symptom it is, only a symptom of the page speaks for it.
    const isEnough = query.isOurs ? coverage >= 0.6 || phrase >= 0.4 : phrase >= 0.5;
    return isClear && isEnough ? "match" : "weak";
  }

  function weighDiagnoses(diagnoses, candidates) {
    for (const { runbook, confidence, isPrimary, because, question } of diagnoses) {
      const candidate = runbook === null ? null : candidates.get(runbook);
      if (!candidate || candidate.has("rule")) continue;
      candidate.add("rule", (isPrimary ? PRIMARY : BESIDE)[confidence]);
      candidate.why.push(...because);
      candidate.question ??= question;
    }
  }

  /** Gives a share of an incident's score to the runbooks that it names. */
  function teach(hit, [id, origin, links], candidates) {
    const place = `${origin === "public" ? "public example" : "past incident"} ${id}`;
    for (const [runbook, outcome] of links) {
      const candidate = candidates.get(runbook);
      if (outcome !== "no-help") {
        candidate.learn(SHARES[outcome] * hit.score, hit, `${outcome} in ${place}`);
      } else if (hit.coverage > 0.8 && hit.phrase > 0.5) {
        // Only for symptoms that are nearly the same: most incidents share some words.
        candidate.add("incident", -NO_HELP * hit.score, `did not help in ${place}`);
      }
    }
  }

  function weighHits(hits, data, candidates) {
    // Runbooks first: what an incident teaches is measured against a runbook's own words.
    for (const hit of hits) {
      if (data.isIncident(hit.document)) continue;
      candidates.get(hit.document).take(hit);
      if (data.deprecated.has(hit.document)) candidates.get(hit.document).add("deprecated", -hit.score / 2);
    }
    for (const hit of hits) {
      const incident = data.incidents.get(hit.document);
      if (incident) teach(hit, incident, candidates);
    }
  }

  /** Gives the runbooks that ended the very same failure before what nothing else can outweigh. */
  function weighFingerprint(facts, data, candidates) {
    const fingerprint = site.fingerprint(facts);
    if (fingerprint === null) return;
    for (const [, id, , links, fingerprints] of data.base.incidents) {
      if (!fingerprints.some((other) => other.toLowerCase() === fingerprint)) continue;
      for (const [runbook, outcome] of links) {
        const candidate = candidates.get(runbook);
        if (outcome !== "fixed" && outcome !== "helped" || candidate.has("fingerprint")) continue;
        candidate.add("fingerprint", outcome === "fixed" ? FINGERPRINT : FINGERPRINT / 2);
        candidate.why.unshift(`${outcome === "fixed" ? "fixed" : "helped with"} the same failure in ${id}`);
      }
    }
  }

  /** The text without the sequences that only colour it or move a cursor. */
  function withoutEscapes(text) {
    const sequence = /\x1b[\]P^_X][^]*?(?:[\x07\x9c\n]|\x1b\\|$)|(?:\x1b\[|\x9b)[^@-~]*(?:[@-~]|$)|\x1b[^]?/gu;
    return text.replace(sequence, "");
  }

  /** `{kind, facts, results}`: `kind` is match, weak or none, results are best first. */
  site.answer = async function (text, data) {
    text = withoutEscapes(text);
    const facts = site.readFacts(text, data.base.vocabulary);
    const query = await site.readQuery(text, data);
    const hits = await site.rank(query, data);
    const diagnoses = site.decide(data.base.table, facts);
    const candidates = new Candidates();
    weighDiagnoses(diagnoses, candidates);
    weighHits(hits, data, candidates);
    weighFingerprint(facts, data, candidates);
    const best = candidates.best.filter(({ number }) => !data.isIncident(number)).slice(0, SHOWN);
    const kind = judge(query, facts, diagnoses, best[0], best[1]);
    const results = kind === "none" ? [] : await Promise.all(best.map(async (candidate) => ({
      number: candidate.number, why: candidate.reasons, question: candidate.question,
      score: candidate.score,
      ...await data.document(candidate.number),
    })));
    return { kind, facts, results };
  };
})(runbookSite);
