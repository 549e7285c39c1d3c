// A file dropped anywhere on the zone is the same as one chosen with its button.

for (const zone of document.querySelectorAll(".drop")) {
  const input = zone.querySelector("input[type=file]");
  const over = (event) => {
    event.preventDefault();
    zone.classList.toggle("over", event.type === "dragover");
  };
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", over);
  zone.addEventListener("drop", (event) => {
    over(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => input.files.length && zone.closest("form").querySelector("[type=submit]").focus());
}
for (const form of document.querySelectorAll("form[data-slow]")) {
  form.addEventListener("submit", () => form.querySelector("[type=submit]").setAttribute("aria-busy", "true"));
}
