/* "Leave this site": by the button, or by Shift three times within five seconds. The page is gone at once, and what
   comes next takes its place in the history. */
const PRESSES = 3;
const WITHIN_MS = 5000;

const links = document.querySelectorAll("[data-leave]");
const keys = document.querySelector("[data-leave-keys]");
const off = document.querySelector("[data-leave-off]");
let presses = [];
let isAlone = false;

function leave(address) {
  document.title = "";
  document.documentElement.replaceChildren();
  location.replace(address);
}

function isTyping({ target }) {
  return target instanceof Element && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox])"));
}

function count() {
  const now = performance.now();
  presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
  if (presses.length >= PRESSES) leave(links[0].href);
}

if (links.length) {
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave(link.href);
    });
  }
  // Shift counts when it is let go and nothing else was pressed meanwhile.
  addEventListener("keydown", (event) => {
    isAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey && !isTyping(event);
    if (!isAlone) presses = [];
  });
  addEventListener("pointerdown", () => (isAlone = false));
  addEventListener("keyup", (event) => {
    if (event.key === "Shift" && isAlone && !off.checked) count();
    isAlone = false;
  });
  // Choosing a country is no step back in the history.
  document.querySelector("[data-in-place]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(event.target.action);
    address.search = new URLSearchParams(new FormData(event.target));
    location.replace(address);
  });
  keys.hidden = false;
  if (matchMedia("(any-pointer: fine)").matches) {
    for (const link of links) link.setAttribute("aria-describedby", "leave-how");
  }
}
