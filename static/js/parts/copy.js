/* Copies an address or a text, and a toast says so. Without a clipboard the buttons stay hidden. */

const toast = document.querySelector("[data-toast]");

// It stays: going away after seconds it would move the page under a finger. A new text node is read out again.
function say(words) {
  toast.replaceChildren(words ?? toast.dataset.text);
}

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(button.dataset.copy).then(() => say(button.dataset.said), () => {});
  });
}
