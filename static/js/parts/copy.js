/* Copies an address or a text, and a toast says so. Without a clipboard the buttons stay hidden. */

const TOAST_MILLISECONDS = 4000;
const toast = document.querySelector("[data-toast]");
let timer;

function say() {
  toast.textContent = toast.dataset.text;
  clearTimeout(timer);
  timer = setTimeout(() => (toast.textContent = ""), TOAST_MILLISECONDS);
}

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy).then(say, () => {}));
}
