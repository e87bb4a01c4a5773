/* Passing the page on: the device's own sheet, the clipboard, the printer. Everything else on the page is a plain link. */

const TOAST_MILLISECONDS = 4000;
const toast = document.querySelector("[data-toast]");
let timer;

function say() {
  toast.textContent = toast.dataset.text;
  clearTimeout(timer);
  timer = setTimeout(() => (toast.textContent = ""), TOAST_MILLISECONDS);
}

function shareBy(button) {
  const { text, url } = button.dataset;
  navigator.share({ text, url }).catch(() => {}); // closing the sheet is an answer too
}

function copyFrom(button) {
  navigator.clipboard.writeText(button.dataset.copy).then(say, () => {});
}

function nameYourWindow() {
  const line = document.querySelector("[data-window-text]");
  const yours = line && document.getElementById(location.hash.slice(1));
  if (!yours?.dataset.name) return;
  line.dataset.text ??= line.textContent;
  const name = document.createElement("strong");
  name.textContent = yours.dataset.name;
  line.replaceChildren(line.dataset.text, " ", name);
}

function offer(selector, isPossible, act) {
  for (const button of document.querySelectorAll(selector)) {
    button.hidden = !isPossible;
    button.addEventListener("click", () => act(button));
  }
}

offer("[data-share]", "share" in navigator, shareBy);
offer("[data-copy]", Boolean(navigator.clipboard), copyFrom);
offer("[data-print]", true, () => window.print());
nameYourWindow();
window.addEventListener("hashchange", nameYourWindow);
