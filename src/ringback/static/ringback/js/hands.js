// Picking somebody or a time leads on to the line of why; what was just done can be undone while a
// toast counts down; a sheet that is open closes with Esc.

document.addEventListener("click", (event) => {
  const picked = event.target.closest("input[data-then]");
  // A key clicks the radio button without a pointer: then the next box is where the hands are.
  if (picked && event.detail === 0) document.getElementById(picked.dataset.then)?.focus();
});

// Before the keys of the page are asked: there Esc leads back to the queue.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape") return;
    const around = event.target.closest("details:is(.sheet, .unfold, [data-keys-first])[open]");
    const sheet = around ?? document.querySelector("details.sheet[open], .after details:is(.unfold, [data-keys-first])[open]");
    if (!sheet) return;
    event.preventDefault();
    sheet.open = false;
    sheet.querySelector("summary").focus();
  },
  true,
);

document.addEventListener("click", (event) => {
  for (const sheet of document.querySelectorAll("details.sheet[open], .after .unfold[open]")) {
    if (!sheet.contains(event.target)) sheet.open = false;
  }
});

const toast = document.getElementById("undo");
if (toast) {
  const left = toast.querySelector(".toast-left");
  const over = performance.now() + 1000 * Number(toast.dataset.seconds);
  const timer = setInterval(() => {
    const seconds = Math.ceil((over - performance.now()) / 1000);
    left.textContent = String(Math.max(seconds, 0));
    if (seconds > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 250);
}
