// What works by the clock has stopped, or works again: an open page says so without a reload.
export function hear(stream) {
  stream.addEventListener("silent", (event) => {
    const parts = event.data.split(" ");
    for (const each of document.querySelectorAll("[data-silence]")) {
      each.hidden = !parts.includes(each.dataset.silence);
    }
  });
}
