// What a text asks for, as concepts: each a term with what may stand for it. See `SearchQuery` in
// Sources/Runbook/Answering.
(function (site) {
  "use strict";

  const unique = (list) => [...new Set(list)];

  class Query {
    constructor() {
      this.concepts = [];
      this.foreignWords = [];
      this.hasOurs = false;
      this.hasShared = false;
      this.spellings = new Map();
      this.wholes = [];
    }

    /** What words that nothing knows were probably meant to be. */
    get corrections() {
      const corrections = new Map();
      for (const { term, correction } of this.concepts) {
        if (correction !== null) corrections.set(term, correction);
      }
      return corrections;
    }

    /** The rarest of some terms as they were typed, in the order of the text. */
    spelled(terms, most) {
      const wanted = new Set(terms);
      const kept = this.concepts.map(({ term, documents }, place) => ({ term, documents, place }))
        .filter(({ term }) => wanted.has(term))
        .sort((a, b) => a.documents - b.documents || a.place - b.place).slice(0, most)
        .sort((a, b) => a.place - b.place);
      const seen = new Set();
      return kept.map(({ term }) => this.spellings.get(term) ?? term).filter((word) => {
        const isNew = !seen.has(site.lower(word));
        seen.add(site.lower(word));
        return isNew;
      });
    }

    /** Finds the phrases of the lexicon in the terms. */
    read(terms, data, synonyms) {
      const known = new Set();
      terms.forEach((term, index) => {
        if (!known.has(term)) {
          if (known.size >= data.base.limits.words) return;
          known.add(term);
        }
        for (const [kind, text, others] of data.lexicon.get(term) ?? []) {
          const phrase = text.split(" ");
          if (!phrase.every((part, offset) => terms[index + offset] === part)) continue;
          if (kind === "ours") this.hasOurs = true;
          else if (kind === "shared") this.hasShared = true;
          else if (kind === "elsewhere") {
            if (!this.foreignWords.includes(text)) this.foreignWords.push(text);
          } else {
            for (const part of phrase) {
              if (!synonyms.has(part)) synonyms.set(part, new Set());
              for (const other of others) synonyms.get(part).add(other);
            }
          }
        }
      });
    }

    async collect(flat, wholes, synonyms, data, counts) {
      const { alternative } = data.weights;
      const terms = unique(flat).filter((term) => !data.stopWords.has(term) && !site.isLongNumber(term));
      const others = terms.flatMap((term) => [...synonyms.get(term) ?? []]);
      await data.loadWords(unique(others.flatMap((other) => other.split(" "))));
      for (const term of terms) {
        const documents = counts.documents(term);
        const alternatives = [{ terms: [term], weight: 1 }];
        for (const other of synonyms.get(term) ?? []) {
          alternatives.push({ terms: other.split(" "), weight: alternative });
        }
        this.concepts.push({ term, documents, alternatives, correction: null });
      }
      // An identifier that the index knows counts once more as a whole.
      for (const whole of wholes) {
        const documents = counts.documents(whole);
        if (documents > 0 && documents <= counts.count * 0.5) {
          this.concepts.push({
            term: whole, documents, alternatives: [{ terms: [whole], weight: 1 }], correction: null,
          });
        }
      }
      this.keepRarest(data.base.limits.concepts);
      // Only words that are kept: a long paste has thousands that nothing knows.
      for (const concept of this.concepts.filter(({ documents }) => documents === 0)) {
        concept.correction = await counts.correction(concept.term);
        if (concept.correction !== null) {
          concept.alternatives.push({ terms: [concept.correction], weight: alternative });
        }
      }
      await data.loadWords([...this.corrections.values()]);
    }

    /** Keeps the rarest known terms; unknown ones fill what is left. */
    keepRarest(most) {
      if (this.concepts.length <= most) return;
      const order = ({ documents }) => documents === 0 ? Infinity : documents;
      const places = this.concepts.map((_, place) => place).sort((a, b) => {
        const left = order(this.concepts[a]), right = order(this.concepts[b]);
        return left === right ? a - b : left - right;
      });
      const kept = new Set(places.slice(0, most));
      this.concepts = this.concepts.filter((_, place) => kept.has(place));
    }

    readSpellings(text, most) {
      const kept = new Set(this.concepts.map(({ term }) => term));
      for (const word of text.split(" ").slice(0, most)) {
        for (const term of site.terms(word)) {
          if (kept.has(term) && !this.spellings.has(term)) this.spellings.set(term, word);
        }
      }
    }
  }

  /** Reads a text for a collection; everything that is known of its words is loaded then. */
  site.readQuery = async function (text, data, counts) {
    const clean = site.withoutNoise(text);
    const words = site.words(clean);
    const flat = words.flatMap(({ parts }) => parts);
    const wholes = unique(words.map(({ whole }) => whole).filter((whole) => whole !== null));
    await data.loadWords(unique([...flat, ...wholes]));
    const query = new Query(), synonyms = new Map();
    query.read(flat, data, synonyms);
    for (const whole of wholes) query.read([whole], data, synonyms);
    query.wholes = wholes;
    await query.collect(flat, wholes, synonyms, data, counts);
    query.readSpellings(clean, data.base.limits.words);
    return query;
  };
})(runbookSite);
