// The call's own forms are sent without leaving the page, so that a note being written stays where
// it is. What comes back is the same page: its parts about the call take the place of the old ones.

import { own } from "./ownforms.js";
import { hold } from "./typed.js";

const PARTS = ["calling", "clinician-said", "script", "reach", "calling-forms", "so-far"];
const WRITES = "input:not([type=checkbox], [type=radio], [type=hidden]), textarea";
let pressed = 0;

function take(page, gone) {
  own(page);
  const stays = hold(PARTS.map((id) => document.getElementById(id)), gone);
  for (const id of PARTS) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(fresh);
  }
  stays();
  picks(page);
  written(page);
  const owner = page.querySelector(".owner");
  if (owner) document.querySelector(".owner")?.replaceWith(owner);
  document.querySelector(".problems")?.remove();
  const wrong = page.querySelector(".problems");
  if (wrong) document.querySelector(".call-top")?.after(wrong);
  return wrong;
}

// What a note is asked changes when a new call begins: other fields come, what was typed stays.
function picks(page) {
  const [old, fresh] = [document, page].map((each) => each.getElementById("note-picks"));
  const fields = (of) => [...of.querySelectorAll("input, select")];
  const names = (of) => fields(of).map((each) => each.id).join();
  if (!old || !fresh || names(old) === names(fresh)) return;
  const focused = document.activeElement?.id;
  old.replaceWith(fresh);
  for (const each of fields(fresh)) {
    const typed = fields(old).find((one) => one.id === each.id);
    if (typed) [each.value, each.checked] = [typed.value, typed.checked];
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// The note says at once what the call now says; not while somebody is in it, or it is not kept yet.
function written(page) {
  const [old, fresh] = [document, page].map((each) => each.getElementById("written"));
  const busy = old?.contains(document.activeElement) || old?.querySelector("details[open], [data-state=failed]");
  if (old && fresh && !busy) old.replaceWith(fresh);
}

function goOn(wrong, checked) {
  const next = document.querySelector("#check [data-key=i]");
  if (wrong) wrong.focus();
  else if (checked && next) next.focus();
  else document.getElementById("script")?.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest" });
}

async function send(form, submitter) {
  const turn = ++pressed;
  const sent = new Map([...form.elements].map((each) => [each.id, each.value]));
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter) }).catch(() => null);
  if (!answer) {
    notSent();
    return;
  }
  if (![200, 409].includes(answer.status)) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("calling-forms")) throw new Error("another page");
  // What was sent is gone from the page, but for words that were refused; what was typed meanwhile,
  // for the next press, stays, and nobody is taken out of the box that they are writing in.
  const refused = page.querySelector(".problems");
  const gone = (each) =>
    each.form === form && sent.get(each.id) === each.value && (!refused || each.closest("#check"));
  if (turn !== pressed) return void taken(gone); // something newer is under way
  const at = document.activeElement;
  const busy = at?.matches(WRITES) && !gone(at);
  const wrong = take(page, gone);
  document.dispatchEvent(new CustomEvent("ringback:kept"));
  uncover();
  if (!busy) goOn(wrong, form.id.startsWith("check-"));
}

function taken(gone) {
  for (const each of document.querySelectorAll("#script input, #reach input")) if (gone(each)) each.value = each.defaultValue;
}

function notSent() {
  const said = document.createElement("p");
  said.className = "notice stop";
  said.setAttribute("role", "alert");
  said.textContent = document.getElementById("calling-forms").dataset.failedWords;
  document.getElementById("script").prepend(said);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-call]");
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  form.dataset.busy = "yes";
  send(form, event.submitter)
    .catch(() => {
      form.dataset.plain = "yes"; // the form goes the plain way, and its answer says what is wrong
      form.requestSubmit(event.submitter);
    })
    .finally(() => delete form.dataset.busy);
});

document.addEventListener("click", (event) => {
  const beside = event.target.closest("details.off-script > summary")?.parentElement;
  if (beside && !beside.open) setTimeout(() => beside.querySelector("input:not([type=hidden])").focus());
});

// Whether the number may be dialled now has changed: a colleague took it up, or is done with it.
document.addEventListener("ringback:dial", async () => {
  const asked = await fetch(`${document.querySelector("[data-watch]").dataset.url}?watching`, { cache: "no-store" }).catch(() => null);
  if (!asked?.ok || asked.redirected) return;
  const page = new DOMParser().parseFromString(await asked.text(), "text/html");
  own(page);
  const fresh = page.getElementById("calling");
  if (fresh && !document.querySelector("[data-busy]")) document.getElementById("calling")?.replaceWith(fresh);
});

function uncover() {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copiedWords;
});

uncover();
