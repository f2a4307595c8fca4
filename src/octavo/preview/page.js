// The page around the manuscript: it listens to the states that the preview sends, exchanges
// what changed, and keeps the reading place.  All text is set as text, never as HTML.
(() => {
  "use strict";

  const LAST_WAIT = 5000; // milliseconds after which a frame is shown, arrived or not
  const $ = (id) => document.getElementById(id);
  const wide = matchMedia("(min-width: 62rem)");
  let state = null;
  let events = null;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // What the reader chose and where the reader is, kept by this tab.

  function kept(name, otherwise) {
    try {
      return JSON.parse(sessionStorage.getItem(name)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  function keep(name, value) {
    try {
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch {
      // it lasts as long as the page
    }
  }

  const documentName = () => (state?.documents.includes($("document").value) ? $("document").value : "manuscript");
  const view = () => {
    const chosen = document.querySelector("[name=view]:checked").value;
    return chosen === "both" && !wide.matches ? "html" : chosen;
  };
  const looks = () => {
    const forms = view() === "both" ? ["html", "pdf"] : [view()];
    return forms.map((form) => `${documentName()}.${form}`);
  };

  // The article: the new one is loaded behind the old one, goes to the reading place, and is shown.

  const article = { frame: null, coming: null, digest: "", name: "", place: kept("place", {}) };

  function showArticle(name, digest) {
    if (article.digest === digest && article.name === name) return;
    Object.assign(article, { digest, name });
    article.coming?.remove();
    const frame = make("iframe", {
      class: "coming",
      title: "The article as HTML",
      sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox",
      src: `made/${digest}`,
    });
    article.coming = frame;
    $("html").append(frame);
    setTimeout(() => exchange(frame), LAST_WAIT);
  }

  function exchange(frame) {
    if (frame !== article.coming) return;
    const old = article.frame;
    const focused = old !== null && document.activeElement === old;
    frame.className = "";
    Object.assign(article, { frame, coming: null });
    if (focused) frame.focus({ preventScroll: true });
    old?.remove();
    document.documentElement.dataset.article = article.digest;
  }

  addEventListener("message", (event) => {
    const frame = [article.coming, article.frame].find((one) => one && one.contentWindow === event.source);
    const said = event.data?.octavo;
    if (!frame || !said) return;
    if (said.begun) tell(frame, { comments: placesOf(comments()), go: article.place[article.name] ?? { top: true } });
    if (said.arrived) exchange(frame);
    if (said.place && frame === article.frame) {
      article.place[article.name] = said.place;
      keep("place", article.place);
    }
    if (Array.isArray(said.lost) && frame === (article.coming ?? article.frame)) lose(said.lost);
    if (Number.isInteger(said.comment)) openComment(said.comment);
    if (said.key) press(String(said.key));
    if (said.leave) follow(String(said.leave));
  });

  function tell(frame, message) {
    frame.contentWindow?.postMessage({ octavo: message }, "*");
  }

  // A link from the article to its supplement, or back.
  function follow(href) {
    const [, name, id] = /^(manuscript|supplement)\.html(?:#(.*))?$/.exec(href) ?? [];
    if (!name || !state.documents.includes(name)) return;
    article.place[name] = id ? { id: decodeURIComponent(id) } : { top: true };
    $("document").value = name;
    changed();
  }

  // The PDF: pictures of its pages, of which those that changed are exchanged.

  const pdf = { place: kept("page", {}) };

  function showPages(pages) {
    const items = $("pages").children;
    const first = items.length === 0;
    while (items.length > pages.length) items[items.length - 1].remove();
    pages.forEach(([digest, width, height], n) => {
      const item = items[n] ?? $("pages").appendChild(make("li", {}, make("img", { loading: "lazy" })));
      const picture = item.firstChild;
      if (picture.dataset.digest === digest) return;
      picture.dataset.digest = digest;
      Object.assign(picture, { width: Math.round(width), height: Math.round(height), alt: `Page ${n + 1}` });
      picture.style.aspectRatio = `${width} / ${height}`;
      replacePicture(picture, `made/${digest}`);
    });
    if (first) goToPage(pdf.place[documentName()]);
    folio();
  }

  // One that is seen is loaded before it takes the old one's place; the others wait for their turn.
  async function replacePicture(picture, address) {
    const near = picture.src && Math.abs(picture.getBoundingClientRect().top) < 2 * innerHeight;
    if (near) {
      const waiting = new Image();
      waiting.src = address;
      await waiting.decode().catch(() => null);
    }
    if (address.endsWith(picture.dataset.digest)) picture.src = address;
  }

  // The number of the page at the top of the window, and how much of it is above.
  function pagePlace() {
    const top = $("pdf").scrollTop;
    const items = [...$("pages").children];
    const n = items.findLastIndex((item) => item.offsetTop <= top + 1);
    return n < 0 ? { page: 0, share: 0 } : { page: n, share: (top - items[n].offsetTop) / items[n].offsetHeight };
  }

  function goToPage({ page, share } = { page: 0, share: 0 }) {
    const items = $("pages").children;
    const item = items[Math.min(page, items.length - 1)];
    if (item) $("pdf").scrollTop = item.offsetTop + share * item.offsetHeight;
  }

  function folio() {
    const items = [...$("pages").children];
    const middle = $("pdf").scrollTop + $("pdf").clientHeight / 2;
    const n = Math.max(0, items.findLastIndex((item) => item.offsetTop <= middle));
    $("folio").hidden = !items.length;
    $("folio").textContent = `${n + 1} / ${items.length}`;
  }

  $("pdf").addEventListener("scroll", () => {
    if ($("pdf").clientHeight === 0) return;
    pdf.place[documentName()] = pagePlace();
    keep("page", pdf.place);
    folio();
  });
  new ResizeObserver(() => goToPage(pdf.place[documentName()])).observe($("pdf"));

  // Findings and words.

  function plural(count, noun) {
    return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  }

  function findingOf({ place, severity, code, message, hints }) {
    const head = make("p", { class: "place" }, make("code", {}, place));
    const words = make("p", {}, make("b", { class: "severity" }, severity), ` ${message} `, make("span", { class: "rule" }, code));
    const advice = hints.map((hint) => make("p", { class: "hint" }, hint));
    return make("li", { class: severity }, head, words, ...advice);
  }

  function showFindings() {
    const { findings, trouble, stale } = state;
    const [what, hint] = trouble;
    const items = findings.map(findingOf);
    if (what) items.unshift(make("li", { class: "error" }, make("p", {}, what), make("p", { class: "hint" }, hint)));
    $("findings").replaceChildren(...items);
    const old = stale.some((look) => state.shown[look]);
    const count = plural(items.length, "finding");
    $("outcome").textContent = !items.length ? "Nothing was found." : old ? `${count}; what is shown is the last good build.` : `${count}.`;
    const tooLong = state.limits.some(({ rule, excess }) => rule === "limits.words" && excess > 0);
    const worst = what || tooLong ? "error" : (findings[0]?.severity ?? "");
    const remarks = comments().length ? [plural(comments().length, "comment")] : [];
    $("toggle").textContent = [count, ...remarks, ...wordCount()].join(" · ");
    $("toggle").dataset.worst = worst;
  }

  // What reviewers remarked, at the words that it is about.

  const marked = { places: "", lost: [] };
  const comments = () => state?.comments[documentName()] ?? [];
  const placesOf = (list) => list.map(({ quote, nth }) => ({ quote, nth }));

  function remarkOf({ author, date, text }, kind) {
    const day = date ? [" ", make("time", { datetime: date }, date.slice(0, 10))] : [];
    const who = make("p", { class: "person", dir: "auto" }, author, ...day);
    return make("div", { class: kind }, who, make("p", { dir: "auto" }, text));
  }

  function commentOf(comment, n) {
    const quote = make("button", { class: "quote", type: "button", dir: "auto" }, comment.quote || comment.path);
    quote.addEventListener("click", () => goToComment(n));
    const answers = comment.answers.map((answer) => remarkOf(answer, "answer"));
    return make("li", { tabindex: "-1" }, quote, remarkOf(comment, "remark"), ...answers);
  }

  function showComments() {
    const list = comments();
    $("comments-of").hidden = !list.length;
    $("comments-title").textContent = plural(list.length, "comment");
    const all = JSON.stringify([documentName(), list]);
    if (all === marked.places) return;
    marked.places = all;
    $("comments").replaceChildren(...list.map(commentOf));
    lose(marked.lost);
    if (article.frame) tell(article.frame, { comments: placesOf(list) });
  }

  // Those whose words are in the article no more.
  function lose(lost) {
    marked.lost = lost;
    [...$("comments").children].forEach((item, n) => {
      const gone = lost.includes(n);
      item.classList.toggle("lost", gone);
      item.firstChild.title = gone ? "These words are not in the text any more" : "";
    });
  }

  function goToComment(n) {
    if (view() === "pdf") press("1");
    current(n);
    if (article.frame) tell(article.frame, { show: n });
  }

  function current(n) {
    [...$("comments").children].forEach((item, k) => {
      if (k === n) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    });
  }

  function openComment(n) {
    const item = $("comments").children[n];
    if (!item) return;
    openPanel(true);
    current(n);
    item.scrollIntoView({ block: "nearest" });
  }

  // The words of the text; of what counts, and the most that may be, where a journal says so.
  function wordCount() {
    const limit = state.limits.find(({ rule }) => rule === "limits.words");
    if (limit?.most && documentName() === "manuscript") {
      return [`${limit.value.toLocaleString("en")} of ${plural(limit.most, "word")}`];
    }
    const words = state.lengths[documentName()]?.find(([name]) => name === "Text in all")?.[1];
    return words === undefined ? [] : [plural(words, "word")];
  }

  function showLimits() {
    const { journal, limits } = state;
    $("limits-of").hidden = !limits.length || documentName() !== "manuscript";
    $("limits-title").textContent = `Limits of ${journal}`;
    const rows = limits.map(({ value, counted, bounds, excess, source }) => {
      const what = make("th", { scope: "row" }, make("b", {}, value.toLocaleString("en")), ` ${counted}`);
      const much = `${Math.abs(excess).toLocaleString("en")} too ${excess > 0 ? "many" : "few"}`;
      const over = excess ? [make("span", { class: "over" }, much)] : [];
      const row = make("tr", { title: source }, what, make("td", {}, bounds, ...over));
      row.className = excess ? "beyond" : "";
      return row;
    });
    $("limits").replaceChildren(...rows);
  }

  function showWords() {
    const theirs = state.limits.some(({ rule }) => rule === "limits.abstract.words");
    const rows = (state.lengths[documentName()] ?? []).map(([name, words, level, own]) => {
      const limit = theirs ? 0 : own;
      const count = words.toLocaleString("en") + (limit ? ` of ${limit.toLocaleString("en")}` : "");
      const over = limit && words > limit;
      const number = make("td", {}, count, ...(over ? [make("span", { class: "over" }, ` ${words - limit} over`)] : []));
      const classes = [level > 1 ? "inner" : "", over ? "beyond" : "", name === "Text in all" ? "whole" : ""];
      return make("tr", { class: classes.join(" ").trim() }, make("th", { scope: "row", dir: "auto" }, name), number);
    });
    $("words").replaceChildren(...rows);
  }

  function openPanel(open) {
    document.body.classList.toggle("with-panel", open);
    $("toggle").setAttribute("aria-expanded", String(open));
    keep("panel", open);
  }

  // The state, as it comes.

  function show() {
    const name = documentName();
    document.title = state.title ? `${state.title} – preview` : "Preview";
    $("title").textContent = state.title || "Preview";
    showDocuments();
    document.body.dataset.view = view();
    const [html, pages] = [state.shown[`${name}.html`], state.shown[`${name}.pdf`]];
    if (html && view() !== "pdf") showArticle(name, html.digest);
    if (pages && view() !== "html") showPages(pages.pages);
    const seen = looks().some((look) => state.shown[look]);
    $("waiting").hidden = seen;
    $("waiting").textContent = state.building ? "It is being built." : "There is nothing to show yet: see the findings.";
    $("file").hidden = !pages;
    $("file").href = `${name}.pdf`;
    showFindings();
    showComments();
    showLimits();
    showWords();
    status();
  }

  function showDocuments() {
    const select = $("document");
    const chosen = documentName();
    if (select.children.length !== state.documents.length) {
      const labels = { manuscript: "Article", supplement: "Supplement" };
      select.replaceChildren(...state.documents.map((name) => new Option(labels[name] ?? name, name)));
      select.value = chosen;
    }
    select.hidden = state.documents.length < 2;
  }

  function status() {
    const old = looks().some((look) => state.stale.includes(look));
    const text = state.building ? "Building…" : old || state.trouble[0] ? "Last good build" : "Up to date";
    $("status").textContent = text;
    document.body.dataset.status = state.building ? "building" : old ? "stale" : "new";
  }

  function listen() {
    events?.close();
    events = new EventSource(`states?${looks().map((look) => `look=${look}`).join("&")}`);
    events.addEventListener("message", (event) => {
      state = JSON.parse(event.data);
      show();
    });
    events.addEventListener("error", () => {
      $("status").textContent = "The preview has stopped";
      document.body.dataset.status = "stopped";
    });
  }

  // A change of what is looked at.
  function changed() {
    keep("view", document.querySelector("[name=view]:checked").value);
    document.body.dataset.view = view();
    if (state) show();
    goToPage(pdf.place[documentName()]);
    listen();
  }

  function press(key) {
    if (key === "n") return openPanel(!document.body.classList.contains("with-panel"));
    const radio = document.querySelectorAll("[name=view]")[Number(key) - 1];
    if (!radio || (radio.value === "both" && !wide.matches)) return;
    radio.checked = true;
    changed();
  }

  addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("select, textarea, input:not([type=radio])");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["1", "2", "3", "n"].includes(event.key)) press(event.key);
    if (event.key === "Escape" && !wide.matches) openPanel(false);
  });
  $("views").addEventListener("change", changed);
  $("document").addEventListener("change", changed);
  $("toggle").addEventListener("click", () => press("n"));
  wide.addEventListener("change", changed);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) events?.close(); // what nobody sees is not built
    else listen();
  });

  const chosen = document.querySelector(`[name=view][value="${CSS.escape(kept("view", "html"))}"]`);
  if (chosen) chosen.checked = true;
  openPanel(kept("panel", wide.matches));
  document.body.dataset.view = view();
  listen();
})();
