// Picking somebody or a time leads on to the line of why; what was just done can be undone while a
// toast counts down; a sheet that is open closes with Esc.

document.addEventListener("click", (event) => {
  const picked = event.target.closest("input[data-then]");
  // A key clicks the radio button without a pointer: then the next box is where the hands are.
  if (picked && event.detail === 0) document.getElementById(picked.dataset.then)?.focus();
});

document.addEventListener("keydown", (event) => {
  const sheet = event.key === "Escape" && event.target.closest("details.sheet[open], details.unfold[open]");
  if (!sheet) return;
  event.preventDefault();
  sheet.open = false;
  sheet.querySelector("summary").focus();
});

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
