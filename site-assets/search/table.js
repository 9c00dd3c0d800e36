// The decision table: ordered rules over facts and text, the first that matches decides. See
// `TableWalk` and `LineMatcher` in Sources/Runbook/Diagnosis.
(function (site) {
  "use strict";

  const GAP = 1000; // how many bytes a * may stand for
  const SHORTEST_PIECE = 4;
  const EXCERPT = 160;
  const DECIDING = 400; // how far before what was recognised its sentence may begin

  /**
   * Where a quotation begins: at the start of the line or of the text in quotes that holds what was
   * recognised, or else at a word not far before it.
   */
  function quotationStart(text, place, room) {
    if (room <= 0) return place;
    let start = place;
    while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== '"') start -= 1;
    if (place - start <= Math.trunc(room / 2)) return start;
    start = place - Math.min(Math.trunc(room / 4), place);
    while (start < place && start > 0 && text[start - 1] !== " ") start += 1;
    return start;
  }

  /** Finds patterns in one text; each piece is looked for once. */
  class LineHits {
    constructor(text) {
      this.texts = [` ${text.folded} `];
      this.offsets = [0];
      if (text.glued) {
        // Places in the glued text come after those of the other, too far for any gap.
        this.texts.push(` ${text.glued} `);
        this.offsets.push(text.folded.length + 2 * GAP);
      }
      this.places = new Map();
    }

    /** Every place where a piece stands, in order. */
    find(piece) {
      let places = this.places.get(piece);
      if (places) return places;
      places = [];
      const bytes = site.bytes(piece);
      this.texts.forEach((text, i) => {
        if (bytes.length < SHORTEST_PIECE) return;
        for (let at = text.indexOf(bytes); at >= 0; at = text.indexOf(bytes, at + 1)) {
          places.push([at + this.offsets[i], at + this.offsets[i] + bytes.length]);
        }
      });
      this.places.set(piece, places);
      return places;
    }

    /** Where a pattern stands first, as `[start, end]`; null where it does not. */
    place(pattern) {
      let spans = null;
      for (const piece of pattern) {
        const found = this.find(piece);
        if (!found.length) return null;
        if (!spans) {
          spans = found;
          continue;
        }
        const longer = [];
        let index = 0;
        for (const [start, end] of found) {
          while (index < spans.length && spans[index][1] + GAP < start) index += 1;
          if (index < spans.length && spans[index][1] <= start) longer.push([spans[index][0], end]);
        }
        if (!longer.length) return null;
        spans = longer;
      }
      return spans?.[0] ?? null;
    }

    /** Where the first of several patterns stands. */
    first(patterns) {
      for (const pattern of patterns) {
        const place = this.place(pattern);
        if (place) return place;
      }
      return null;
    }
  }

  const hasText = (rule) => rule.all !== undefined || rule.none !== undefined;

  class Walk {
    constructor(table, facts) {
      this.table = table;
      this.facts = facts;
      this.hits = new LineHits(facts.text);
    }

    passes(tests = []) {
      return tests.every(([fact, operation, values]) => {
        const found = this.facts.values(fact);
        switch (operation) {
          case "in": return found.some((value) => values.includes(value));
          case "not in": return !found.some((value) => values.includes(value));
          case "present": return found.length > 0;
          default: return found.length === 0;
        }
      });
    }

    /** The places that make the test of the text hold; null where it does not. */
    match({ all = [], none }) {
      const { choices } = this.table;
      const places = [];
      for (const choice of all) {
        const place = this.hits.first(choices[choice]);
        if (!place) return null;
        places.push(place);
      }
      return none !== undefined && this.hits.first(choices[none]) ? null : places;
    }

    /** The conclusion first, then runbooks to read beside it; empty where no rule matches. */
    run() {
      for (const rule of this.table.rules) {
        if (!this.passes(rule.when)) continue;
        if (rule.use === undefined) {
          const places = this.match(rule);
          if (places) return this.conclude(rule, hasText(rule) ? places : null);
          continue;
        }
        for (const other of this.table.lists[rule.use] ?? []) {
          const places = this.passes(other.when) ? this.match(other) : null;
          if (places) return this.conclude(other, places);
        }
      }
      return [];
    }

    conclude(rule, places) {
      if (!rule.concludes) return [];
      const because = [this.fill(rule.because), ...this.evidence(rule.when)];
      if (places) {
        because.push(this.excerpt(places));
        this.deciding = this.decidingText(places);
      }
      // A step that only some texts mean.
      const step = rule.steps?.find((other) => this.passes(other.when) && this.match(other));
      const diagnoses = [{
        runbook: rule.runbook, confidence: rule.confidence, rule: rule.id, isPrimary: true,
        step: step?.step ?? rule.step ?? null, isStepByText: step !== undefined,
        because: because.filter((reason) => reason), question: rule.ask ? this.fill(rule.ask) : null,
      }];
      for (const other of [...rule.also ?? [], ...this.table.always]) {
        if (diagnoses.some(({ runbook }) => runbook === other.runbook) || !this.passes(other.when)) continue;
        if (hasText(other) && !this.match(other)) continue;
        diagnoses.push({
          runbook: other.runbook, rule: rule.id, isPrimary: false, question: null,
          step: other.step ?? null, isStepByText: false,
          confidence: rule.confidence === "certain" ? "likely" : rule.confidence,
          because: [...other.because ? [this.fill(other.because)] : [], ...this.evidence(other.when)],
        });
      }
      return diagnoses;
    }

    /** The values that made the tests hold, each as it was read. */
    evidence(tests = []) {
      const lines = [];
      for (const [fact, operation, values] of tests) {
        if (operation !== "in" && operation !== "present") continue;
        for (const { name, value, excerpt } of this.facts.entries) {
          if (name !== fact || excerpt === null || operation === "in" && !values.includes(value)) continue;
          const line = excerpt === value ? `"${excerpt}"` : `"${excerpt}" = ${value}`;
          if (!lines.includes(line)) lines.push(line);
        }
      }
      return lines;
    }

    /** Puts the values of facts in place of their names in braces. */
    fill(sentence) {
      return sentence.replace(/\{([^}]*)\}/g, (_, name) => {
        if (this.table.facts.includes(name)) return this.facts.values(name).join(", ") || "unknown";
        const key = name.replaceAll("_", "-");
        return this.facts.placeholders.get(key) ?? `<${key}>`;
      });
    }

    /** The sentence that decided: the line, or the part of it in quotes, that holds what was recognised. */
    decidingText(places) {
      const { plain } = this.facts.text;
      const first = Math.max(0, Math.min(...places.map(([start]) => start)) - 1);
      if (!(first < plain.length)) return plain;
      const start = quotationStart(plain, first, DECIDING);
      const last = Math.min(Math.max(...places.map(([, end]) => end)), plain.length);
      const isQuoted = start > 0 && plain[start - 1] === '"';
      let end = last;
      while (end < plain.length && plain[end] !== "\n" && !(isQuoted && plain[end] === '"')) end += 1;
      return plain.slice(start, Math.max(start, end));
    }

    /** The part of the text that was recognised, in quotation marks. */
    excerpt(places) {
      const { plain, folded, glued } = this.facts.text;
      const offset = folded.length + 2 * GAP;
      let text = plain;
      let first = Math.max(0, Math.min(...places.map(([start]) => start)) - 1);
      let last = Math.max(0, Math.max(...places.map(([, end]) => end)) - 1);
      if (first >= offset) {
        text = glued;
        first -= offset;
        last -= offset;
      }
      first = Math.min(first, text.length);
      last = Math.min(Math.max(first, last), text.length);
      first = quotationStart(text, first, EXCERPT - (last - first));
      let end = Math.min(text.length, Math.max(first + EXCERPT, last));
      const newline = text.indexOf("\n", Math.min(last, end));
      if (newline >= 0 && newline < end) end = newline;
      // Not in the middle of a character.
      while (end > first && end < text.length && (text.charCodeAt(end) & 0xC0) === 0x80) end -= 1;
      const shown = site.readable(text.slice(first, end)).replaceAll("\n", " ");
      return `"${first > 0 ? "…" : ""}${shown}${end < text.length ? "…" : ""}"`;
    }
  }

  /** The conclusions; what no name of an error marks as a reason is one if it decided. */
  site.decide = function (table, facts) {
    const walk = new Walk(table, facts);
    const diagnoses = walk.run();
    if (!facts.reasons.length && walk.deciding) facts.reasons.push(site.readable(walk.deciding));
    return diagnoses;
  };
})(runbookSite);
