/* Opens the device's own sheet for sharing. Everything else that passes the page on is a plain link. */

for (const button of "share" in navigator ? document.querySelectorAll("[data-share]") : []) {
  button.hidden = false;
  const { text, url } = button.dataset;
  button.addEventListener("click", () => navigator.share({ text, url }).catch(() => {})); // closing it is an answer too
}
