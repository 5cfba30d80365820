// The page: a key, then a new job or one that exists, by the fragment of the address.
import { $, alarm, press, show } from "./dom.js";
import { key } from "./api.js";
import { JobView } from "./job.js";
import { highlight, list } from "./jobs.js";
import { Marks } from "./marks.js";
import { NewJob } from "./new.js";
import { Viewer } from "./viewer.js";

// What is chosen in this tab, for all views.
const session = { file: null, frames: null, video: null };
let view = null;

const viewer = new Viewer((shape) => view?.mark(shape));
const marks = new Marks(() => view?.update());
const fresh = new NewJob(viewer, marks, session), existing = new JobView(viewer, marks, session);
viewer.onFrame = () => view?.update();

async function route() {
  alarm(null);
  const id = /^#\/job\/([\w-]+)$/.exec(location.hash)?.[1];
  view?.leave();
  view = id ? existing : fresh;
  highlight();
  try {
    await view.open(id);
  } catch (error) {
    refuse(error);
  }
}

// A key that does not do leads back to the start.
function refuse(error) {
  if (error.status === 401) gate(key.get() ? error : null);
  else alarm(error);
}

function gate(error) {
  key.forget();
  show(["work", "forget"], false);
  show(["gate"], true);
  alarm(error);
  $("key").focus();
}

async function enter() {
  try {
    await list();
  } catch (error) {
    return refuse(error);
  }
  show(["gate"], false);
  show(["work"], true);
  show(["forget"], key.get() !== null);
  await route();
}

$("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  key.set($("key").value.trim());
  $("key").value = "";
  void enter();
});
$("forget").addEventListener("click", () => { view?.leave(); gate(null); });
for (const [tool, other] of [["box", "polygon"], ["polygon", "box"]]) {
  $(`tool-${tool}`).addEventListener("click", () => {
    press(`tool-${tool}`, `tool-${other}`);
    help();
    view?.update();
  });
}

function help() {
  $("mark-help").textContent = $("tool-box").getAttribute("aria-pressed") === "true"
    ? "Drag a box around an object, in a frame in which it is seen well. With the keyboard: arrows and Enter."
    : "Click the outline of an object; a click on the first point closes it. With the keyboard: arrows, Enter, and C to close.";
}

addEventListener("hashchange", () => void route());
addEventListener("beforeunload", (event) => { if (!$("upload").hidden && !$("work").hidden) event.preventDefault(); });
help();
void enter();
