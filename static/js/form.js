/* Forms work without this file. It moves the focus to the errors, answers the press at once, and keeps what was typed
   while the language is switched (in this tab only, until it is sent or left). */

const STORE = "typed";

function focusErrors() {
  const summary = document.querySelector("[data-error-summary]") ?? document.querySelector(".notice:target");
  summary?.focus();
}

function showSending(event) {
  const button = event.target.querySelector("[data-sending]");
  if (!button || event.defaultPrevented) return;
  button.dataset.label = button.textContent;
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.textContent = button.dataset.sending;
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  forgetTyped();
}

function wakeButtons() {
  for (const button of document.querySelectorAll("[data-sending][aria-busy]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "submit", "button"].includes(field.type));
}

function keepTyped() {
  const form = document.querySelector(".sign-form");
  if (!form) return;
  const typed = fieldsOf(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
  sessionStorage.setItem(STORE, JSON.stringify(Object.fromEntries(typed)));
}

function restoreTyped() {
  const form = document.querySelector(".sign-form");
  const kept = sessionStorage.getItem(STORE);
  forgetTyped();
  if (!form || !kept) return;
  const typed = JSON.parse(kept);
  for (const field of fieldsOf(form).filter((field) => field.name in typed)) {
    // A tick agrees to words, and the words are new in the other language: consent and news are ticked again.
    if (field.type !== "checkbox" && !field.value) field.value = typed[field.name];
  }
}

function forgetTyped() {
  sessionStorage.removeItem(STORE);
}

try {
  restoreTyped();
} catch {
  // Storage is switched off: nothing is kept.
}
focusErrors();
document.addEventListener("submit", showSending);
window.addEventListener("pageshow", wakeButtons);
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-language]")) return;
  try {
    keepTyped();
  } catch {
    // Storage is switched off: the link works all the same.
  }
});
