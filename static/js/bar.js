/* The bar at the foot of phones: there only while neither the button of the hero nor the form can be seen. */

const bar = document.querySelector("[data-bottom-bar]");
const watched = document.querySelectorAll("[data-hero-button], .sign-card");
const seen = new Set();

function isTyping() {
  return Boolean(document.activeElement?.matches("input, select, textarea"));
}

function draw() {
  const isShown = seen.size === 0 && !isTyping();
  bar.hidden = !isShown;
  document.body.classList.toggle("has-bottom-bar", isShown);
}

if (bar && watched.length && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target);
    draw();
  });
  for (const element of watched) observer.observe(element);
  document.addEventListener("focusin", draw);
  document.addEventListener("focusout", () => setTimeout(draw));
}
