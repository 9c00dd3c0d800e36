// How well the words of a query are met by each document, and by the team's own incidents. See
// `WordRanking` and `OwnIncidents` in Sources/Runbook/Answering.
(function (site) {
  "use strict";

  const newHit = (document) =>
    ({ document, words: 0, coverage: 0, phrase: 0, place: null, matched: [], score: 0 });

  const sort = (hits) => hits.sort((a, b) => b.score - a.score || a.document - b.document);

  class Ranking {
    constructor(query, data, counts) {
      this.query = query;
      this.data = data;
      this.counts = counts;
      this.total = 0;
      this.hits = [];
      this.rank();
    }

    rank() {
      const { query, data } = this, { weights } = data;
      const found = new Map();
      for (const concept of query.concepts) {
        const weight = this.weightOf(concept);
        this.total += weight;
        for (const [document, score] of this.meeting(concept)) {
          if (!found.has(document)) found.set(document, newHit(document));
          const hit = found.get(document);
          hit.words += score;
          hit.coverage += weight;
          hit.matched.push(concept.term);
        }
      }
      if (!(this.total > 0)) return;
      this.evenTotal = this.total + weights.evenness * query.concepts.length;
      this.hits = [...found.values()];
      for (const hit of this.hits) {
        hit.coverage /= this.total;
        hit.score = hit.words * hit.coverage;
      }
      this.likeness = this.likenessOf();
      this.hits = sort(this.hits).slice(0, weights.depth);
      this.addPhrases(this.hits);
      sort(this.hits);
    }

    /** A known term weighs by its rarity; an unknown one by what stands for it, or as the rarest. */
    weightOf({ documents, alternatives }) {
      const { counts } = this, { rarest } = counts;
      if (documents > 0) return counts.rarity(documents);
      let best = null;
      for (const { terms } of alternatives.slice(1)) {
        best = Math.max(best ?? 0, counts.rarity(counts.documents(terms[0])));
      }
      return Math.min(best ?? rarest, rarest);
    }

    /** The documents that meet a concept, each with its best alternative's score. */
    meeting({ alternatives }) {
      const best = new Map();
      for (const { terms, weight } of alternatives) {
        let sum = null;
        for (const term of terms) {
          const scores = this.counts.scores(term);
          if (!sum) {
            sum = scores;
            continue;
          }
          const both = new Map();
          for (const [document, score] of scores) {
            if (sum.has(document)) both.set(document, sum.get(document) + score);
          }
          sum = both;
        }
        for (const [document, score] of sum) {
          best.set(document, Math.max(best.get(document) ?? 0, weight * score / terms.length));
        }
      }
      return best;
    }

    /** What the terms that speak for the query say for it, and what each weighs in a phrase. */
    likenessOf() {
      const { data, counts } = this, found = new Map();
      for (const { alternatives } of this.query.concepts) {
        for (const { terms, weight } of alternatives) {
          const share = weight / Math.sqrt(terms.length);
          for (const term of terms) {
            const own = counts.rarity(counts.documents(term)) + data.weights.evenness;
            if (share * own > (found.get(term)?.share ?? 0)) found.set(term, { share: share * own, weight: own });
          }
        }
      }
      return found;
    }

    /** Finds the phrase of each document that is most like the query, and counts how much it is. */
    addPhrases(hits) {
      const { data } = this, { weights } = data;
      const wanted = new Map(hits.map((hit) => [hit.document, hit]));
      const phrases = new Map(); // by number: the terms that it shares, by position
      for (const [term, likeness] of this.likeness) {
        for (const { phrase, position } of data.word(term).places) {
          if (!wanted.has(data.phrases[phrase].document)) continue;
          if (!phrases.has(phrase)) phrases.set(phrase, new Map());
          phrases.get(phrase).set(position, likeness);
        }
      }
      for (const number of [...phrases.keys()].sort((a, b) => a - b)) {
        const { document, place, length } = data.phrases[number];
        const value = this.compare(phrases.get(number), length);
        const hit = wanted.get(document);
        if (value > hit.phrase) Object.assign(hit, { phrase: value, place });
      }
      for (const hit of hits) {
        const bonus = hit.phrase > weights.samePhrase ? weights.samePhraseFactor : 1;
        hit.score += weights.phrase * hit.phrase * bonus * this.evenTotal;
      }
    }

    /**
     * How like a phrase is: a weighted F of how much of the query the phrase holds, and how much of the
     * phrase the query holds, the first counting more.
     */
    compare(shares, length) {
      const { weights } = this.data;
      const missing = weights.evenness + weights.missing * this.counts.missing;
      let shared = 0, own = 0;
      for (let position = 0; position < length; position++) {
        const term = shares.get(position);
        shared += term?.share ?? 0;
        own += term?.weight ?? missing;
      }
      if (!(shared > 0 && own > 0)) return 0;
      const precision = shared / own;
      const recall = Math.min(1, shared / this.evenTotal);
      const value = 1.5 * precision * recall / (0.5 * precision + recall);
      // One shared word of several is a coincidence more often than not.
      return shares.size < 2 && length > 1 ? value * weights.singleWord : value;
    }

    /** The team's own incidents that are like the query, best first. */
    ownIncidents() {
      const { data } = this, { weights } = data;
      const concepts = this.query.concepts.map((concept, place) =>
        ({ ...concept, place, weight: this.weightOf(concept) }));
      const terms = [...concepts].sort((a, b) => b.weight - a.weight || a.place - b.place)
        .slice(0, weights.incidentTerms).map(({ term }) => term);
      if (!terms.length || !(this.total > 0)) return [];
      const scores = new Map();
      for (const term of terms) {
        for (const [document, score] of data.ownWords.scores(term)) {
          scores.set(document, (scores.get(document) ?? 0) + score);
        }
      }
      // Of equals the newest: ids begin with the day.
      const hits = [...scores].sort((a, b) => b[1] - a[1] || b[0] - a[0])
        .slice(0, weights.incidentDepth).map(([document]) => newHit(document));
      for (const hit of hits) {
        for (const { term, weight, alternatives } of concepts) {
          const best = Math.max(...alternatives
            .filter(({ terms }) => terms.every((term) => data.holds(term, hit.document)))
            .map((alternative) => alternative.weight));
          if (best === -Infinity) continue;
          hit.words += best * weight * weights.incidentWord;
          hit.coverage += weight;
          hit.matched.push(term);
        }
        hit.coverage /= this.total;
        hit.score = hit.words * hit.coverage;
      }
      this.addPhrases(hits);
      return sort(hits);
    }
  }

  site.Ranking = Ranking;
})(runbookSite);
