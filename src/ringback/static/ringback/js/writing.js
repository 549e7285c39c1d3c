// The note card: whatever is written on the page is kept on the server and written out, a moment
// after each change, on leaving a field and on leaving the page. Nothing is ever kept in the
// browser: while the server is away the words stay on the page, and it is asked again.

import { changed } from "./typed.js";

const PAUSE_MS = 300;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15000;
const LONGEST_WAIT_MS = 1500;
const ALWAYS = ["csrfmiddlewaretoken", "whose", "form_id", "saw", "note", "addendum"];
const OF_DRAFT = /^(pick|fact|number|tick)\./;

// Facts are recorded by themselves; only what is not recorded yet belongs into the draft: what was
// typed on this page, and what an earlier one left of it.
function wanted(field) {
  if (!field.name || (field.type === "checkbox" && !field.checked)) return false;
  if (ALWAYS.includes(field.name) || field.name.startsWith("pick.")) return true;
  return OF_DRAFT.test(field.name) && (changed(field) || "unrecorded" in field.dataset);
}

// What is still missing before done, as it is with what was just written.
function missing(page) {
  const [still, done] = ["still", "done"].map((id) => document.getElementById(id));
  if (!still || !done || !page.getElementById("still")) return;
  const wanted = page.querySelectorAll("#still span");
  still.innerHTML = page.getElementById("still").innerHTML;
  still.hidden = !wanted.length;
  done.classList.toggle("ready", !wanted.length);
  done.querySelector("small").textContent = page.querySelector("#done small").textContent;
}

function write(card) {
  const form = card.closest("form");
  const says = () => document.getElementById("note-saved");
  let timer = 0;
  let retry = FIRST_RETRY_MS;
  let going = null;
  let again = false;
  let sent = "";
  let submitted = false;

  const body = () => {
    const found = new FormData();
    for (const field of form.elements) if (wanted(field)) found.append(field.name, field.value);
    return found;
  };
  const as_text = (found) =>
    JSON.stringify([...found].filter(([name]) => !["saw", "csrfmiddlewaretoken"].includes(name)));

  function show(html, version) {
    form.elements.saw.value = version;
    const page = new DOMParser().parseFromString(html, "text/html");
    missing(page);
    const fresh = page.getElementById("written");
    const old = document.getElementById("written");
    if (!fresh || !old || old.contains(document.activeElement)) return;
    old.replaceWith(fresh);
  }

  // There is no room for more: it stays on this page, with why, and is asked again with the next word.
  function refused(html) {
    const why = new DOMParser().parseFromString(html, "text/html").querySelector(".lede");
    if (!says()) return;
    says().dataset.state = "failed";
    says().textContent = why?.textContent ?? card.dataset.failedWords;
  }

  async function send(leaving) {
    const found = body();
    const text = as_text(found);
    if (text === sent && !leaving) return;
    found.append("card", "1");
    try {
      const answer = await fetch(card.dataset.writing, { method: "POST", body: found, keepalive: leaving });
      if (answer.status === 409) return refused(await answer.text());
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      sent = text;
      retry = FIRST_RETRY_MS;
      show(await answer.text(), answer.headers.get("X-Draft-Version"));
      if (says()) says().dataset.state = "saved";
    } catch {
      if (says()) {
        says().dataset.state = "failed";
        says().textContent = card.dataset.failedWords;
      }
      timer = setTimeout(save, retry);
      retry = Math.min(retry * 2, LONGEST_RETRY_MS);
    }
  }

  // One after the other, so that each builds on the one before; what comes meanwhile goes after it.
  async function save() {
    clearTimeout(timer);
    if (going) return void (again = true);
    going = send(false);
    await going;
    going = null;
    if (again) {
      again = false;
      save();
    }
  }

  // What the page before this one sent while it went away may have come after this one was drawn.
  async function arrived() {
    const answer = await fetch(`${location.pathname}?watching`, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = Number(page.querySelector("[name=saw]")?.value ?? 0);
    if (now > Number(form.elements.saw.value) && as_text(body()) === sent && !going) location.replace(location.href);
  }

  sent = as_text(body());
  const [how] = performance.getEntriesByType("navigation");
  if (["reload", "back_forward"].includes(how?.type)) setTimeout(() => arrived().catch(() => {}), 2 * PAUSE_MS);
  form.addEventListener("input", () => {
    submitted = false;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  form.addEventListener("focusout", () => as_text(body()) !== sent && save());
  form.addEventListener("submit", () => (submitted = true));
  // Another form of the page, "Leave" for example, waits a moment for what is not kept yet; one of
  // the call's own does not leave the page, and would be sent twice.
  let passing = false;
  document.addEventListener("submit", (event) => {
    if (event.target === form || event.target.matches("[data-call]:not([data-plain])")) return;
    if (passing || as_text(body()) === sent) return;
    event.preventDefault();
    const { target, submitter } = event;
    const kept = Promise.resolve(going).then(() => send(true));
    const enough = new Promise((done) => setTimeout(done, LONGEST_WAIT_MS));
    Promise.race([kept, enough]).then(() => {
      if (!target.isConnected) return; // drawn anew meanwhile: what is typed there is still there
      passing = true;
      target.requestSubmit(submitter);
      passing = false;
    });
  }, true);
  window.addEventListener("pagehide", () => submitted || (as_text(body()) !== sent && send(true)));
  window.addEventListener("online", save);
  card.addEventListener("keydown", (event) => event.target.matches("textarea, #note-picks input") && sign(event));
}

function sign(event) {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.tagName === "INPUT") {
    event.preventDefault(); // a line is finished, not the call
    return;
  }
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  document.querySelector(`[data-submit-from="${event.target.id}"], [data-submit-from="note"]`)?.click();
}

document.addEventListener("click", (event) => {
  const gap = event.target.closest("a.gap");
  if (!gap) return;
  const field = document.querySelector(gap.hash);
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  (field.matches("input, select, textarea") ? field : field.querySelector("button, input"))?.focus();
});

document.querySelectorAll("[data-writing]").forEach(write);

// One press copies a signed note; where the browser may not, its text opens, ready to be copied.
document.addEventListener("click", async (event) => {
  const press = event.target.closest("[data-copies]");
  if (!press || !navigator.clipboard) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(document.getElementById(press.dataset.copies).innerText);
    press.textContent = press.dataset.doneWords;
  } catch {
    press.parentElement.open = true;
    press.parentElement.querySelector("textarea").select();
  }
});
