/* Forms work without this file. It moves the focus to the errors, answers the press at once, keeps what was typed while
   the language is switched (in this tab only, until it is sent or left), and asks about a mistyped mail domain. */

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

/* One letter too many, missing, wrong, or two neighbours swapped; the same rule as petitions/typos.py. */
function isOneSlip(typed, meant) {
  if (typed === meant || Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start += 1;
  const [rest, other] = [typed.slice(start), meant.slice(start)];
  if (rest.length > other.length) return rest.slice(1) === other;
  if (rest.length < other.length) return rest === other.slice(1);
  return rest.slice(1) === other.slice(1) || (rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2));
}

function domainMeant(field) {
  const [local, domain] = [field.value.trim().split("@").slice(0, -1).join("@"), field.value.trim().split("@").pop().toLowerCase()];
  const common = field.dataset.domains.split(" ");
  const meant = local && !common.includes(domain) && common.find((known) => isOneSlip(domain, known));
  return meant ? `${local}@${meant}` : null;
}

function askAboutTypo(event) {
  const field = event.target;
  if (!field.dataset?.domains) return;
  const place = field.parentElement.querySelector(".typo");
  place.replaceChildren();
  const meant = domainMeant(field);
  if (!meant) return;
  const [question, address, yes, no] = ["p", "strong", "button", "button"].map((name) => document.createElement(name));
  address.textContent = meant;
  question.append(`${field.dataset.typo} `, address);
  yes.textContent = field.dataset.typoYes;
  no.textContent = field.dataset.typoNo;
  yes.type = no.type = "button";
  yes.className = no.className = "button-quiet";
  yes.addEventListener("click", () => { field.value = meant; place.replaceChildren(); field.focus(); });
  no.addEventListener("click", () => { place.replaceChildren(); field.focus(); });
  place.append(question, yes, no);
}

/* The empty place is there from the start: a screen reader reads out what is added to it. */
for (const field of document.querySelectorAll("[data-domains]")) {
  const place = document.createElement("div");
  place.className = "typo";
  place.setAttribute("role", "status");
  field.after(place);
}
/* `change` comes with the press on the next thing; a question that appeared now would move that thing away from under
   the finger. So it waits until the press is over. */
let isPressing = false;
let afterPress = null;
document.addEventListener("pointerdown", () => { isPressing = true; });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    isPressing = false;
    if (afterPress) setTimeout(afterPress);
    afterPress = null;
  });
}
document.addEventListener("change", (event) => {
  if (isPressing) afterPress = () => askAboutTypo(event);
  else askAboutTypo(event);
});

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

/* The bar at the foot of phones leads to the form: there only while neither the hero's button nor the form is in sight. */

const bar = document.querySelector("[data-bottom-bar]");
const watched = document.querySelectorAll("[data-hero-button], .sign-card");
const seen = new Set();

function isTyping() {
  return Boolean(document.activeElement?.matches("input, select, textarea"));
}

function drawBar() {
  const isShown = seen.size === 0 && !isTyping();
  bar.hidden = !isShown;
  document.body.classList.toggle("has-bottom-bar", isShown);
}

if (bar && watched.length && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target);
    drawBar();
  });
  for (const element of watched) observer.observe(element);
  document.addEventListener("focusin", drawBar);
  document.addEventListener("focusout", () => setTimeout(drawBar));
}
