/* Asks about a mistyped mail domain, and never refuses one. */

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
