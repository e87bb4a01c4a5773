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
