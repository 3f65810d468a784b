// The start page: choose, drop or paste photos, check them with the server's limits, upload each to its
// signed URL with a progress bar, then create the job. Without this file the form posts to the page.

const form = document.getElementById("upload");
const words = JSON.parse(document.getElementById("words").textContent);
const problems = document.getElementById("problems");
const sending = document.getElementById("sending");
const what = document.getElementById("sending-what");
const bar = document.getElementById("sending-bar");
const go = document.getElementById("go");
const TYPES = form.dataset.types.split(" ");
const MAX_BYTES = Number(form.dataset.maxBytes);
const MAX_PIXELS = Number(form.dataset.maxPixels);
const BY_EXTENSION = { // browsers without HEIC or AVIF support give such files no type
  jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp",
  heic: "image/heic", heif: "image/heif", avif: "image/avif",
};
const PROGRESS_MIN_BYTES = 1;

let running = null; // the AbortController of the upload under way
let jobKey = null; // Idempotency-Key: kept over retries of the same choices, so no job is made twice

class Problem extends Error {}

function typeOf(file) {
  return file.type || BY_EXTENSION[file.name.split(".").pop().toLowerCase()] || "";
}

function checkFile(file) {
  if (!file) throw new Problem(words.missing);
  if (!TYPES.includes(typeOf(file))) throw new Problem(words.type);
  if (file.size < PROGRESS_MIN_BYTES) throw new Problem(words.empty);
  if (file.size > MAX_BYTES) throw new Problem(words.size);
}

function show(message) {
  problems.replaceChildren();
  if (!message) return;
  const line = document.createElement("p");
  line.textContent = message;
  problems.append(line);
  problems.focus();
}

for (const zone of document.querySelectorAll("[data-drop]")) setUp(zone);

function setUp(zone) {
  const input = zone.querySelector("input[name]");
  const image = zone.querySelector(".drop-preview");
  const none = zone.querySelector(".drop-none");
  const name = zone.querySelector(".drop-name");
  const remove = zone.querySelector("[data-remove]");

  function refresh() {
    const file = input.files[0];
    for (const part of zone.querySelectorAll("[data-when]")) {
      part.hidden = (part.dataset.when === "full") !== Boolean(file);
    }
    if (remove) remove.hidden = !file;
    name.textContent = file ? file.name : "";
    if (image.src) URL.revokeObjectURL(image.src);
    image.removeAttribute("src");
    image.hidden = none.hidden = true;
    jobKey = null;
    if (input.name === "selfie") document.querySelector("[data-consent]").classList.toggle("asked", Boolean(file));
    if (!file) return;
    try {
      checkFile(file);
      show("");
    } catch (problem) {
      input.value = "";
      refresh();
      return show(problem.message);
    }
    image.src = URL.createObjectURL(file);
    image.onload = () => {
      image.hidden = false;
      if (image.naturalWidth * image.naturalHeight > MAX_PIXELS) {
        input.value = "";
        refresh();
        show(words.pixels);
      }
    };
    image.onerror = () => { none.hidden = false; };
  }

  function take(file) {
    const given = new DataTransfer();
    given.items.add(file);
    input.files = given.files;
    refresh();
  }

  input.addEventListener("change", refresh);
  const camera = zone.querySelector("[data-camera]");
  camera?.addEventListener("change", () => { if (camera.files[0]) take(camera.files[0]); });
  remove?.addEventListener("click", () => { input.value = ""; refresh(); input.focus(); });
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  if (input.name === "reference") {
    document.addEventListener("paste", (event) => {
      if (event.clipboardData.files[0]) take(event.clipboardData.files[0]);
    });
  }
  refresh(); // a reload keeps the chosen file in some browsers
}

function budget() {
  const text = form.elements.budget.value.trim().replace(",", ".");
  if (!text) return null;
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(text) || Number(text) <= 0) throw new Problem(words.budget);
  return { amount: Number(text).toFixed(2), currency: "USD" };
}

async function call(path, body, signal, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      signal,
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        ...headers,
      },
      body: JSON.stringify(body),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem(navigator.onLine ? words.upload : words.offline);
  }
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 429 || answer.status === 503) {
    throw new Problem(words.busy.replace("{seconds}", answer.headers.get("Retry-After") || "5"));
  }
  throw new Problem(answer.status >= 500 ? words.server : said.message || words.server);
}

// The signed URL may name another host of ours (127.0.0.1 or localhost): a local one is asked here.
function samePlace(url) {
  const target = new URL(url, location.href);
  return target.pathname.startsWith("/uploads/local/") ? target.pathname + target.search : url;
}

async function upload(file, kind, signal) {
  const ticket = await call("/uploads/signed-url", {
    kind, filename: file.name.slice(-200), contentType: typeOf(file), sizeBytes: file.size,
    market: "US", locale: form.elements.locale.value,
  }, signal);
  await put(samePlace(ticket.uploadUrl), ticket.headers, file, signal);
  return ticket.assetKey;
}

function put(url, headers, file, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much was sent
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      if (name.toLowerCase() !== "content-length") request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
    };
    request.onload = () => request.status < 300 ? resolve() : reject(new Problem(words.upload));
    request.onerror = () => reject(new Problem(navigator.onLine ? words.upload : words.offline));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function say(text, value) {
  what.textContent = text;
  if (value === undefined) bar.removeAttribute("value");
  else bar.value = value;
}

async function send(signal) {
  const reference = form.elements.reference.files[0];
  const selfie = form.elements.selfie.files[0];
  checkFile(reference);
  const body = {
    market: "US",
    locale: form.elements.locale.value,
    preferenceMode: form.elements.mode.value,
  };
  const money = budget();
  if (money) body.constraints = { budget: money };
  const skin = form.elements.skinHex.value;
  if (skin) body.preferences = { skinHex: skin };
  if (selfie) {
    checkFile(selfie);
    if (!form.elements.consent.checked) throw new Problem(words.consent);
    body.selfieConsent = { version: form.dataset.consentVersion, acceptedAt: new Date().toISOString() };
  }
  say(words.sending, 0);
  body.referenceImage = { assetKey: await upload(reference, "reference", signal) };
  if (selfie) {
    say(words.sending_selfie, 0);
    body.selfieImage = { assetKey: await upload(selfie, "selfie", signal) };
  }
  say(words.starting);
  jobKey ??= randomKey();
  const job = await call("/look-jobs", body, signal, { "Idempotency-Key": jobKey });
  location.assign(`/looks/${encodeURIComponent(job.jobId)}`);
}

function randomKey() { // crypto.randomUUID exists only over https and on localhost
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (running) return;
  running = new AbortController();
  show("");
  sending.hidden = false;
  go.hidden = true;
  try {
    await send(running.signal);
  } catch (problem) {
    sending.hidden = true;
    go.hidden = false;
    jobKey = null;
    if (problem instanceof Problem) show(problem.message);
    else if (problem.name !== "AbortError") show(words.server);
  } finally {
    running = null;
  }
});
document.getElementById("sending-stop").addEventListener("click", () => running?.abort());
window.addEventListener("pageshow", (event) => { // back from the job's page
  if (event.persisted) { sending.hidden = true; go.hidden = false; }
});
