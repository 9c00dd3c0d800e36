// All evidence put together: which documents, in which order, and how far to trust the first. See
// `Verdict`, `Weighed` and `Gate` in Sources/Runbook/Answering.
(function (site) {
  "use strict";

  const sum = (list) => list.reduce((total, value) => total + value, 0);
  const kinds = (evidence, ...wanted) => evidence.filter(({ kind }) => wanted.includes(kind));

  /** The words of a page itself. */
  const ownWords = (evidence) => sum(kinds(evidence, "words", "symptom").map(({ weight }) => weight));

  /** A document with everything that speaks for it. */
  class Candidate {
    constructor(number, evidence, weights) {
      this.number = number;
      this.evidence = evidence;
      this.parts = Candidate.parts(evidence, weights);
      this.score = sum(this.parts.map(({ value }) => value));
    }

    /** What each piece of evidence adds. */
    static parts(evidence, weights) {
      const parts = [];
      const add = (piece, value) => parts.push({ piece, value });
      for (const kind of ["fingerprint", "rule"]) {
        const found = kinds(evidence, kind);
        const most = Math.max(...found.map(({ weight }) => weight));
        const best = found.find(({ weight }) => weight === most);
        if (best) add(best, most);
      }
      for (const piece of evidence) {
        const isOwn = ["words", "symptom", "lines", "deprecated"].includes(piece.kind);
        if (isOwn || piece.kind === "incident" && piece.weight <= 0) add(piece, piece.weight);
      }
      const own = ownWords(evidence);
      const taught = kinds(evidence, "incident").filter(({ weight }) => weight > 0)
        .sort((a, b) => b.weight - a.weight || (a.detail < b.detail ? -1 : a.detail > b.detail ? 1 : 0));
      taught.forEach((piece, place) => {
        const gain = place === 0 ? piece.weight - own : 0;
        add(piece, gain > 0 ? gain : piece.weight * weights.further);
      });
      return parts;
    }

    has(kind) { return this.evidence.some((piece) => piece.kind === kind); }

    /** What would settle a doubt about it. */
    get question() { return this.evidence.find(({ question }) => question)?.question ?? null; }
  }

  /** The documents that evidence speaks for, best first. */
  site.verdict = function (evidence, weights) {
    const byDocument = new Map();
    for (const piece of evidence) {
      if (!byDocument.has(piece.document)) byDocument.set(piece.document, []);
      byDocument.get(piece.document).push(piece);
    }
    return [...byDocument].map(([number, pieces]) => new Candidate(number, pieces, weights))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.number - b.number);
  };

  /** What is seen of a text and of the best page for it. */
  site.signs = function ({ query, facts, diagnoses, hits, lines, ownWords }, best, second, data) {
    const { gate, weights } = data.base;
    const { concepts } = query;
    const unknown = concepts.filter(({ documents, alternatives }) => documents === 0 && alternatives.length === 1);
    const signs = {
      ours: query.hasOurs ? 1 : 0, shared: query.hasShared ? 1 : 0,
      foreign: Math.min(gate.mostForeign,
        query.foreignWords.filter((word) => !ownWords.includes(word)).length),
      length: Math.log(1 + concepts.length),
      unknown: concepts.length ? unknown.length / concepts.length : 0,
      elsewhere: Math.max(-gate.mostElsewhere, Math.min(gate.mostElsewhere, lines.elsewhere)),
    };
    if (!best) return signs;
    const hit = hits.get(best.number);
    signs.coverage = hit?.coverage ?? 0;
    signs.phrase = hit?.phrase ?? 0;
    signs.same = signs.phrase > weights.samePhrase ? 1 : 0;
    signs.logarithm = Math.max(gate.leastLogarithm, lines.logarithms.get(best.number) ?? gate.leastLogarithm);
    signs.agrees = lines.first === best.number ? 1 : 0;
    signs.fingerprint = best.has("fingerprint") ? 1 : 0;
    signs.own = Math.max(0, ...kinds(best.evidence, "incident").map(({ ownCoverage }) => ownCoverage));
    signs.margin = best.score > 0 ? (best.score - (second?.score ?? 0)) / best.score : 0;
    const rule = diagnoses.find(({ isPrimary, runbook }) => isPrimary && runbook === best.number);
    if (rule) {
      const isNamed = facts.values("error_name").length > 0 || facts.values("stop_code").length > 0;
      signs[rule.confidence === "certain" && isNamed ? "named" : rule.confidence] = 1;
    }
    return signs;
  };

  /** How sure an answer with these signs is: match, weak or none. */
  site.judge = function (signs, gate) {
    const probability = (weights) => {
      let total = weights.bias;
      for (const [name, weight] of Object.entries(weights)) {
        if (name !== "bias") total += weight * (signs[name] ?? 0);
      }
      return 1 / (1 + Math.exp(-total));
    };
    if (!(probability(gate.scope) >= gate.scopeLimit)) return "none";
    return probability(gate.right) >= gate.rightLimit ? "match" : "weak";
  };

  /**
   * Why a document is in the answer, strongest reason first: `{text}`, with the id of an incident that it
   * ends with as `incident`.
   */
  site.reasons = function (candidate, { query, hits }, symptomAt, data) {
    const { weights, limits } = data.base;
    const reasons = [];
    for (const kind of ["fingerprint", "rule", "incident"]) {
      const found = kinds(candidate.parts.map(({ piece }) => piece), kind)
        .sort((a, b) => b.weight - a.weight);
      // One incident that is like this is reason enough; the others are its history.
      for (const piece of kind === "incident" ? found.slice(0, 1) : found) {
        // What the page itself says counts more than an incident with some of the words.
        const isBelow = piece.weight > 0 && !(piece.weight > ownWords(candidate.evidence));
        if (kind === "incident" && isBelow) continue;
        reasons.push(...piece.reasons);
      }
    }
    const hit = hits.get(candidate.number);
    if (!hit) return reasons;
    if (hit.phrase >= weights.shownPhrase && hit.place !== null) {
      reasons.push({ text: `symptom: ${symptomAt(hit.place)}` });
    } else if (!reasons.length) {
      const words = (hit.query ?? query).spelled(hit.matched, limits.spelled);
      if (words.length) reasons.push({ text: `words: ${words.join(", ")}` });
    }
    return reasons;
  };
})(runbookSite);
