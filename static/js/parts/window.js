/* Names the country whose window of the street is lit, if the address does. */

function nameYourWindow() {
  const line = document.querySelector("[data-window-text]");
  const yours = line && document.getElementById(location.hash.slice(1));
  if (!yours?.dataset.name) return;
  line.dataset.text ??= line.textContent;
  const name = document.createElement("strong");
  name.textContent = yours.dataset.name;
  line.replaceChildren(line.dataset.text, " ", name);
}

nameYourWindow();
window.addEventListener("hashchange", nameYourWindow);
