// A call came in: while the number or the name is typed, what is known of the caller is asked for
// and shown. It is sent as a form: no address carries a patient's name.

const PAUSE_MS = 350;
let timer = 0;
let asked = "";
let latest = 0;

const typed = (form) => ["name", "phone"].map((name) => form.elements[name].value.trim()).join("\n");

async function ask(form) {
  const now = typed(form);
  if (now === asked) return;
  asked = now;
  const turn = ++latest;
  const body = new FormData(form);
  for (const name of ["words", "best_time"]) body.delete(name); // not needed to find somebody
  const answer = await fetch(form.dataset.foundUrl, { method: "POST", body, headers: { "X-Requested-With": "found" } });
  if (turn !== latest || !answer.ok || answer.redirected) return;
  const place = document.querySelector("[data-found]");
  const chosen = form.elements.patient?.value;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
  if (turn !== latest || !fresh) return;
  place.replaceChildren(fresh);
  const same = chosen && [...place.querySelectorAll("[name=patient]")].find((each) => each.value === chosen);
  if (same) same.checked = true;
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.foundUrl || !["name", "phone"].includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(form).catch(() => (asked = "")), PAUSE_MS);
});
