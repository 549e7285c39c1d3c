// The note is kept on the server while it is written: two seconds after typing stops, and on
// leaving the box. Nothing is ever kept in the browser.

const PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 15000;

function keep(box) {
  const says = document.getElementById(box.dataset.says);
  let saved = box.value;
  let timer = 0;
  let sending = Promise.resolve();
  let pause = PAUSE_MS; // grows while the server is away

  async function send(leaving) {
    const text = box.value;
    if (text === saved) return;
    const body = new FormData(box.form);
    for (const name of [...body.keys()]) {
      if (!["csrfmiddlewaretoken", "whose", "fence", "form_id", "saw", "text_only", box.name].includes(name)) body.delete(name);
    }
    try {
      const answer = await fetch(box.dataset.draftUrl, { method: "POST", body, keepalive: leaving });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      saved = text;
      if (box.form.elements.saw) box.form.elements.saw.value = answer.headers.get("X-Draft-Version");
      says.dataset.state = "saved";
      pause = PAUSE_MS;
      says.textContent = await answer.text();
    } catch {
      says.dataset.state = "failed";
      says.textContent = box.dataset.failedWords;
      timer = setTimeout(save, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }

  const save = (leaving = false) => {
    clearTimeout(timer);
    sending = sending.then(() => send(leaving)); // one after the other: the last text wins
  };

  let submitted = false;
  box.addEventListener("input", () => {
    submitted = false;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  box.addEventListener("blur", () => save());
  // What is on its way with a form is not a draft as well: the form's answer keeps it if refused.
  box.form.addEventListener("submit", () => (submitted = true));
  window.addEventListener("pagehide", () => submitted || save(true));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    document.querySelector(`[data-submit-from="${box.id}"]`)?.click();
  });
}

document.querySelectorAll('[data-draft-url]:not([data-draft-url=""])').forEach(keep);
