// A job under way: stages by Server-Sent Events; where those do not come, the page asks for its own
// progress part every two seconds. The server renders every state, so a reload loses nothing.

const POLL_MS = 2000;
const box = document.getElementById("job");
const offline = document.getElementById("offline");
const stages = () => [...box.querySelectorAll("[data-stage]")];
let polling = null;

function enter(stage, progress) {
  const bar = box.querySelector("progress");
  if (bar && progress > bar.value) bar.value = progress;
  const index = stages().findIndex((item) => item.dataset.stage === stage);
  if (index < 0) return;
  stages().forEach((item, place) => {
    item.className = place < index ? "past" : place === index ? "now" : "";
    if (place === index) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function finish() {
  location.replace(box.dataset.here);
}

async function poll() {
  try {
    const answer = await fetch(`${box.dataset.here}/progress`, { credentials: "same-origin" });
    offline.textContent = "";
    if (answer.status === 404) return finish();
    const told = await answer.json();
    if (!told.running) return finish();
    enter(told.stage, told.progress);
  } catch {
    offline.textContent = offline.dataset.text;
  }
  polling = setTimeout(poll, POLL_MS);
}

function startPolling() {
  if (polling === null) poll();
}

function listen() {
  if (!("EventSource" in window) || !box.dataset.events) return startPolling();
  const source = new EventSource(box.dataset.events);
  source.addEventListener("stage", (event) => {
    const told = JSON.parse(event.data);
    enter(told.stage, told.progress);
  });
  source.addEventListener("done", () => { source.close(); finish(); });
  source.onopen = () => { offline.textContent = ""; };
  source.onerror = () => {
    // CLOSED: refused (too many streams, or a proxy that cannot). Otherwise the browser tries again
    // by itself; asking the page too costs little and finds the end even if no event comes through.
    if (source.readyState === EventSource.CLOSED) startPolling();
    else { offline.textContent = offline.dataset.text; startPolling(); }
  };
}

window.addEventListener("offline", () => { offline.textContent = offline.dataset.text; });
window.addEventListener("online", () => { clearTimeout(polling); polling = null; startPolling(); });
listen();
