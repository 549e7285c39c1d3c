// At a shared computer: a name is chosen by its number, then the PIN is typed. The pages of whoever
// was here lock with it.
const pin = document.getElementById("pin");

new BroadcastChannel("ringback-pressed").postMessage({ who: "" });
for (const choice of document.querySelectorAll("input[name=who]")) {
  choice.addEventListener("click", () => pin.focus());
}
