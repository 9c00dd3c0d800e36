// From a symptom to an answer: every source gives its evidence, one verdict orders it, and the step of
// the first page is chosen. See `Search` in Sources/Runbook/Answering; every number comes from there,
// with the data of the site.
(function (site) {
  "use strict";

  /** One thing that speaks for a document, or for a step of it, or against it. */
  const evidence = (document, kind, weight, more = {}) => ({
    document, kind, weight, step: null, stepWeight: 0, detail: "", ownCoverage: 0, reasons: [],
    question: null, ...more,
  });

  /** What the decision table says. */
  function ofRules(diagnoses, weights) {
    return diagnoses.filter(({ runbook }) => runbook !== null).map((diagnosis) => {
      const { runbook, step, isStepByText, isPrimary, confidence, because, question } = diagnosis;
      const stepWeight = isStepByText ? weights.ruleTextStep : weights.ruleStep[confidence];
      return evidence(runbook, "rule", (isPrimary ? weights.rule : weights.ruleBeside)[confidence], {
        step, question, stepWeight: isPrimary ? stepWeight : stepWeight / 2,
        reasons: because.map((text) => ({ text })),
      });
    });
  }

  /** How a page, or a step of it, did in an incident whose id follows. */
  function outcomeIn(outcome, step, isOwn) {
    const failed = `${step === null ? "" : `#${step} `}did not help`;
    return `${outcome === "no-help" ? failed : outcome} in ${isOwn ? "past incident" : "public example"} `;
  }

  /** The runbooks that ended the very same failure before, and the steps that did not. */
  async function ofFingerprint(facts, data) {
    const fingerprint = site.fingerprint(facts);
    if (fingerprint === null) return [];
    const { weights } = data, found = [];
    for (const [id, links, isOwn] of await data.incidentsWith(fingerprint)) {
      for (const [runbook, outcome, step] of links) {
        if (outcome === "no-help" && step !== null) {
          found.push(evidence(runbook, "incident", 0, {
            step, stepWeight: -weights.fingerprintStep,
            reasons: [{ text: outcomeIn(outcome, step, isOwn === 1), incident: id }],
          }));
          continue;
        }
        if (outcome !== "fixed" && outcome !== "helped") continue;
        const share = outcome === "fixed" ? 1 : 0.5;
        const text = `${outcome === "fixed" ? "fixed" : "helped with"} the same failure in `;
        found.push(evidence(runbook, "fingerprint", weights.fingerprint * share, {
          step, stepWeight: weights.fingerprintStep * share, reasons: [{ text, incident: id }],
        }));
      }
    }
    return found;
  }

  /** What the words of a runbook got. */
  function ofWords(hit, data) {
    const words = hit.words * hit.coverage;
    const found = [evidence(hit.document, "words", words)];
    if (hit.score > words) found.push(evidence(hit.document, "symptom", hit.score - words));
    if (data.isDeprecated(hit.document)) found.push(evidence(hit.document, "deprecated", -hit.score / 2));
    return found;
  }

  /** Gives a share of an incident's score to the runbooks, and the steps, that it names. */
  async function ofIncident(hit, data) {
    const { weights } = data, isOwn = data.isOwn(hit.document);
    const { id, links } = await data.document(hit.document);
    const found = [];
    // It speaks for a page once, by the link that says most, and of each step that it names.
    const spokenFor = new Set();
    const outcomes = Object.keys(weights.share); // from best to worst
    const ordered = outcomes.flatMap((outcome) => links.filter((link) => link[1] === outcome));
    for (const [runbook, outcome, step] of ordered) {
      let weight = weights.share[outcome] * hit.score;
      let stepWeight = weights.share[outcome] * weights.incidentStep * (hit.coverage * hit.phrase);
      if (outcome === "no-help") {
        // Only for symptoms that are nearly the same: most incidents share some words.
        if (!(hit.coverage > weights.noHelpCoverage && hit.phrase > weights.noHelpPhrase)) continue;
        // That a step did not help says nothing against the page.
        weight = step === null ? -weights.noHelp * hit.score : 0;
        stepWeight = -weights.incidentStep;
      } else if (outcome === "not-tried") stepWeight = 0; // a guess must not confirm itself
      if (spokenFor.has(runbook)) weight = 0;
      spokenFor.add(runbook);
      found.push(evidence(runbook, "incident", weight, {
        step, stepWeight, detail: `${id}: ${step === null ? "" : `#${step} `}${outcome}`,
        ownCoverage: isOwn && weight > 0 ? hit.coverage : 0,
        reasons: [{ text: outcomeIn(outcome, step, isOwn), incident: id }],
      }));
    }
    return found;
  }

  /** The text without the sequences that only colour it or move a cursor. */
  function withoutEscapes(text) {
    const sequence = /\x1b[\]P^_X][^]*?(?:[\x07\x9c\n]|\x1b\\|$)|(?:\x1b\[|\x9b)[^@-~]*(?:[@-~]|$)|\x1b[^]?/gu;
    return text.replace(sequence, "");
  }

  /** The text with the lines joined that a terminal broke; null where none did. See `HardWrap`. */
  function withoutWraps(text) {
    const lines = text.split("\n"), lengths = lines.map((line) => [...line].length);
    const width = lengths.reduce((most, length) => Math.max(most, length), 0);
    if (width < 40) return null; // nobody has a narrower terminal
    const full = [...lines.keys()].slice(0, -1).filter((i) => lengths[i] === width);
    const goesOn = (i) => {
      const line = lines[i], next = lines[i + 1];
      // Rows of a table have one length; so have lists of names that begin alike.
      if (next === "" || /[|+]$/.test(line) || line.endsWith("-") && next.startsWith("|")) return false;
      return line.slice(0, 6) !== next.slice(0, 6) || line.startsWith(" ");
    };
    if (!full.length || !full.every(goesOn)) return null;
    // Two words of prose are no name: there is more in one than letters, but for the end of a sentence.
    const breaksName = (i) => {
      const head = /[\w\-/:.]+$/.exec(lines[i])?.[0], tail = /^[\w\-/:.]+/.exec(lines[i + 1])?.[0];
      return head && tail && /[^A-Za-z]/.test(head.replace(/[.:]$/, "") + tail);
    };
    const isBroken = full.some(breaksName);
    const isOpen = text.includes('":') && full.some((i) => lines[i].split('"').length % 2 === 0);
    if (!(full.length > 1 ? isBroken || isOpen : isOpen)) return null;
    return lines.map((line, i) => line + (i < lines.length - 1 && lengths[i] !== width ? "\n" : "")).join("");
  }

  /** Everything that speaks for a document, from every source. */
  async function weigh(text, data) {
    const facts = site.readFacts(withoutWraps(text) ?? text, data.base.vocabulary);
    const diagnoses = site.decide(data.base.table, facts);
    const query = await site.readQuery(text, data, data.taughtWords);
    const features = site.lineFeatures(text, data.base.limits.features, query.corrections);
    const ranking = new site.Ranking(query, data, data.taughtWords);
    const lines = site.judgeLines(features, data);
    const hits = new Map();
    const all = [...ofRules(diagnoses, data.weights), ...await ofFingerprint(facts, data)];
    const own = ranking.ownIncidents().filter(({ coverage }) => coverage >= data.weights.incidentCoverage);
    const found = await Promise.all([...ranking.hits, ...own].map((hit) => {
      if (data.isIncident(hit.document)) return ofIncident(hit, data);
      hits.set(hit.document, hit);
      return ofWords(hit, data);
    }));
    all.push(...found.flat());
    for (const [page, logarithm] of lines.logarithms) {
      const above = logarithm - data.weights.linesFloor;
      if (above > 0) all.push(evidence(page, "lines", data.weights.lines * above));
    }
    const weighed = { facts, diagnoses, query, features, lines, hits, evidence: all, pages: new Map(), ownWords: [] };
    readOwnWords(weighed, data);
    if (data.pagesWords.count > 0) await askPages(text, weighed, data);
    return weighed;
  }

  /** Looks which words of other systems a page of the team's, where it is the best, has in title or symptoms. */
  function readOwnWords(weighed, data) {
    const best = site.verdict(weighed.evidence, data.weights)[0]?.number;
    if (best === undefined || !data.isTeams(best)) return;
    weighed.ownWords = weighed.query.foreignWords.filter((word) =>
      word.split(" ").every((term) => data.isSymptom(term, best)));
  }

  /** Asks the pages of which nothing but their words is known, once the others have answered. */
  async function askPages(text, weighed, data) {
    const query = await site.readQuery(text, data, data.pagesWords);
    const ranking = new site.Ranking(query, data, data.pagesWords);
    const candidates = site.verdict(weighed.evidence, data.weights);
    const signs = site.signs(weighed, candidates[0], candidates[1], data);
    const taught = {
      kind: candidates.length ? site.judge(signs, data.base.gate) : "none",
      score: candidates[0]?.score ?? 0, coverage: signs.coverage ?? 0, phrase: signs.phrase ?? 0,
      isTold: candidates[0] ? candidates[0].has("rule") || candidates[0].has("fingerprint") : false,
    };
    const plain = new site.PlainPages(query, ranking, data);
    const leads = plain.leads(taught);
    plain.pages.forEach((page, place) => {
      const number = page.hit.document;
      // What rules and history say of it has been judged.
      if (candidates[0]?.number !== number || taught.kind === "none") weighed.pages.set(number, page.kind);
      weighed.hits.set(number, { ...page.hit, query });
      weighed.evidence.push(evidence(number, "words", plain.weight(page, place, leads, taught)));
    });
  }

  /**
   * `{kind, facts, results, nearest, card, choice}`: `kind` is match, weak or none; results are best
   * first, and `nearest` is what there is instead where there is none; `card` is that of the first
   * result, and `choice` says which of its steps to take.
   */
  site.answer = async function (text, data) {
    text = withoutEscapes(text);
    const weighed = await weigh(text, data);
    const { limits, gate, weights } = data.base;
    const candidates = site.verdict(weighed.evidence, weights)
      .filter(({ number }) => !data.isIncident(number)).slice(0, limits.results);
    const second = candidates.slice(1).find(({ number }) => !weighed.pages.has(number));
    const signs = site.signs(weighed, candidates[0], second, data);
    const kind = !candidates.length ? "none"
      : weighed.pages.get(candidates[0].number) ?? site.judge(signs, gate);
    const shown = kind === "none" ? candidates.slice(0, limits.nearest) : candidates;
    const pages = await Promise.all(shown.map(async (candidate) =>
      ({ number: candidate.number, ...await data.document(candidate.number) })));
    const answer = { kind, signs, facts: weighed.facts, results: [], nearest: [], card: null, choice: null };
    if (kind === "none") return { ...answer, nearest: pages };
    const [first] = candidates;
    const card = await data.card(first.number);
    const symptomAt = (place) => place === 0 ? pages[0].title : card.symptoms[place - 1];
    pages[0].why = site.reasons(first, weighed, symptomAt, data);
    pages[0].question = first.question;
    const choice = site.chooseStep(weighed.features, card, first.evidence, data);
    return { ...answer, results: pages, card, choice, candidates };
  };
})(runbookSite);
