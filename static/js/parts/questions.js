/* Questions: a search that answers while one types, "Open all", and a link to one answer that opens it. */

const answers = [...document.querySelectorAll("[data-answer]")];
const field = document.querySelector("[data-search] input");
const found = document.querySelector("[data-found]");

// As campaign/living/search.py does it.
function fold(text) {
  const letters = { ß: "ss", ø: "o", đ: "d", ł: "l", æ: "ae", œ: "oe", ħ: "h", ı: "i", ς: "σ", "\u00ad": "" };
  const plain = text.toLowerCase().replace(/[ßøđłæœħıς\u00ad]/g, (letter) => letters[letter]);
  return plain.normalize("NFKD").replace(/\p{M}/gu, "");
}

const texts = new Map();

function textOf(answer) {
  if (!texts.has(answer)) {
    const parts = answer.querySelectorAll("h3, p:not(.source)");
    texts.set(answer, fold([...parts].map((part) => part.textContent).join(" ")));
  }
  return texts.get(answer);
}

function filter() {
  const words = fold(field.value).match(/[\p{L}\p{N}_]+/gu) ?? [];
  let count = 0;
  for (const answer of answers) {
    answer.hidden = !words.every((word) => textOf(answer).includes(word));
    count += !answer.hidden;
  }
  for (const group of document.querySelectorAll("[data-answers]")) {
    group.hidden = !group.querySelector("[data-answer]:not([hidden])");
  }
  const { found: label, none } = found.dataset;
  found.textContent = words.length ? (count ? `${label} ${count}` : none) : "";
}

// A name lets one be open at a time; whoever wants all of them open wants no such rule.
function setAll(isOpen) {
  for (const answer of answers) {
    answer.removeAttribute("name");
    answer.open = isOpen;
  }
}

function openNamed() {
  const answer = location.hash && document.getElementById(location.hash.slice(1))?.closest("[data-answer]");
  if (!answer) return;
  answer.hidden = answer.parentElement.hidden = false; // it may be what a search has put away
  answer.open = true;
  answer.scrollIntoView();
}

if (answers.length) {
  for (const [name, isOpen] of [["open", true], ["close", false]]) {
    const button = document.querySelector(`[data-${name}]`);
    button.hidden = false;
    button.addEventListener("click", () => setAll(isOpen));
  }
  // Only where the page holds all of them; else the search has to ask the server.
  if (!location.search) field.addEventListener("input", filter);
  addEventListener("hashchange", openNamed);
  addEventListener("beforeprint", () => setAll(true));
  openNamed();
}
