// The data of the search, in scripts: a page that is opened as a file may load those and nothing else.
// `base` comes first; what belongs to the words of a search, and to its results, is loaded when a
// search needs it. See Sources/Runbook/Site/Data for what the files hold.
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

  const BASE = 45, FIRST = 0x23, SKIPPED = 0x5C; // see `PackedNumbers`

  /** The numbers that a text packs. */
  function unpacked(text) {
    const numbers = [];
    let value = 0, unit = 1;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const digit = code - FIRST - (code > SKIPPED ? 1 : 0);
      if (digit >= BASE) {
        value += (digit - BASE) * unit;
        unit *= BASE;
      } else {
        numbers.push(value + digit * unit);
        value = 0;
        unit = 1;
      }
    }
    return numbers;
  }

  const signed = (number) => number % 2 ? -(number + 1) / 2 : number / 2;

  /** A term as SQLite's tokenizer has it, which takes a single mark off a Latin letter: cafe for café. */
  function withoutMarks(term) {
    return term.replace(/(?=\P{ASCII})\p{Script=Latin}/gu, (letter) => {
      const parts = letter.normalize("NFD");
      return /^[a-z]\p{Mn}$/u.test(parts) ? parts[0] : letter;
    });
  }

  /** A 1 for each place that is in one of some ranges. */
  function marks(ranges, count) {
    const marks = new Uint8Array(count);
    for (const [first, last] of ranges) marks.fill(1, first, last + 1);
    return marks;
  }

  const NOTHING = { list: [], taught: 0, own: 0, pages: 0, places: [] };

  /** Documents whose words are weighed among themselves: `taught`, `pages`, or the team's `own` incidents. */
  class Collection {
    constructor(data, name) {
      const { counts, idf, rarities, rarest, missing } = data.base.collections[name];
      Object.assign(this, { data, name, rarest, missing });
      const lengths = data.lengths.filter((_, place) => data.collectionOf(place) === name);
      this.count = lengths.length;
      this.average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
      this.idf = new Map(counts.map((count, i) => [count, idf[i]]));
      this.rarities = new Map(counts.map((count, i) => [count, rarities[i]]));
    }

    /** In how many of the documents a term stands. */
    documents(term) { return this.data.word(term)[this.name]; }

    /** How telling a term is, by the number of documents that hold it. */
    rarity(documents) { return this.rarities.get(documents); }

    /** BM25 of a term in each of the documents, as SQLite has it, in the same order. */
    scores(term) {
      const { data, average } = this;
      const word = data.withMarks(term);
      const rarity = this.idf.get(word[this.name]);
      const scores = new Map();
      for (const { document, collection, hits } of word.list) {
        if (collection !== this.name) continue;
        const frequency = data.frequencies[hits];
        scores.set(document, rarity * ((frequency * (1.2 + 1.0))
          / (frequency + 1.2 * (1 - 0.75 + 0.75 * data.lengths[document] / average))));
      }
      return scores;
    }

    /** The known term that an unknown one was probably meant to be. */
    correction(term) {
      return this.data.correction(term, this.name === "pages" ? this.data.base.pageWords : this.data.base.words);
    }
  }

  /** Everything the search knows about the documents. */
  class SearchData {
    static async open(folder, name) {
      return new SearchData(folder, await load(folder, name));
    }

    constructor(folder, base) {
      this.folder = folder;
      this.base = base;
      this.weights = base.weights;
      this.lengths = unpacked(base.lengths);
      const marked = (ranges) => marks(ranges, this.lengths.length);
      this.owns = marked(base.own);
      this.pages = marked(base.pages);
      this.teams = marked(base.teams);
      this.incidents = marked(base.incidents);
      this.deprecated = marked(base.deprecated);
      this.readPhrases(unpacked(base.phrases));
      this.stopWords = new Set(base.stopWords.split(" "));
      for (const name of ["taught", "pages", "own"]) this[`${name}Words`] = new Collection(this, name);
      this.words = new Map(); // by term: its postings, and its places in phrases
      this.lexicon = new Map(); // by first term
      this.features = new Map(); // by hash
      this.fingerprints = new Map();
      this.shards = new Set(); // the numbers of those that are read
    }

    /** The phrases of each document: `{document, place, length}`, the title at place 0. */
    readPhrases(numbers) {
      this.phrases = [];
      for (let i = 0, document = 0; i < numbers.length; document++) {
        const count = numbers[i++];
        for (let place = 0; place < count; place++) {
          this.phrases.push({ document, place, length: numbers[i++] });
        }
      }
    }

    isIncident(number) { return this.incidents[number] === 1; }

    /** Whether it is an incident of the team's own, which no weight of a word counts. */
    isOwn(number) { return this.owns[number] === 1; }

    /** The collection that the words of a document are weighed in. */
    collectionOf(number) { return this.owns[number] ? "own" : this.pages[number] ? "pages" : "taught"; }

    /** Whether it is a page that does not come with the program. */
    isTeams(number) { return this.teams[number] === 1; }

    /** Whether a term stands in the title or the symptoms of a document. */
    isSymptom(term, number) {
      return this.withMarks(term).list.some(({ document, hits }) =>
        document === number && this.base.hits[hits][0] + this.base.hits[hits][1] > 0);
    }

    isDeprecated(number) { return this.deprecated[number] === 1; }

    // ---- Words

    /** Loads what is known of some terms, or of other words with a hash. */
    async loadWords(words) {
      const shards = new Set(), { count } = this.base.shards;
      for (const word of words) {
        for (const form of new Set([word, withoutMarks(word)])) {
          shards.add(site.hash(form) % count);
        }
      }
      await Promise.all([...shards].map((shard) => this.loadShard(shard)));
    }

    async loadShard(shard) {
      if (this.shards.has(shard)) return;
      const [words, lexicon, features, fingerprints] = await load(this.folder, this.base.shards.name + shard);
      if (this.shards.has(shard)) return;
      this.shards.add(shard);
      for (const [word, text] of Object.entries(words)) this.words.set(word, text);
      for (const [first, entries] of Object.entries(lexicon)) this.lexicon.set(first, entries);
      for (const [name, incidents] of Object.entries(fingerprints)) this.fingerprints.set(name, incidents);
      this.readFeatures(unpacked(features));
    }

    /** A feature has a rarity, and what it says for classes, by their number. */
    readFeatures(numbers) {
      for (let i = 0, hash = 0; i < numbers.length;) {
        hash += numbers[i];
        const feature = { idf: numbers[i + 1] * this.base.model.unit, numbers: [], weights: [] };
        const end = i + 3 + 2 * numbers[i + 2];
        for (let j = i + 3, last = 0; j < end; j += 2) {
          last += numbers[j];
          feature.numbers.push(last);
          feature.weights.push(signed(numbers[j + 1]));
        }
        this.features.set(hash, feature);
        i = end;
      }
    }

    /** `{list, taught, own, pages, places}` of a term, unpacked when it is first asked for. */
    word(term) {
      const known = this.words.get(term);
      if (typeof known !== "string") return known ?? NOTHING;
      const [postings, places = ""] = known.split(" ").map(unpacked);
      const word = { list: [], taught: 0, own: 0, pages: 0, places: [] };
      for (let i = 0, document = 0; i < postings.length; i += 2) {
        document += postings[i];
        const collection = this.collectionOf(document);
        word[collection] += 1;
        word.list.push({ document, collection, hits: postings[i + 1] });
      }
      for (let i = 0, phrase = 0; i < places.length; i += 2) {
        phrase += places[i];
        word.places.push({ phrase, position: places[i + 1] });
      }
      this.words.set(term, word);
      return word;
    }

    /** The same of a term as SQLite finds it, which takes marks off letters. */
    withMarks(term) {
      const word = this.word(term);
      return word.list.length ? word : this.word(withoutMarks(term));
    }

    /** The pages, of which nothing but their words is known, with a term in the title. */
    pagesTitled(term) {
      return this.withMarks(term).list
        .filter(({ collection, hits }) => collection === "pages" && this.base.hits[hits][0] > 0)
        .map(({ document }) => document);
    }

    /** Whether a term stands in a document. */
    holds(term, number) { return this.word(term).list.some(({ document }) => document === number); }

    /** The weighted number of hits for each combination of hits in the columns. */
    get frequencies() {
      this.weightedHits ??= this.base.hits.map((hits) => {
        let sum = 0;
        hits.forEach((count, column) => {
          for (let i = 0; i < count; i++) sum += this.weights.columns[column];
        });
        return sum;
      });
      return this.weightedHits;
    }

    /** The known term that an unknown one was probably meant to be: the nearest, then the commonest. */
    async correction(term, file) {
      const tolerance = site.tolerance(term);
      if (!tolerance || !/^[a-z]+$/.test(term)) return null;
      // A word that people use is not a misspelt one; one of very few lines may be.
      const { common, unit } = this.base.model;
      if (this.features.get(site.hash(term))?.idf <= common * unit) return null;
      const words = await load(this.folder, file);
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

    /** The incidents that left a fingerprint, newest first, as `[id, [[runbook, outcome, step]…]]`. */
    async incidentsWith(fingerprint) {
      await this.loadWords([fingerprint]);
      return this.fingerprints.get(fingerprint) ?? [];
    }

    // ---- Documents

    async loadChunk(chunks, number) {
      const index = chunks.findLastIndex(([first]) => first <= number);
      return (await load(this.folder, chunks[index][1]))[number - chunks[index][0]];
    }

    /** `{id, title, status, text}` of a runbook, `{id, links}` of an incident. */
    document(number) { return this.loadChunk(this.base.documents, number); }

    /** What a card shows of a runbook, and by what its step is chosen. */
    card(number) { return this.loadChunk(this.base.cards, number); }
  }

  site.SearchData = SearchData;
})(runbookSite);
