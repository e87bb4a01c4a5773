/* Keeps what was typed while the language is switched: in this tab only, until it is sent or left. */

const STORE = "typed";

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "submit", "button"].includes(field.type));
}

function keep() {
  const form = document.querySelector(".sign-form");
  if (!form) return;
  const typed = fieldsOf(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
  sessionStorage.setItem(STORE, JSON.stringify(Object.fromEntries(typed)));
}

function restore() {
  const form = document.querySelector(".sign-form");
  const kept = sessionStorage.getItem(STORE);
  forget();
  if (!form || !kept) return;
  const typed = JSON.parse(kept);
  for (const field of fieldsOf(form).filter((field) => field.name in typed)) {
    // A tick agrees to words, and the words are new in the other language: consent and news are ticked again.
    if (field.type !== "checkbox" && !field.value) field.value = typed[field.name];
  }
}

function forget() {
  sessionStorage.removeItem(STORE);
}

function ifStorageIsOn(act) {
  try {
    act();
  } catch {
    // Storage is switched off: nothing is kept, and links and forms work all the same.
  }
}

ifStorageIsOn(restore);
document.addEventListener("submit", (event) => event.defaultPrevented || ifStorageIsOn(forget));
document.addEventListener("click", (event) => event.target.closest("[data-language]") && ifStorageIsOn(keep));
