// How a line sounds follows what is typed, shortly after typing stops. Without this the button does it.

const PAUSE_MS = 400;

function follow(form) {
  let timer = 0;
  let asked = 0;

  async function look() {
    const mine = ++asked;
    const body = new FormData(form);
    body.set("do", "try");
    const answer = await fetch(location.href, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return; // something newer was typed
    for (const old of form.querySelectorAll("[data-preview]")) {
      const fresh = page.getElementById(old.id);
      if (fresh) old.textContent = fresh.textContent;
    }
  }

  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    clearTimeout(timer);
    timer = setTimeout(() => look().catch(() => {}), PAUSE_MS);
  });
}

document.querySelectorAll("form[data-previews]").forEach(follow);
