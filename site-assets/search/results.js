// The search box of the first page and the card below it.
(function (site) {
  "use strict";

  const LONGEST = 1 << 20; // as the program's own limit for a paste
  const PAUSE = 120; // milliseconds without a key before a search starts
  const LONGEST_LINK = 2000;
  const OUTCOMES = { "fixed it": "fixed", "helped": "helped", "did not help": "no-help" };

  const form = document.querySelector("#search");
  const box = document.querySelector("#query");
  const status = document.querySelector("#status");
  const results = document.querySelector("#results");
  const browse = document.querySelector("#browse");
  const { element } = site;
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

  // ---- The card

  const pageOf = (id) => `runbooks/${id === "index" ? "_index" : id}.html`;

  function titleOf({ id, title, status }, tag) {
    const mark = status === "active" ? null : element("span", { class: `badge ${status}` }, status);
    return element(tag, {}, element("a", { href: pageOf(id), "data-result": "" }, title), " ", mark);
  }

  function commandOf([text, safety]) {
    const code = element("code");
    let end = 0;
    for (const match of text.matchAll(/<[a-z0-9-]+>/g)) {
      code.append(text.slice(end, match.index), element("var", {}, match[0]));
      end = match.index + match[0].length;
    }
    code.append(text.slice(end));
    return element("div", { class: "command" },
      element("p", { class: `safety ${safety}` }, safety), element("pre", {}, code));
  }

  function historyOf(history) {
    const counts = [];
    if (history.seen) {
      counts.push(`Seen ${history.seen === 1 ? "once" : `${history.seen} times`}`, `fixed ${history.fixed}`);
      if (history.last) counts.push(`last ${history.last}`);
      if (history.median) counts.push(`median ${history.median}`);
      if (history.actions) counts.push(`${history.actions} open action${history.actions === 1 ? "" : "s"}`);
    }
    const list = element("ul", { class: "incidents" });
    for (const incident of history.incidents) {
      list.append(element("li", {}, element("time", { datetime: incident.date }, incident.date), " ",
        incident.public ? "public example: " : null,
        element("a", { href: `incidents/${incident.id}.html` }, incident.title), " ",
        element("span", { class: `badge ${OUTCOMES[incident.outcome] ?? ""}` }, incident.outcome)));
    }
    return [element("h3", {}, "What happened before"),
      element("p", {}, counts.length ? `${counts.join(", ")}.` : "Not seen here yet."),
      history.incidents.length ? list : null];
  }

  /** The reasons; what stands in backticks there is code, and an incident is a link. */
  function whyOf(reasons, ids) {
    const list = element("ul", { class: "why" });
    const link = (text) => text.split(/(\b[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9-]+)/).map((part) =>
      ids.has(part) ? element("a", { href: `incidents/${part}.html` }, part) : part);
    for (const reason of reasons) {
      const parts = reason.split(/`([^`]*)`/);
      list.append(element("li", {},
        ...parts.flatMap((part, i) => i % 2 ? [element("code", {}, part)] : link(part))));
    }
    return list;
  }

  function cardOf(result, card, kind, placeholders, ids) {
    const steps = element("ol", { class: "steps" });
    for (const step of card.steps) steps.append(element("li", {}, step));
    const first = card.commands.slice(0, 3);
    const commands = first.map(([text, safety]) => commandOf([placeholders.fill(text), safety]));
    const more = card.commands.length - first.length;
    return element("article", { class: "card" },
      kind === "weak" ? element("p", { class: "warning" }, "Not a sure match; the best there is.") : null,
      titleOf(result, "h2"),
      whyOf(result.why.slice(0, 2), ids),
      result.question ? element("p", { class: "ask" }, element("strong", {}, "Ask: "), result.question) : null,
      card.steps.length ? element("h3", {}, "Fix") : null, card.steps.length ? steps : null,
      commands.length ? element("h3", {}, "Commands") : null, ...commands,
      more > 0 ? element("p", {}, element("a", { href: pageOf(result.id) }, `${more} more on its page`)) : null,
      ...historyOf(card.history));
  }

  function otherOf(result) {
    return element("li", {}, titleOf(result, "h3"), element("p", {}, result.text));
  }

  // ---- Searching

  function say(text) {
    status.textContent = text;
  }

  async function show(answer, base) {
    const [first, ...others] = answer.results;
    // Lists of everything only distract from an answer.
    browse.hidden = Boolean(first);
    if (!first) {
      say("No confident match. Nothing here is clearly about this symptom.");
      results.replaceChildren(element("p", {}, "Try the error line itself, or the words of the "
        + "stoppedReason. The lists below show everything that there is."));
      return;
    }
    const card = await base.card(first.number);
    const list = element("ul", { class: "others" });
    for (const result of others) list.append(otherOf(result));
    const ids = new Set(base.base.incidents.map(([, id]) => id));
    results.replaceChildren(cardOf(first, card, answer.kind, answer.facts.placeholders, ids),
      ...others.length ? [element("section", {}, element("h2", {}, "Or"), list)] : []);
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
      await show(answer, base);
      if (mine !== turn) return;
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
