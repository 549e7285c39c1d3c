// Keys: a press does what clicking the element that names it would do. Dead while somebody types.

const typing = (element) => element.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll(".row-link")];
let here = null; // the id of the row last walked to: it outlives a refresh of the list
let first = ""; // the first key of a pair such as "g q"
let forget = 0;

export function walkTo(link) {
  document.querySelector(".row.here")?.classList.remove("here");
  const row = link.closest(".row");
  row.classList.add("here");
  here = row.id;
  link.focus();
  row.scrollIntoView({ block: "nearest" });
}

export const rowHere = () => here;

function walk(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((link) => link.closest(".row").id === here);
  walkTo(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
  return true;
}

// Of two with one key it is the one inside what was opened: that lies before everything else.
function named(keys) {
  const there = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].filter((each) => each.checkVisibility());
  return there.find((each) => each.closest(".result-other[open]")) ?? there[0];
}

function press(element) {
  if (element.matches("[data-key-group]")) {
    element.querySelector("button, a, input")?.focus();
  } else if (element.matches("input:not([type=checkbox],[type=radio]), textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function openHere() {
  const row = here && document.getElementById(here);
  row?.querySelector(".row-link").click();
  return Boolean(row);
}

function does(key) {
  const second = first && named(`${first} ${key}`);
  first = "";
  if (second) return press(second), true;
  const single = named(key);
  if (single) press(single);
  if (document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
    first = key;
    clearTimeout(forget);
    forget = setTimeout(() => (first = ""), 1500);
    return true;
  }
  if (single) return true;
  if (key === "j") return walk(1);
  if (key === "k") return walk(-1);
  return key === "Enter" && document.activeElement === document.body && openHere();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (does(event.key)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  if (row && row.id !== here) {
    document.querySelector(".row.here")?.classList.remove("here");
    row.classList.add("here");
    here = row.id;
  }
});
