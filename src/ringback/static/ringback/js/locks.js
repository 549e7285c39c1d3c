// Whoever stops working is asked a minute before their screen locks. The server locks it in any
// case; this only says so, and tells the server that somebody is typing. At a shared computer every
// page of whoever was here before goes away as soon as the next one is.
const dialog = document.getElementById("locks");
const { locksIn, warnBefore, stay, who } = dialog.dataset;
const idle = Number(locksIn) * 1000;
const warn = Number(warnBefore) * 1000;
const TOLD_EVERY = 60_000;
const tabs = new BroadcastChannel("ringback-pressed");

let pressed = Date.now();
let told = pressed;

function tell() {
  told = Date.now();
  const body = new FormData(dialog.querySelector("form"));
  fetch(stay, { method: "POST", body, redirect: "manual" });
}

// Inside the warning one may also choose to hand over: that is not "I am here".
const handsOver = (event) =>
  dialog.open && (event.key === "Tab" || event.target.closest?.("[data-switches]"));

function press(event) {
  if (handsOver(event)) return;
  pressed = Date.now();
  tabs.postMessage({ who });
  if (dialog.open) dialog.close();
  if (pressed - told > TOLD_EVERY) tell();
}

function look() {
  const left = pressed + idle - Date.now();
  if (left <= 0) location.assign(location.pathname + location.search);
  else if (left <= warn && !dialog.open) dialog.showModal();
}

tabs.addEventListener("message", ({ data }) => {
  if (data.who === "") return location.reload(); // locked, to be handed over
  if (data.who !== who) return location.replace("/");
  pressed = told = Date.now();
  if (dialog.open) dialog.close();
});
for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, press, { passive: true });
dialog.addEventListener("close", tell);
setInterval(look, 1000);
tabs.postMessage({ who });
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
