// An open page of a callback says every few seconds that it is open, and shows who else is here.
// One nobody has looked at for a while falls silent: what is behind other windows is not looked at.

const HIDDEN_MS = 4 * 60_000; // browsers slow hidden pages down after five minutes anyway
const form = document.getElementById("here");
let hiddenSince = 0;
let sending = false;
let timer = 0;

// The element stays, so that what comes into it is read out, once.
function tell(line, page) {
  const told = document.querySelector(line);
  const words = page.querySelector(line)?.textContent.trim() ?? "";
  if (!told || told.textContent.trim() === words) return;
  told.textContent = words;
  if (told.matches("[data-same-number]")) document.dispatchEvent(new CustomEvent("ringback:dial"));
}

async function say() {
  clearTimeout(timer);
  if (sending || !form || (hiddenSince && Date.now() - hiddenSince > HIDDEN_MS)) return;
  sending = true;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form) });
    if (answer.redirected || [401, 403, 404, 409].includes(answer.status)) return; // not theirs any more
    timer = setTimeout(say, Number(form.dataset.beat));
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const place = document.querySelector("[data-here]");
    const fresh = page.querySelector("[data-here]");
    if (place && fresh && place.textContent !== fresh.textContent) place.replaceWith(fresh);
    for (const line of ["[data-same-number]", "[data-last-minutes]"]) tell(line, page);
  } catch {
    timer = setTimeout(say, Number(form.dataset.beat)); // away: it is asked again
  } finally {
    sending = false;
  }
}

if (form && document.querySelector("[data-watch]")?.dataset.watch) {
  say();
  document.addEventListener("ringback:changed", say);
  document.addEventListener("visibilitychange", () => {
    hiddenSince = document.visibilityState === "visible" ? 0 : Date.now();
    if (!hiddenSince) say();
  });
  window.addEventListener("pagehide", () => clearTimeout(timer));
}
