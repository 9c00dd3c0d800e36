// The data of the search, in scripts: a page that is opened as a file may load those and nothing else.
// `base` comes first; shards of terms, documents and cards are loaded when a search needs them.
(function (site) {
  "use strict";

  const waiting = new Map(); // by name of the file: how to hand the data over
  const loading = new Map(); // by name of the file: the promise of its data

  /** Called by each data file. */
  site.take = (name, data) => waiting.get(name)?.(data);

  function load(folder, name) {
    let promise = loading.get(name);
    if (promise) return promise;
    promise = new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = folder + name + ".js";
      script.onerror = () => {
        loading.delete(name); // the next search tries again
        reject(new Error(`${script.src} cannot be loaded`));
      };
      script.onload = () => script.remove();
      document.head.append(script);
    });
    loading.set(name, promise);
    return promise;
  }

  function fnv(bytes) {
    let hash = 2166136261;
    for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes.charCodeAt(i), 16777619) >>> 0;
    return hash;
  }

  /** A term as SQLite's tokenizer has it, which takes a single mark off a Latin letter: cafe for café. */
  function withoutMarks(term) {
    return term.replace(/(?=\P{ASCII})\p{Script=Latin}/gu, (letter) => {
      const parts = letter.normalize("NFD");
      return /^[a-z]\p{Mn}$/u.test(parts) ? parts[0] : letter;
    });
  }

  /** Everything the search knows about the documents. */
  class SearchData {
    static async open(folder, name) {
      return new SearchData(folder, await load(folder, name));
    }

    constructor(folder, base) {
      this.folder = folder;
      this.base = base;
      this.count = base.lengths.length;
      this.averageLength = base.lengths.reduce((sum, length) => sum + length, 0) / this.count;
      this.logs = new Map(base.counts.map((count, i) => [count, [base.idf[i], base.weights[i]]]));
      this.incidents = new Map(base.incidents.map(([number, ...incident]) => [number, incident]));
      this.deprecated = new Set(base.deprecated);
      this.stopWords = new Set(base.stopWords.split(" "));
      this.families = new Map();
      this.phrases = new Map();
      for (const [kind, text, family] of base.lexicon) {
        const terms = text.split(" ");
        if (!this.phrases.has(terms[0])) this.phrases.set(terms[0], []);
        this.phrases.get(terms[0]).push({ kind, terms, family });
        if (kind !== "synonym") continue;
        if (!this.families.has(family)) this.families.set(family, []);
        this.families.get(family).push(terms);
      }
      this.postings = new Map(); // by term: flat list of document steps and kinds of hit
      this.scores = new Map(); // by term: document to BM25
    }

    isIncident(number) { return this.incidents.has(number); }

    // ---- Terms

    async loadTerms(asked) {
      const terms = [...asked, ...asked.map(withoutMarks)];
      const shards = new Set(terms.filter((term) => !this.postings.has(term))
        .map((term) => fnv(site.bytes(term)) % this.base.terms.length));
      await Promise.all([...shards].map(async (shard) => {
        const data = await load(this.folder, this.base.terms[shard]);
        for (const [term, list] of Object.entries(data)) this.postings.set(term, list);
      }));
      for (const term of terms) if (!this.postings.has(term)) this.postings.set(term, []);
    }

    /** In how many documents a term stands. */
    documents(term) { return (this.postings.get(term)?.length ?? 0) / 2; }

    /** How telling a term is, by the number of documents that hold it. */
    weight(documents) { return this.logs.get(documents)[1]; }

    /** BM25 of a term in each document, with the operations of SQLite in the same order. */
    scoresOf(term) {
      let scores = this.scores.get(term);
      if (scores) return scores;
      scores = new Map();
      let list = this.postings.get(term) ?? [];
      if (!list.length) list = this.postings.get(withoutMarks(term)) ?? [];
      const idf = list.length ? this.logs.get(list.length / 2)[0] : 0;
      for (let i = 0, document = 0; i < list.length; i += 2) {
        document += list[i];
        const frequency = this.frequencies[list[i + 1]];
        const length = this.base.lengths[document];
        scores.set(document, idf * ((frequency * (1.2 + 1.0))
          / (frequency + 1.2 * (1 - 0.75 + 0.75 * length / this.averageLength))));
      }
      this.scores.set(term, scores);
      return scores;
    }

    /** The weighted number of hits for each combination of hits in the columns. */
    get frequencies() {
      this.weightedHits ??= this.base.hits.map((hits) => {
        let sum = 0;
        hits.forEach((count, column) => {
          for (let i = 0; i < count; i++) sum += this.base.columns[column];
        });
        return sum;
      });
      return this.weightedHits;
    }

    /** The known term that an unknown one was probably meant to be: the nearest, then the commonest. */
    async correction(term) {
      const tolerance = site.tolerance(term);
      if (!tolerance || !/^[a-z]+$/.test(term)) return null;
      const words = await load(this.folder, this.base.words);
      let best = null;
      for (const [documents, list] of words) {
        for (const word of list.split(" ")) {
          if (Math.abs([...word].length - term.length) > tolerance) continue;
          const distance = site.distance(term, word, best?.distance ?? tolerance);
          if (distance === null) continue;
          const order = best && (best.distance - distance || documents - best.documents
            || (best.word <= word ? -1 : 1));
          if (best && order <= 0) continue;
          best = { word, distance, documents };
        }
      }
      return best?.word ?? null;
    }

    // ---- Documents

    async loadChunk(chunks, number) {
      const index = chunks.findLastIndex(([first]) => first <= number);
      return (await load(this.folder, chunks[index][1]))[number - chunks[index][0]];
    }

    /** `{id, title, text, symptoms}` of a document. */
    document(number) { return this.loadChunk(this.base.documents, number); }

    /** What a card shows of a runbook: `{steps, commands, history}`. */
    card(number) { return this.loadChunk(this.base.cards, number); }
  }

  site.SearchData = SearchData;
})(runbookSite);
