/* Opens the device's own sheet for sharing, and lets every link and button follow the message that a visitor writes. */

for (const button of "share" in navigator ? document.querySelectorAll("[data-share]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const { text, url } = button.dataset;
    navigator.share({ text, url }).catch(() => {}); // closing it is an answer too
  });
}

/** A function that puts another text into a link, in the place of the one that it carries from the start. */
function follower(link) {
  const address = link.getAttribute("href");
  const own = encodeURIComponent(link.dataset.words);
  return (text) => link.setAttribute("href", address.replace(own, encodeURIComponent(text)));
}

const message = document.querySelector("[data-share-words]");
const choice = document.querySelector("[data-share-choice]");
const links = message ? Array.from(document.querySelectorAll("[data-words]"), follower) : [];

function follow() {
  const text = message.value.trim();
  for (const change of links) change(text);
  for (const button of document.querySelectorAll("[data-share]")) button.dataset.text = text;
  for (const button of document.querySelectorAll("[data-follows]")) button.dataset.copy = `${text} ${button.dataset.follows}`.trim();
  for (const radio of choice.querySelectorAll("input")) radio.checked = radio.value === text;
}

if (message) {
  message.readOnly = false;
  choice.hidden = false;
  message.addEventListener("input", follow);
  choice.addEventListener("change", (event) => {
    message.value = event.target.value;
    follow();
  });
  if (message.value !== message.defaultValue) follow(); // the browser has kept what was typed before
}
