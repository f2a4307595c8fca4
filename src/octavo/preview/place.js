// Within the article's frame, which has no origin: tells the page around it where the reader
// is, goes where that page says, and lets links to elsewhere open beside it.
(() => {
  "use strict";

  const SOUGHT = "h1, h2, h3, h4, h5, h6, p, li, figure, table, pre, dt, dd, math[display=block]";
  const KEYS = new Set(["1", "2", "3", "n"]);
  const tell = (message) => parent.postMessage({ octavo: message }, "*");

  let list = null;
  const blocks = () => (list ??= listed());

  function listed() {
    let heading = "";
    let nth = 0;
    const text = document.querySelector("main") ?? document.body;
    return [...text.querySelectorAll(SOUGHT)].map((element) => {
      if (/^H\d$/.test(element.tagName)) [heading, nth] = [element.id || element.textContent, 0];
      const text = element.textContent.trim().slice(0, 120);
      return { element, heading, nth: nth++, text };
    });
  }

  // The first block that reaches below the top of the window, and how far it is from there.
  function place() {
    if (scrollY === 0) return { top: true };
    const all = blocks();
    const first = all.find(({ element }) => element.getBoundingClientRect().bottom > 1);
    if (!first) return { ratio: scrollY / document.documentElement.scrollHeight };
    const { element, ...rest } = first;
    const box = element.getBoundingClientRect();
    return { ...rest, offset: box.top, share: box.height ? -box.top / box.height : 0 };
  }

  function found(all, { heading, nth, text }) {
    const here = all.filter((block) => block.heading === heading);
    const nearest = (some) =>
      some.reduce((a, b) => (a && Math.abs(a.nth - nth) <= Math.abs(b.nth - nth) ? a : b), undefined);
    const same = (block) => text && block.text === text;
    const begun = (block) => text && block.text.slice(0, 24) === text.slice(0, 24);
    return (
      nearest(here.filter(same)) ??
      nearest(all.filter(same)) ??
      nearest(here.filter(begun)) ??
      here.find((block) => block.nth === nth) ??
      here.at(-1)
    );
  }

  function go(to) {
    if (!to || to.top) return scrollTo({ top: 0, behavior: "instant" });
    if (to.id) return document.getElementById(to.id)?.scrollIntoView({ behavior: "instant" });
    const block = to.ratio === undefined ? found(blocks(), to) : undefined;
    if (!block) {
      const ratio = to.ratio ?? 0;
      return scrollTo({ top: ratio * document.documentElement.scrollHeight, behavior: "instant" });
    }
    const box = block.element.getBoundingClientRect();
    const offset = block.text === to.text ? to.offset : -Math.min(to.share, 1) * box.height;
    scrollTo({ top: scrollY + box.top - offset, behavior: "instant" });
  }

  let wanted = null;
  let waiting = false;
  const report = () => {
    waiting = false;
    tell({ place: place() });
  };
  addEventListener("scroll", () => {
    if (!waiting && !wanted) requestAnimationFrame(report);
    waiting = waiting || !wanted;
  });

  // The words that comments are about are marked where they stand, without a change of the text.

  const UNCOMMENTED = "script, style, math, [role=doc-noteref], .back";
  const STYLE = `
    ::highlight(comments) { background: #f3d98b; color: #1d1b18; }
    ::highlight(comment) { background: #e0a92e; color: #1d1b18; }`;
  let ranges = [];

  function comment(places) {
    const texts = textsOf();
    ranges = places.map((where) => rangeOf(texts, where));
    tell({ lost: [...ranges.keys()].filter((n) => !ranges[n]) });
    if (!CSS.highlights) return;
    if (!document.adoptedStyleSheets.length) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      document.adoptedStyleSheets = [sheet];
    }
    CSS.highlights.set("comments", new Highlight(...ranges.filter(Boolean)));
    CSS.highlights.delete("comment");
  }

  // The text of each block, and the node and place that each of its letters comes from.
  function textsOf() {
    const texts = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(UNCOMMENTED)) continue;
      const block = node.parentElement.closest(`${SOUGHT}, td, th, figcaption, caption`) ?? document.body;
      if (!texts.has(block)) texts.set(block, { text: "", letters: [] });
      const one = texts.get(block);
      folded(node.data).forEach((letter, at) => {
        if (letter === " " && one.text.endsWith(" ")) return;
        one.text += letter;
        one.letters.push([node, at]);
      });
    }
    return [...texts.values()];
  }

  // One letter for one letter, as far as code units go: ranges count in these.
  function folded(text) {
    const same = text.replace(/\s/g, " ").replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
    return same.split("");
  }

  function rangeOf(texts, { quote, nth }) {
    const sought = folded(quote).join("").replace(/ +/g, " ").trim();
    if (!sought) return null;
    const found = [];
    for (const { text, letters } of texts) {
      for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
        found.push([letters[at], letters[at + sought.length - 1]]);
      }
    }
    const place = found[Math.min(nth, found.length) - 1];
    if (!place) return null;
    const range = document.createRange();
    range.setStart(...place[0]);
    range.setEnd(place[1][0], place[1][1] + 1);
    return range;
  }

  function showComment(n) {
    const range = ranges[n];
    if (!range) return;
    CSS.highlights?.set("comment", new Highlight(range));
    const box = range.getBoundingClientRect();
    scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: "instant" });
  }

  function commentAt({ clientX: x, clientY: y }) {
    const within = (box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    return ranges.findIndex((range) => range && [...range.getClientRects()].some(within));
  }

  addEventListener("message", (event) => {
    if (event.source !== parent || !event.data?.octavo) return;
    const said = event.data.octavo;
    if (said.comments) comment(said.comments);
    if (Number.isInteger(said.show)) showComment(said.show);
    if (!said.go) return;
    wanted = said;
    const arrive = () => {
      go(wanted.go);
      tell({ arrived: true });
      requestAnimationFrame(() => (wanted = null));
    };
    if (document.readyState === "complete") arrive();
    else addEventListener("load", arrive);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const commented = link ? -1 : commentAt(event);
    if (commented >= 0) tell({ comment: commented });
    if (!link || link.getAttribute("href").startsWith("#")) return;
    if (/^https?:$/.test(link.protocol) && link.host !== location.host) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      return;
    }
    if (link.protocol === "mailto:") return;
    event.preventDefault();
    tell({ leave: link.getAttribute("href") });
  });

  addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, select, textarea");
    if (KEYS.has(event.key) && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      tell({ key: event.key });
    }
  });

  document.addEventListener("DOMContentLoaded", () => tell({ begun: true }));
})();
