// What every page does: copy buttons, checklists that remember, the search box of the header, keys,
// and marks where a review is old or a promise overdue. Without this script a page still shows everything.
(function (site) {
  "use strict";

  const DAY = 24 * 60 * 60 * 1000;
  const STALE_AFTER = 180;

  /** An element with attributes and content; text is never read as markup. */
  site.element = function (name, attributes = {}, ...content) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...content.filter((part) => part !== null && part !== undefined));
    return element;
  };

  // ---- Copy

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No clipboard where the page is not served securely.
      const area = site.element("textarea", { class: "offscreen", "aria-hidden": "true" });
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (!done) throw new Error("not copied");
    }
  }

  /** Gives each command below an element a button that copies it. */
  site.addCopyButtons = function (root) {
    for (const command of root.querySelectorAll(".command")) {
      if (command.querySelector("button")) continue;
      const code = command.querySelector("code");
      const button = site.element("button", { type: "button", class: "copy" }, "Copy");
      const name = code.textContent.trim().split(/\s+/).slice(0, 4).join(" ");
      button.setAttribute("aria-label", `Copy ${name}`);
      button.addEventListener("click", async () => {
        try {
          await copy(command.dataset.copy ?? code.textContent);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not copied";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      });
      command.append(button);
    }
  };

  // ---- Checklists

  const store = {
    get(key) {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? {};
      } catch {
        return {}; // no storage, or not ours
      }
    },
    set(key, value) {
      try {
        if (Object.keys(value).length) localStorage.setItem(key, JSON.stringify(value));
        else localStorage.removeItem(key);
      } catch { /* ticks are then kept only while the page is open */ }
    },
  };

  /** Ticks are kept by the words of the item, so an edit elsewhere on the page does not move them. */
  function rememberTicks(article) {
    const boxes = [...article.querySelectorAll(".task input")];
    if (!boxes.length) return;
    const key = `runbook:${article.dataset.page}`;
    const name = (box) => box.closest("label").textContent.replace(/\s+/g, " ").trim();
    const initial = boxes.map((box) => box.checked);
    const reset = site.element("button", { type: "button", class: "reset" }, "Clear ticks");
    const update = () => {
      reset.hidden = boxes.every((box, index) => box.checked === initial[index]);
    };
    const kept = store.get(key);
    for (const box of boxes) {
      const tick = kept[name(box)];
      if (typeof tick === "boolean") box.checked = tick;
      box.addEventListener("change", () => {
        const ticks = store.get(key);
        ticks[name(box)] = box.checked;
        store.set(key, ticks);
        update();
      });
    }
    reset.addEventListener("click", () => {
      boxes.forEach((box, index) => { box.checked = initial[index]; });
      store.set(key, {});
      update();
      boxes[0].focus();
    });
    boxes[0].closest("ul, ol").before(reset);
    update();
  }

  // ---- Reviews

  function warnOfOldReviews() {
    for (const warning of document.querySelectorAll("[data-reviewed]")) {
      const reviewed = Date.parse(warning.dataset.reviewed);
      if (Number.isFinite(reviewed)) warning.hidden = Date.now() - reviewed <= STALE_AFTER * DAY;
    }
  }

  /** Marks what was promised for a day that is over. */
  function markOverdueActions() {
    for (const time of document.querySelectorAll(".actions time")) {
      if (Date.parse(time.dateTime) + DAY > Date.now()) continue;
      time.after(" ", site.element("span", { class: "badge open" }, "overdue"));
    }
  }

  // ---- Search from anywhere

  function findBox() {
    return document.querySelector("#query") ?? document.querySelector(".find input");
  }

  function setUpFind() {
    const form = document.querySelector(".find");
    if (!form) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = form.querySelector("input").value.trim();
      // After the #, so that what was pasted is never sent to a server.
      if (query) location.href = `${form.dataset.home}#q=${encodeURIComponent(query)}`;
    });
  }

  function setUpKeys() {
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
      const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
      const isControlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      const box = findBox();
      if (!box || !isSlash && !isControlK) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  }

  /** What scrolls sideways can be reached with the keyboard. */
  site.reachScrollers = function () {
    for (const element of document.querySelectorAll("pre, .table, .drawing")) {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    }
  };

  setUpFind();
  setUpKeys();
  warnOfOldReviews();
  markOverdueActions();
  site.addCopyButtons(document);
  for (const article of document.querySelectorAll("article[data-page]")) rememberTicks(article);
  site.reachScrollers();
  addEventListener("resize", site.reachScrollers);
})(runbookSite);
