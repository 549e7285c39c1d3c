// What others do appears without a reload: on a word from the server the list is asked for again
// and swapped in, keeping the row one stands on, the focus and the scroll.
import { rowHere } from "./keys.js";
import { hear } from "./silence.js";

const TOGETHER_MS = 40; // changes that come in a burst are one refresh
const MINUTE_MS = 60_000; // "in 12 min" grows old by itself
let waiting = 0;
let running = false;
let again = false;

const list = () => document.querySelector("[data-live]");

async function pageOf(url) {
  const answer = await fetch(url, { headers: { "X-Requested-With": "live" }, cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".queue-page");
}

function focusIn(pages) {
  const at = document.activeElement;
  if (!pages.some((page) => page.contains(at))) return () => {};
  const row = at.closest(".row")?.id;
  const what = at.matches(".row-link") ? ".row-link" : at.matches("button") ? "button" : "a";
  return () => {
    const back = row && document.getElementById(row);
    (back?.querySelector(what) ?? back?.querySelector(".row-link"))?.focus({ preventScroll: true });
  };
}

function swap(pages, fresh) {
  const before = new Map([...document.querySelectorAll(".row")].map((row) => [row.id, row.textContent]));
  const refocus = focusIn(pages);
  const ticked = new Set([...document.querySelectorAll(".row-pick :checked")].map((box) => box.closest(".row").id));
  const scrolled = window.scrollY;
  fresh.forEach((page, index) => {
    if (index < fresh.length - 1) page.querySelector(".more")?.remove();
    pages[index].replaceWith(page);
  });
  for (const id of ticked) {
    const box = document.getElementById(id)?.querySelector(".row-pick input");
    if (box) box.checked = true;
  }
  watch();
  document.getElementById(rowHere() ?? "")?.classList.add("here");
  refocus();
  window.scrollTo({ top: scrolled, behavior: "instant" });
  for (const row of document.querySelectorAll(".row")) {
    if (before.get(row.id) !== row.textContent && before.size) row.classList.add("changed");
  }
}

async function refresh() {
  if (running) return void (again = true);
  const pages = [...document.querySelectorAll(".queue-page")];
  if (!pages.length) return;
  running = true;
  try {
    const fresh = await Promise.all(pages.map((page) => pageOf(page.dataset.rows)));
    if (pages.every((page) => page.isConnected)) swap(pages, fresh);
  } catch {
    say("away");
  } finally {
    running = false;
    if (again) soon();
    again = false;
  }
}

export function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, TOGETHER_MS);
}

function say(state) {
  const place = document.querySelector("[data-live-state]");
  if (!place || place.dataset.state === state) return;
  place.dataset.state = state;
  place.textContent = place.dataset[`${state}Words`];
}

function onReturn(act) {
  const coming = new AbortController();
  const look = () => {
    if (document.visibilityState !== "visible") return;
    coming.abort();
    act();
  };
  document.addEventListener("visibilitychange", look, { signal: coming.signal });
  window.addEventListener("focus", look, { signal: coming.signal });
}

function listen(url) {
  const stream = new EventSource(url);
  // What changed between the page and the stream, now or while it was away, nobody told.
  stream.addEventListener("here", () => {
    say("live");
    soon();
  });
  stream.addEventListener("changed", soon);
  hear(stream);
  // Too many windows of one session listen, and this is the one opened first. It does not ask again
  // by itself, or two windows would push each other out for ever.
  stream.addEventListener("paused", () => {
    stream.close();
    say("paused");
    onReturn(() => listen(url));
  });
  stream.addEventListener("ended", () => {
    stream.close();
    say("ended");
  });
  stream.addEventListener("error", () => {
    say("away");
  });
  window.addEventListener("pagehide", () => stream.close());
}

async function more(link) {
  const url = new URL(link.href);
  url.searchParams.set("rows", "1");
  const page = link.closest(".queue-page");
  const next = await pageOf(url).catch(() => null);
  if (!next || !link.isConnected) return;
  link.closest(".more").remove();
  page.after(next);
  watch();
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    more(entry.target);
  }
}, { rootMargin: "200px" });
const watch = () => document.querySelectorAll("[data-more]").forEach((link) => seen.observe(link));

if (list()?.dataset.live) {
  listen(list().dataset.live);
  setInterval(() => document.visibilityState === "visible" && soon(), MINUTE_MS);
  watch();
}
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
