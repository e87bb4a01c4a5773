/* The number on an open page follows the count: only in sight, one question at a time, for an hour. */

const numbers = [...document.querySelectorAll("[data-live]")];
const progress = document.querySelector("[data-milestones]");
const EVERY = 30_000;
const end = Date.now() + 3_600_000;
let asked = Date.now() - 20_000;
let wait = EVERY;
let isAsking = false;
let timer;

function written(number) {
  return `${number}`.replace(/\B(?=(\d{3})+$)/g, numbers[0].dataset.separator);
}

function drawProgress(confirmed) {
  const steps = progress.dataset.milestones.split(" ").map(Number);
  const next = steps.find((step) => step > confirmed) ?? (Math.floor(confirmed / 1e6) + 1) * 1e6;
  const share = `${Math.floor((confirmed * 100) / next)}%`;
  const [bar, milestone] = [progress.querySelector("[role]"), progress.querySelector("[data-milestone]")];
  // Read out only when a milestone is passed: a number that speaks every half minute is in the way.
  if (next > bar.getAttribute("aria-valuemax")) progress.lastElementChild.textContent = numbers[0].parentElement.textContent;
  milestone.textContent = written(next);
  bar.setAttribute("aria-valuemax", next);
  bar.setAttribute("aria-valuenow", confirmed);
  bar.querySelector(".progress-done").setAttribute("width", share);
  bar.querySelector("svg").setAttribute("x", share);
}

function draw(confirmed) {
  for (const number of numbers) number.textContent = written(confirmed);
  if (progress) drawProgress(confirmed);
}

function plan() {
  clearTimeout(timer);
  const pause = Math.max(2_000, asked + wait - Date.now()) * (0.9 + Math.random() / 5);
  if (!document.hidden && Date.now() < end) timer = setTimeout(ask, pause);
}

async function ask() {
  if (isAsking) return;
  isAsking = true;
  asked = Date.now();
  try {
    const answer = await fetch(numbers[0].dataset.live, { credentials: "omit", signal: AbortSignal.timeout(10_000) });
    const { confirmed } = await answer.json();
    if (confirmed >= 100) draw(confirmed);
    wait = EVERY;
  } catch {
    wait = Math.min(wait * 2, 600_000);
  }
  isAsking = false;
  plan();
}

if (numbers.length) {
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  progress?.append(spoken);
  document.addEventListener("visibilitychange", plan);
  plan();
}
