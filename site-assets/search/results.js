// The search box of the first page.
(function (site) {
  "use strict";

  const LONGEST = 1 << 20; // as the program's own limit for a paste
  const PAUSE = 120; // milliseconds without a key before a search starts
  const LONGEST_LINK = 2000;

  const form = document.querySelector("#search");
  const box = document.querySelector("#query");
  const status = document.querySelector("#status");
  const results = document.querySelector("#results");
  const browse = document.querySelector("#browse");
  let data = null; // the promise of the search data
  let turn = 0; // tells an answer that comes late
  let timer = 0;
  let shown = null; // the text that the results are for

  function openData() {
    const [, folder, name] = /^(.*\/)([^/]*)\.js$/.exec(form.dataset.base);
    data ??= site.SearchData.open(folder, name).catch((error) => {
      data = null;
      throw error;
    });
    return data;
  }

  // ---- Searching

  /** Whether a text has a structure that the program reads and this page does not: JSON, or a table. */
  function hasStructure(text) {
    return /^\s*(?:\{|\[\s*[{"[\]])/m.test(text) && /"\s*:/.test(text) || /^\s*[+|][-+|]{8,}\s*$/m.test(text);
  }

  function structureNote() {
    return site.element("p", { class: "structure quiet" }, "Read here as text. ",
      site.element("code", {}, "runbook diagnose"), " reads JSON, YAML and tables of the AWS CLI by their "
      + "fields: where its answer differs, trust that one.");
  }

  function say(text) {
    status.textContent = text;
  }

  function show(answer) {
    const [first] = answer.results;
    // Lists of everything only distract from an answer.
    browse.hidden = Boolean(first);
    const note = hasStructure(box.value) ? [structureNote()] : [];
    results.replaceChildren(...note, ...site.showAnswer(answer));
    if (!first) return say("No confident match. Nothing here is clearly about this symptom.");
    site.addCopyButtons(results);
    site.reachScrollers();
    const count = answer.results.length;
    say(`${count} result${count === 1 ? "" : "s"}. ${answer.kind === "match" ? "Best" : "Perhaps"}: ${first.title}`);
  }

  /** Answers what the box holds; resolves when it is shown. */
  async function search() {
    clearTimeout(timer);
    const text = box.value;
    if (text === shown) return;
    const mine = ++turn;
    if (!text.trim()) {
      shown = text;
      say("");
      results.replaceChildren();
      browse.hidden = false;
      setLink("");
      return;
    }
    if (text.length > LONGEST) {
      say("This is over 1 MiB. Cut it to the lines around the failure.");
      return;
    }
    try {
      const base = await openData();
      const answer = await site.answer(text, base);
      if (mine !== turn) return;
      show(answer);
      shown = text;
      results.dataset.kind = answer.kind;
      results.dataset.first = answer.results[0]?.id ?? "";
      results.dataset.turn = String(mine);
      setLink(text);
    } catch (error) {
      if (mine !== turn) return;
      console.error(error);
      say("The data of the search cannot be loaded. Load the page again, or use the lists below.");
    }
  }

  /** Keeps the search in the address, after the #, which stays in the browser. */
  function setLink(text) {
    const hash = text && text.length <= LONGEST_LINK ? `#q=${encodeURIComponent(text)}` : "#";
    try {
      history.replaceState(null, "", hash);
    } catch { /* some browsers allow no state for files */ }
  }

  function readLink() {
    const match = /^#q=(.*)$/.exec(location.hash);
    if (!match) return;
    try {
      box.value = decodeURIComponent(match[1]);
    } catch {
      return;
    }
    fit();
    search();
  }

  /** Makes the box as high as its text, up to half of the window. */
  function fit() {
    const rows = box.value.split("\n").length;
    box.rows = Math.max(2, Math.min(rows, 12));
  }

  // ---- Keys

  const links = () => [...results.querySelectorAll("[data-result]")];

  async function onBoxKey(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      await search();
      links()[0]?.focus();
    } else if (event.key === "Escape") {
      box.value = "";
      fit();
      search();
    } else if (event.key === "ArrowDown" && !box.value.slice(box.selectionEnd).includes("\n")) {
      const [first] = links();
      if (!first) return;
      event.preventDefault();
      first.focus();
    }
  }

  function onResultKey(event) {
    const all = links();
    const index = all.indexOf(document.activeElement);
    if (event.key === "Escape") {
      box.focus();
    } else if (event.key === "ArrowDown" && index >= 0) {
      all[Math.min(index + 1, all.length - 1)].focus();
    } else if (event.key === "ArrowUp" && index >= 0) {
      (all[index - 1] ?? box).focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  box.addEventListener("focus", () => { openData().catch(() => {}); }, { once: true });
  box.addEventListener("input", () => {
    fit();
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  box.addEventListener("keydown", onBoxKey);
  results.addEventListener("keydown", onResultKey);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", readLink);
  readLink();
})(runbookSite);
