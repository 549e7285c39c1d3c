// What is settled is kept as soon as it is ticked or filled in. Where that fails, the button that
// does the same without a script comes back.

let typed = 0;
let latest = 0;
let before = Promise.resolve();
let going = null;
const PARTS = ["settle", "written", "so-far", "still", "done"]; // what the server draws anew after each change

async function keep(part) {
  const form = part.closest("form");
  const asked = ++typed;
  going = new AbortController();
  const { signal } = going;
  const answer = await fetch(part.dataset.autosave, { method: "POST", body: new FormData(form), signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asked !== typed) return; // something newer is under way
  const focused = document.activeElement?.id;
  const open = [...document.querySelectorAll(".want[open]")].map((each) => each.id);
  for (const id of PARTS) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(fresh);
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  const says = document.getElementById("settle-saved");
  says.textContent = says.dataset.savedWords;
  document.dispatchEvent(new CustomEvent("ringback:kept"));
}

function failed(part) {
  part.querySelector(".keep").classList.add("wanted");
  const says = document.getElementById("settle-saved");
  says.dataset.state = "failed";
  says.textContent = says.dataset.failedWords;
}

document.addEventListener("input", (event) => event.target.closest("[data-autosave]") && typed++);
document.addEventListener("change", (event) => {
  const part = event.target.closest("[data-autosave]");
  if (!part || event.target.form !== part.closest("form")) return;
  // One at a time: of two on their way together the older could arrive last, and undo the newer.
  const mine = ++latest;
  before = before.then(() => mine === latest && kept(document.querySelector("[data-autosave]") ?? part));
});

function kept(part) {
  part.dataset.busy = "yes";
  return keep(part)
    .catch((wrong) => wrong.name === "AbortError" || failed(part))
    .finally(() => delete part.dataset.busy);
}

// A form that is sent takes what is settled with it: what is on its way alone would come too late.
document.addEventListener("submit", (event) => {
  if (!event.target.querySelector("[data-autosave]")) return;
  latest++;
  going?.abort();
});

// Heard on its way down: a toggle does not come up, and the results are drawn anew with each call.
// Enter means what was opened, not the result that had the focus before.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches(".result-later, .result-other") || !target.open) return;
    (target.querySelector(".later > .result, .later input") ?? target.querySelector("summary")).focus();
  },
  true,
);

// What is to be settled opens at its first field.
document.addEventListener("click", (event) => {
  const want = event.target.closest(".want > summary")?.parentElement;
  if (want && !want.open) setTimeout(() => want.querySelector("input:not([type=hidden]), select, textarea")?.focus());
});
