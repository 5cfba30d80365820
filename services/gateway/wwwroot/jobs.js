// The list of earlier jobs.
import { $, alarm, el, show } from "./dom.js";
import { json } from "./api.js";

const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const videos = new Map();
let next = null;

export const nameOf = (id) => videos.get(id)?.name ?? id;

// How many frames a job has or, before that is known, will likely have.
export const framesOf = (job) => job.progress.frames ?? videos.get(job.video)?.frames ?? null;

export function learn(video) {
  videos.set(video.id, video);
}

// The first page, or with `more` the next one. Throws what the first request of the page throws: that is how keys are checked.
export async function list({ more = false } = {}) {
  const page = await json(`/v1/jobs?limit=20${more && next ? `&cursor=${encodeURIComponent(next)}` : ""}`);
  next = page.next;
  if (page.items.some((job) => !videos.has(job.video))) {
    const known = await json("/v1/videos?limit=200").catch(() => ({ items: [] }));
    known.items.forEach(learn);
  }
  const rows = page.items.map(row);
  if (more) $("jobs").append(...rows);
  else $("jobs").replaceChildren(...rows);
  show(["more"], next !== null);
  show(["no-jobs"], !$("jobs").children.length);
  for (const model of new Set(page.items.map((job) => job.model))) {
    if (![...$("models").options].some((option) => option.value === model)) $("models").append(el("option", { value: model }));
  }
  highlight();
  return page.items;
}

// Marks the job that is open.
export function highlight() {
  for (const link of $("jobs").querySelectorAll("a")) {
    if (link.hash === location.hash) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// Shows what has become of a job, where it is in the list.
export function refresh(job) {
  const old = [...$("jobs").querySelectorAll("a")].find((link) => link.hash === `#/job/${job.id}`);
  if (old) old.closest("li").replaceWith(row(job));
  else $("jobs").prepend(row(job));
  show(["no-jobs"], false);
  highlight();
}

function row(job) {
  const { frames_segmented: done } = job.progress, frames = framesOf(job);
  return el("li", {}, el("a", { href: `#/job/${job.id}` },
    el("span", { class: "name" }, nameOf(job.video)),
    el("span", { class: "help kind" }, `${job.mode}, ${job.model}`),
    el("span", { class: "at" }, el("span", { class: `state ${job.state}` }, job.state)),
    el("progress", { max: frames ?? Math.max(done, 1), value: done, "aria-label": `${done} of ${frames ?? "?"} frames` }),
    el("time", { class: "help", datetime: job.created_at }, time.format(new Date(job.created_at)))));
}

$("more").addEventListener("click", () => list({ more: true }).catch(alarm));
