/* A pressed button answers at once and can't be pressed twice; who comes back by the Back button finds it awake. */

function showSending(event) {
  const button = event.target.querySelector("[data-sending]");
  if (!button || event.defaultPrevented) return;
  button.dataset.label = button.textContent;
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.textContent = button.dataset.sending;
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
}

function wakeButtons() {
  for (const button of document.querySelectorAll("[data-sending][aria-busy]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
}

document.addEventListener("submit", showSending);
window.addEventListener("pageshow", wakeButtons);
