// The result and the share page: ticked steps (kept in this browser), zones of the chart that light up,
// the budget's figure, copying the link, printing. Everything else is plain HTML and htmx.

const steps = document.getElementById("steps");

function store(key, value) { // storage may be switched off
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(key) || "[]");
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* the ticks then last as long as the page */ }
  return [];
}

if (steps) {
  const key = steps.dataset.steps;
  const boxes = [...steps.querySelectorAll(".step-box")];
  const count = steps.querySelector(".steps-count");
  const chart = document.getElementById("chart");
  const ticked = new Set(key ? store(key) : []);

  const light = (order) => {
    for (const item of steps.querySelectorAll(".step")) {
      item.classList.toggle("lit", item.dataset.order === order);
    }
    for (const zone of chart?.querySelectorAll("[data-step]") ?? []) {
      zone.classList.toggle("lit", zone.dataset.step.split(" ").includes(order));
    }
    chart?.classList.toggle("some-lit", Boolean(order));
  };

  const refresh = () => {
    const done = boxes.filter((item) => item.checked);
    count.textContent = count.dataset.template.replace("{done}", done.length).replace("{total}", boxes.length);
    if (key) store(key, done.map((item) => item.id));
    const next = boxes.find((item) => !item.checked);
    light(next && done.length ? next.closest(".step").dataset.order : "");
  };

  for (const item of boxes) {
    if (ticked.has(item.id)) item.checked = true;
    item.addEventListener("change", refresh);
  }
  for (const item of steps.querySelectorAll(".step")) {
    item.addEventListener("pointerenter", () => light(item.dataset.order));
    item.addEventListener("focusin", () => light(item.dataset.order));
  }
  for (const mark of chart?.querySelectorAll("[data-step]") ?? []) {
    mark.addEventListener("pointerenter", () => light(mark.dataset.step.split(" ")[0]));
    mark.addEventListener("click", () => {
      document.getElementById(`step-${mark.dataset.step.split(" ")[0]}`)?.closest(".step").scrollIntoView({ block: "center" });
    });
  }
  refresh();
}

// The regions are drawn when they are asked for; without this the link loads the page with them.
const toggle = document.querySelector(".regions-toggle");
toggle?.addEventListener("click", async (event) => {
  event.preventDefault();
  const photo = document.getElementById("photo");
  const { dataset } = toggle;
  const showing = photo.getAttribute("src") === dataset.regions;
  const next = new Image();
  next.src = showing ? dataset.photo : dataset.regions;
  toggle.setAttribute("aria-busy", "true");
  try {
    await next.decode();
    photo.setAttribute("src", showing ? dataset.photo : dataset.regions);
    toggle.textContent = showing ? dataset.show : dataset.hide;
    document.getElementById("regions-key").hidden = showing;
  } catch {
    toggle.textContent = dataset.failed;
  } finally {
    toggle.removeAttribute("aria-busy");
  }
});

// The parts below may be swapped by htmx, so the listeners sit on the document.
document.addEventListener("input", (event) => {
  if (event.target.id !== "kit-budget") return;
  const { value, dataset } = event.target;
  document.getElementById("kit-budget-value").textContent = value === dataset.none ? dataset.noneText : `$${value}`;
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const field = document.getElementById(copy.dataset.copy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    copy.textContent = copy.dataset.copied;
  }
  if (event.target.closest("[data-print]")) window.print();
});

const kitProblem = (shown) => {
  const place = document.getElementById("kit-problem");
  if (place) place.textContent = shown ? place.dataset.text : "";
};
document.addEventListener("htmx:error", () => kitProblem(true));
document.addEventListener("htmx:response:error", () => kitProblem(true));
document.addEventListener("htmx:before:request", () => kitProblem(false));
