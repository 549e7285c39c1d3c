// Dialogs: a button opens one that is on the page, a link fetches the form of its page into one.
// Without this the link simply leads to that page.

function shown(dialog) {
  dialog.showModal();
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

async function fetched(link) {
  const kept = document.getElementById("fetched-dialog");
  if (kept?.dataset.from === link.href) return shown(kept); // with what was typed before it was closed
  kept?.remove();
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const body = page.querySelector("[data-dialog-body]");
  if (!answer.ok || !body) return void location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.id = "fetched-dialog";
  dialog.dataset.from = link.href;
  dialog.setAttribute("aria-labelledby", body.querySelector("h1, h2").id);
  dialog.append(body);
  document.body.append(dialog);
  shown(dialog);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) return shown(document.getElementById(opener.dataset.opens));
  const closer = event.target.closest("dialog [data-closes]");
  if (closer) {
    event.preventDefault();
    return closer.closest("dialog").close();
  }
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  fetched(link).catch(() => location.assign(link.href));
});

// A page that came back with problems begins at their list.
document.querySelector(".problems:not(.gallery *)")?.focus();
