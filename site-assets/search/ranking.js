// What a text asks for and how well each document meets it. See `SearchQuery` and `Ranking` in
// Sources/Runbook/Search.
(function (site) {
  "use strict";

  const LIMIT = 48; // the most terms a query keeps
  const MOST_WORDS = 400; // a log has no more to say after this many different words
  const DEPTH = 32; // how many documents, best by words, have their symptoms read and can be results
  const OTHER_WEIGHT = 0.6; // of a synonym or a correction beside the term itself
  const PHRASE_WEIGHT = 1.2;
  const SAME_SYMPTOM = 0.93; // from here on the query is the symptom, word for word, which counts three times
  const EVENNESS = 1.0; // what a shared word counts beside its rarity
  const MISSING_WEIGHT = 0.8; // of a word of a symptom that the query lacks

  const unique = (list) => [...new Set(list)];

  /** The concepts of a text: each a term with what may stand for it. */
  site.readQuery = async function (text, data) {
    const words = site.words(site.withoutNoise(text));
    const flat = words.flatMap((word) => word.parts);
    const wholes = unique(words.map((word) => word.whole).filter((whole) => whole !== null));
    const query = { concepts: [], foreignWords: [], hasOurs: false, hasShared: false };
    const synonyms = new Map();
    readPhrases(flat, data, query, synonyms);
    for (const whole of wholes) readPhrases([whole], data, query, synonyms);
    query.isOurs = query.hasOurs || query.hasShared && query.foreignWords.length === 0;

    const terms = unique(flat).filter((term) => !data.stopWords.has(term) && !/^[0-9]{4,}$/.test(term));
    await data.loadTerms(unique([...terms, ...wholes, ...terms.flatMap((term) => synonyms.get(term) ?? []).flat()]));
    for (const term of terms) {
      const documents = data.documents(term);
      const alternatives = [{ terms: [term], weight: 1 }];
      for (const other of synonyms.get(term) ?? []) alternatives.push({ terms: other, weight: OTHER_WEIGHT });
      if (documents === 0) {
        const correction = await data.correction(term);
        if (correction !== null) {
          await data.loadTerms([correction]);
          alternatives.push({ terms: [correction], weight: OTHER_WEIGHT });
        }
      }
      query.concepts.push({ term, documents, alternatives });
    }
    // An identifier that the index knows counts once more as a whole.
    for (const whole of wholes) {
      const documents = data.documents(whole);
      if (documents > 0 && documents <= data.count * 0.5) {
        query.concepts.push({ term: whole, documents, alternatives: [{ terms: [whole], weight: 1 }] });
      }
    }
    if (query.concepts.length > LIMIT) query.concepts = rarest(query.concepts);
    return query;
  };

  /** Finds the phrases of the lexicon in the terms. */
  function readPhrases(terms, data, query, synonyms) {
    const known = new Set();
    terms.forEach((term, index) => {
      if (!known.has(term)) {
        if (known.size >= MOST_WORDS) return;
        known.add(term);
      }
      for (const entry of data.phrases.get(term) ?? []) {
        if (!entry.terms.every((part, offset) => terms[index + offset] === part)) continue;
        if (entry.kind === "ours") query.hasOurs = true;
        else if (entry.kind === "shared") query.hasShared = true;
        else if (entry.kind === "elsewhere") {
          const word = entry.terms.join(" ");
          if (!query.foreignWords.includes(word)) query.foreignWords.push(word);
        } else addSynonyms(entry, data, synonyms);
      }
    });
  }

  function addSynonyms(entry, data, synonyms) {
    const own = entry.terms.join(" ");
    const others = data.families.get(entry.family).filter((terms) => terms.join(" ") !== own);
    for (const term of entry.terms) {
      if (!synonyms.has(term)) synonyms.set(term, []);
      const list = synonyms.get(term);
      for (const other of others) {
        if (!list.some((known) => known.join(" ") === other.join(" "))) list.push(other);
      }
    }
  }

  /** Keeps the rarest known terms; unknown ones fill what is left. */
  function rarest(concepts) {
    const order = ({ documents }) => documents === 0 ? Infinity : documents;
    const kept = new Set(concepts.map((concept, index) => ({ concept, index }))
      .sort((a, b) => order(a.concept) === order(b.concept)
        ? a.index - b.index : order(a.concept) - order(b.concept))
      .slice(0, LIMIT).map(({ index }) => index));
    return concepts.filter((_, index) => kept.has(index));
  }

  /** A known term weighs by its rarity; an unknown one by what stands for it, or as the rarest. */
  function weightOf(concept, data) {
    if (concept.documents > 0) return data.weight(concept.documents);
    let best = null;
    for (const { terms } of concept.alternatives.slice(1)) {
      best = Math.max(best ?? 0, data.weight(data.documents(terms[0])));
    }
    return Math.min(best ?? data.base.rarest, data.base.rarest);
  }

  /** The documents that meet a concept, each with its best alternative's score. */
  function meeting(concept, data) {
    const best = new Map();
    for (const { terms, weight } of concept.alternatives) {
      let sum = null;
      for (const term of terms) {
        const scores = data.scoresOf(term);
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

  /** How much each term says for the query: its weight, by the alternative that brought it. */
  function likenessOf(query, data) {
    const shares = new Map();
    for (const { alternatives } of query.concepts) {
      for (const { terms, weight } of alternatives) {
        const share = weight / Math.sqrt(terms.length);
        for (const term of terms) {
          const value = share * (data.weight(data.documents(term)) + EVENNESS);
          shares.set(term, Math.max(shares.get(term) ?? 0, value));
        }
      }
    }
    return shares;
  }

  const phrases = new WeakMap(); // by document: its symptoms with their terms, cut once

  /** The title and the symptoms of a document, each as `[text, terms]`. */
  function phrasesOf(document, data) {
    let list = phrases.get(document);
    if (!list) {
      list = [document.title, ...document.symptoms].map((text) =>
        [text, unique(site.terms(text)).filter((term) => !data.stopWords.has(term))]);
      phrases.set(document, list);
    }
    return list;
  }

  /** Finds the symptom that is most like the query, and how much, from 0 to 1; the title counts as one. */
  function compareSymptoms(hit, document, likeness, evenTotal, data) {
    const missing = EVENNESS + MISSING_WEIGHT * data.base.missing;
    for (const [symptom, terms] of phrasesOf(document, data)) {
      let shared = 0, own = 0, sharedCount = 0;
      const count = terms.length;
      for (const term of terms) {
        const share = likeness.get(term);
        if (share === undefined) {
          own += missing;
          continue;
        }
        sharedCount += 1;
        shared += share;
        own += data.weight(data.documents(term)) + EVENNESS;
      }
      if (!(shared > 0 && own > 0)) continue;
      const precision = shared / own;
      const recall = Math.min(1, shared / evenTotal);
      let value = 1.5 * precision * recall / (0.5 * precision + recall);
      // One shared word of several is a coincidence more often than not.
      if (sharedCount < 2 && count > 1) value *= 0.6;
      if (value > hit.phrase) {
        hit.phrase = value;
        hit.phraseText = symptom;
      }
    }
  }

  /** The documents that a query meets, best first. */
  site.rank = async function (query, data) {
    const found = new Map();
    let total = 0;
    for (const concept of query.concepts) {
      const weight = weightOf(concept, data);
      total += weight;
      for (const [document, score] of meeting(concept, data)) {
        let hit = found.get(document);
        if (!hit) {
          hit = { document, words: 0, coverage: 0, phrase: 0, phraseText: "", matched: [], score: 0 };
          found.set(document, hit);
        }
        hit.words += score;
        hit.coverage += weight;
        hit.matched.push(concept.term);
      }
    }
    if (!(total > 0)) return [];
    const hits = [...found.values()];
    const evenTotal = total + EVENNESS * query.concepts.length;
    const sort = () => hits.sort((a, b) => b.score - a.score || a.document - b.document);
    for (const hit of hits) {
      hit.coverage /= total;
      hit.score = hit.words * hit.coverage;
    }
    sort();
    const likeness = likenessOf(query, data);
    hits.length = Math.min(hits.length, DEPTH);
    await Promise.all(hits.map(async (hit) => {
      compareSymptoms(hit, await data.document(hit.document), likeness, evenTotal, data);
      hit.score += PHRASE_WEIGHT * hit.phrase * (hit.phrase > SAME_SYMPTOM ? 3 : 1) * evenTotal;
    }));
    return sort();
  };
})(runbookSite);
