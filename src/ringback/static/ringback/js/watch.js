// While a callback is open: when somebody else changes it, say so. Where nothing is being written
// here the page simply shows the new state; else a line offers to.
import { hear } from "./silence.js";
import { hold } from "./typed.js";

const AGAIN_MS = 300;
const place = document.querySelector("[data-watch]");
const state = (page) => [page.querySelector("#so-far"), page.querySelector(".owner"), page.querySelector("#blocked"),
  page.querySelector("[name=fence]")].map((each) => each?.value ?? each?.textContent.trim()).join("|");
let known = place ? state(document) : "";

function offer(words) {
  const toasts = document.getElementById("toasts");
  toasts.querySelector("#undo")?.remove(); // somebody acted since: there is nothing to take back
  if (toasts.querySelector(".toast")) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  const show = document.createElement("button");
  show.type = "button";
  show.className = "button";
  show.textContent = place.dataset.showWords;
  show.addEventListener("click", () => location.assign(place.dataset.url));
  toast.append(words ?? place.dataset.words, show);
  toasts.append(toast);
}

const again = () => setTimeout(() => look().catch(() => {}), AGAIN_MS);

async function look() {
  const before = known;
  const answer = await fetch(`${place.dataset.url}?watching`, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return; // locked meanwhile: that page is not this one
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // What is just being pressed here is no change of somebody else's: see when its answer has come.
  if (known !== before || document.querySelector("[data-busy]")) return void again();
  if (state(page) === known) return;
  if (document.querySelector("#work, #answering")) return offer(page.getElementById("rang")?.textContent);
  const stays = hold([document.getElementById("content")]);
  document.getElementById("content").replaceWith(page.getElementById("content"));
  stays();
  known = state(document);
}

if (place?.dataset.watch) {
  const stream = new EventSource(place.dataset.watch);
  stream.addEventListener("changed", (event) => {
    document.dispatchEvent(new CustomEvent("ringback:changed"));
    if (!event.data || event.data === place.dataset.callback) again();
  });
  // What changed between the page and the stream, now or while it was away, nobody told.
  stream.addEventListener("open", () => look().catch(() => {}));
  hear(stream);
  stream.addEventListener("ended", () => stream.close());
  window.addEventListener("pagehide", () => stream.close());
  document.addEventListener("ringback:kept", () => (known = state(document)));
}
