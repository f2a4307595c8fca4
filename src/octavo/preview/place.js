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

  addEventListener("message", (event) => {
    if (event.source !== parent || !event.data?.octavo?.go) return;
    wanted = event.data.octavo;
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
