// What a browser that runs scripts adds to the page, which is whole without this one.
(() => {
  "use strict";

  const WORDS = {
    copy: {{ words['copy'] }},
    copied: {{ words['copied'] }},
    notCopied: {{ words['not-copied'] }},
    enlarge: {{ words['enlarge'] }},
    close: {{ words['close'] }},
    appearance: {{ words['appearance'] }},
    auto: {{ words['automatic'] }},
    light: {{ words['light'] }},
    dark: {{ words['dark'] }},
  };
  const HALF_MOON = '<circle cx="8" cy="8" r="6.2"/><path fill="currentcolor" d="M8 2a6 6 0 0 1 0 12z"/>';
  const ARROWS = '<path d="M10 2h4v4M14 2 9 7M6 14H2v-4M2 14l5-5"/>';
  const root = document.documentElement;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function drawing(paths) {
    const template = make("template", {});
    const look = 'viewBox="0 0 16 16" fill="none" stroke="currentcolor" stroke-width="1.6"';
    template.innerHTML = `<svg aria-hidden="true" ${look}>${paths}</svg>`;
    return template.content;
  }

  function targetOf(link) {
    try {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    } catch {
      return null; // a per cent sign that stands for nothing
    }
  }

  // A copy without names, which are the original's, and without the page's own additions.
  function copyOf(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".back, .zoom-button, .csl-left-margin").forEach((e) => e.remove());
    for (const each of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["id", "tabindex", "role", "aria-labelledby"]) each.removeAttribute(name);
    }
    return copy;
  }

  // Light or dark: as the system says, until the reader says otherwise.

  const CHOICE = "octavo-appearance";

  function chosen() {
    try {
      return localStorage.getItem(CHOICE) ?? "auto";
    } catch {
      return "auto"; // the browser keeps nothing
    }
  }

  function show(appearance) {
    if (appearance === "auto") delete root.dataset.appearance;
    else root.dataset.appearance = appearance;
  }

  function choose(appearance) {
    show(appearance);
    try {
      localStorage.setItem(CHOICE, appearance);
    } catch {
      // it lasts as long as the page
    }
  }

  function addAppearance() {
    const options = ["auto", "light", "dark"].map((value) => new Option(WORDS[value], value));
    const select = make("select", { "aria-label": WORDS.appearance }, ...options);
    select.value = root.dataset.appearance ?? "auto";
    select.addEventListener("change", () => choose(select.value));
    document.querySelector("main").prepend(make("div", { class: "appearance" }, drawing(HALF_MOON), select));
  }

  // Previews of what a link leads to.  They are hidden from screen readers, which have the link.

  function addPreviews() {
    const box = make("div", { class: "preview", "aria-hidden": "true", tabindex: "-1", hidden: "" });
    document.body.append(box);
    let shown = null;
    let timer = 0;
    box.addEventListener("load", () => shown && place(box, shown), true); // pictures have sizes now

    const close = () => {
      clearTimeout(timer);
      box.hidden = true;
      shown = null;
    };
    const open = (link, x) => {
      clearTimeout(timer);
      const copy = copyOf(targetOf(link));
      copy.querySelectorAll("a").forEach((a) => (a.tabIndex = -1));
      box.replaceChildren(...(copy.matches("li") ? copy.childNodes : [copy]));
      box.dir = getComputedStyle(targetOf(link)).direction;
      box.hidden = false;
      box.scrollTop = 0;
      place(box, link, x);
      shown = link;
    };

    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return; // a tap follows the link
      clearTimeout(timer);
      if (box.contains(event.target)) return;
      const link = previewed(event.target);
      const focused = shown?.matches(":focus-visible");
      if (link && link !== shown) timer = setTimeout(open, 200, link, event.clientX);
      else if (!link && shown && !focused) timer = setTimeout(close, 300);
    });
    root.addEventListener("pointerleave", () => {
      clearTimeout(timer);
      if (shown && !shown.matches(":focus-visible")) timer = setTimeout(close, 300);
    });
    document.addEventListener("focusin", (event) => {
      const link = event.target.matches(":focus-visible") && previewed(event.target);
      if (link) open(link);
      else if (!box.contains(event.target)) close();
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && close());
    document.addEventListener("click", (event) => event.target.closest("a") && close());
  }

  function previewed(element) {
    const link = element.closest('main a[href^="#"]');
    const target = link && targetOf(link);
    return target?.matches(".csl-entry, .notes > li, figure, .equation") ? link : null;
  }

  // Below the line of the link that the pointer is on, or above it where there is more room.
  function place(box, link, x) {
    const rects = [...link.getClientRects()];
    const line = rects.find((r) => r.left <= x && x <= r.right) ?? rects[0];
    const start = box.dir === "rtl" ? line.right - box.offsetWidth : line.left;
    const room = root.clientWidth - box.offsetWidth - 12;
    const above = line.top - box.offsetHeight - 8;
    const below = line.bottom + 8;
    const flip = below + box.offsetHeight > innerHeight && (above > 0 || above > innerHeight - below);
    box.style.left = `${Math.max(12, Math.min(start, room)) + scrollX}px`;
    box.style.top = `${(flip ? above : below) + scrollY}px`;
  }

  // Figures, as large as the window, or larger than a phone's.

  function addZoom() {
    const pictures = document.querySelectorAll("main figure:not(.table) img");
    if (!pictures.length || !window.HTMLDialogElement) return;
    const view = make("div", { class: "zoom-view" });
    const caption = make("div", { class: "zoom-caption" });
    const button = make("button", { type: "button" }, WORDS.close);
    const dialog = make("dialog", { class: "zoom" }, button, view, caption);
    button.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("img, a")) dialog.close();
    });
    document.body.append(dialog);
    pictures.forEach((picture) => makeZoomable(picture, dialog, view, caption));
  }

  function makeZoomable(picture, dialog, view, caption) {
    const words = picture.closest("figure").querySelector(":scope > figcaption");
    const name = words?.querySelector(".caption-label")?.textContent ?? picture.alt;
    const label = `${WORDS.enlarge}: ${name}`;
    const given = { type: "button", class: "zoom-button", "aria-label": label };
    const button = make("button", given, drawing(ARROWS));
    const frame = make("div", { class: `zoomable ${picture.className}` });
    picture.replaceWith(frame);
    picture.className = "";
    frame.append(picture, button);
    const open = () => {
      view.replaceChildren(copyOf(picture));
      caption.replaceChildren(...(words ? copyOf(words).childNodes : []));
      dialog.setAttribute("aria-label", name);
      button.focus({ preventScroll: true }); // where the focus returns to
      dialog.showModal();
      const scrolls = view.scrollWidth > view.clientWidth || view.scrollHeight > view.clientHeight;
      if (scrolls) view.tabIndex = 0;
      else view.removeAttribute("tabindex");
    };
    button.addEventListener("click", open);
    picture.addEventListener("click", open);
  }

  // Copies of the article's own citation.

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = make("textarea", { class: "unseen" }, text);
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  function addCopying() {
    for (const source of document.querySelectorAll(".own-citation > p, .own-citation pre")) {
      const status = make("span", { role: "status" });
      const button = make("button", { type: "button" }, WORDS.copy);
      const form = source.closest("details")?.querySelector("summary").textContent;
      if (form) button.setAttribute("aria-label", `${WORDS.copy}: ${form}`);
      button.addEventListener("click", async () => {
        const done = await copied(source.textContent.trim());
        button.focus();
        if (!done) getSelection().selectAllChildren(source);
        status.textContent = done ? WORDS.copied : WORDS.notCopied;
        setTimeout(() => (status.textContent = ""), 4000);
      });
      source.after(make("div", { class: "copy" }, button, " ", status));
    }
  }

  // The contents in the margin show where the reader is.

  function followReading() {
    const contents = document.querySelector(".contents-margin");
    const places = [...(contents?.querySelectorAll('a[href^="#"]') ?? [])]
      .map((link) => [link, targetOf(link)])
      .filter(([, heading]) => heading);
    let current = null;
    let waiting = false;
    const follow = () => {
      waiting = false;
      const atEnd = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
      const reached = places.filter(([, h]) => atEnd || h.getBoundingClientRect().top < innerHeight / 3);
      const [link] = reached.at(-1) ?? [];
      if (link === current) return;
      current?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "location");
      current = link;
      if (link) keepInView(link, contents);
    };
    const later = () => {
      if (!waiting) requestAnimationFrame(follow);
      waiting = true;
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    follow();
  }

  function keepInView(link, contents) {
    const [inner, outer] = [link, contents].map((e) => e.getBoundingClientRect());
    if (inner.top < outer.top + 60) contents.scrollTop += inner.top - outer.top - 60;
    if (inner.bottom > outer.bottom - 60) contents.scrollTop += inner.bottom - outer.bottom + 60;
  }

  show(chosen());
  document.addEventListener("DOMContentLoaded", () => {
    addAppearance();
    addZoom();
    addPreviews();
    addCopying();
    followReading();
  });
})();
