// What is typed stays when a part of the page is drawn anew: the words, the box one is in, and what
// lies open around them.

const BOXES = "input:not([type=hidden]), select, textarea";
const KEEPSAKES = "details.suggest, details.off-script"; // they stay even where the new page has no place for them

export const changed = (each) =>
  each.type === "checkbox" ? each.checked !== each.defaultChecked
  : each.tagName === "SELECT" ? [...each.options].some((option) => option.selected !== option.defaultSelected)
  : each.value !== each.defaultValue;

function opened(box) {
  const around = box.closest("details");
  if (around) around.open = true;
}

function refilled([old, form]) {
  const box = document.getElementById(old.id) ?? staying(old, form);
  if (!box) return;
  [box.value, box.checked] = [old.value, old.checked];
  opened(box);
}

function staying(old, form) {
  const around = old.closest(KEEPSAKES);
  if (!around) return null;
  document.getElementById("script")?.append(around);
  if (form && !form.isConnected) document.getElementById("calling-forms")?.append(form);
  return document.getElementById(old.id);
}

function refocused(at, [from, to]) {
  const box = document.getElementById(at.id);
  if (!box) return;
  opened(box);
  box.focus({ preventScroll: true });
  if (from !== null) box.setSelectionRange?.(from, to);
}

// Hold what is typed in these parts of the page; `gone` are boxes whose words were taken. Call what
// comes back once the parts are drawn anew.
export function hold(parts, gone = () => false) {
  const boxes = parts.flatMap((part) => [...(part?.querySelectorAll(BOXES) ?? [])]);
  const typed = boxes.filter((each) => each.id && changed(each) && !gone(each)).map((each) => [each, each.form]);
  const at = boxes.find((each) => each.id && each === document.activeElement && !gone(each));
  const where = [at?.selectionStart ?? null, at?.selectionEnd ?? null];
  return () => {
    typed.forEach(refilled);
    if (at) refocused(at, where);
  };
}
