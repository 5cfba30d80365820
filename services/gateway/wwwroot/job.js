// A job that exists: its progress, its masks as they come, its results, and changes to it.
import { $, alarm, announce, el, press, show } from "./dom.js";
import { json, key, post, request } from "./api.js";
import { isOver, watch } from "./events.js";
import { Frames } from "./frames.js";
import { Masks } from "./masks.js";
import { idIn } from "./palette.js";
import { framesOf, learn, nameOf, refresh } from "./jobs.js";

const changeable = new Set(["running", "finishing", "completed"]);

export class JobView {
  #viewer;
  #marks;
  #session;
  #job = null;
  #masks = null;
  #stop = new AbortController();
  #shownOverlay = "";
  isOpen = false;

  constructor(viewer, marks, session) {
    [this.#viewer, this.#marks, this.#session] = [viewer, marks, session];
    $("cancel").addEventListener("click", () => void this.#cancel());
    $("changes").addEventListener("change", () => { if (this.isOpen) this.#marks.clear(); });
    $("tab-frames").addEventListener("click", () => this.#tab(false));
    $("tab-overlay").addEventListener("click", () => void this.#tab(true));
    $("file").addEventListener("change", () => { if (this.isOpen && $("file").files[0]) void this.#attach($("file").files[0]); });
    this.sendButton = el("button", { type: "button", class: "primary wide", onclick: () => void this.#change() }, "Send the change");
    $("mark-card").append(this.sendButton);
    this.sendButton.hidden = true;
  }

  get kind() {
    return document.querySelector("input[name=change]:checked").value;
  }

  async open(id) {
    this.isOpen = true;
    const stop = this.#stop = new AbortController();
    show(["drop", "start-card", "modes", "upload", "finding", "overlay", "mark-card", "tabs"], false);
    show(["job-card", "video-card", "marking", "state"], true);
    const job = await json(`/v1/jobs/${encodeURIComponent(id)}`, { signal: stop.signal });
    const video = await json(`/v1/videos/${job.video}`, { signal: stop.signal }).catch(() => null);
    if (stop.signal.aborted) return;
    if (video) learn(video);
    $("title").textContent = nameOf(job.video);
    $("video-text").textContent = video ? `${video.width} × ${video.height}${video.frames ? `, ${video.frames} frames` : ""}` : "The video was deleted.";
    const frames = await this.#frames(job, video);
    if (stop.signal.aborted) return;
    this.#marks.hasIds = true;
    this.#marks.clear();
    this.#masks = new Masks(job);
    this.#viewer.open(frames, this.#masks);
    this.#tell(job);
    if (isOver(job)) this.#viewer.redraw();
    else void this.#follow(job, stop.signal);
  }

  leave() {
    this.isOpen = false;
    this.#job = this.#masks = null;
    this.#stop.abort(new Error("left"));
    this.#viewer.follow(false);
    this.sendButton.hidden = true;
    this.#dropOverlay();
  }

  mark(shape) {
    const first = this.#marks.items[0];
    if (first && first.frame !== this.#viewer.frame) return alarm(`One change is about one frame: go back to frame ${first.frame}, or remove what is marked there.`);
    alarm(null);
    void this.#addMark(shape);
  }

  update() {
    if (!this.#job) return;
    const canChange = this.#job.mode === "one-shot" && changeable.has(this.#job.state);
    show(["mark-card", "changes"], canChange);
    this.sendButton.hidden = !canChange;
    this.sendButton.disabled = !this.#marks.items.length;
    this.#viewer.stage.use(canChange ? $("tool-box").getAttribute("aria-pressed") === "true" ? "box" : "polygon" : null);
    this.#viewer.stage.show(this.#marks.items, this.#viewer.frame, this.#marks.nextId(this.#masks?.seen ?? []) ?? 1);
  }

  // The file that was chosen in this tab, or what the server has.
  async #frames(job, video) {
    if (this.#session.video?.id === job.video) return this.#session.frames;
    this.#session.frames?.close();
    const frames = new Frames();
    if (video) await frames.describe(video);
    Object.assign(this.#session, { file: null, frames: video ? frames : null, video });
    return frames;
  }

  // The file of the job's video, chosen to see all of its frames.
  async #attach(file) {
    const { video } = this.#session, frames = new Frames();
    if (!await frames.openFile(file) || Math.abs(frames.width / frames.height - video.width / video.height) > 0.02) return alarm("This is not a file of this video that the browser can show.");
    await frames.describe(video);
    this.#session.frames.close();
    Object.assign(this.#session, { file: null, frames });
    this.#viewer.frames = frames;
    this.#tell(this.#job);
    this.#viewer.resize();
  }

  async #follow(job, signal) {
    this.#viewer.follow(true, () => this.#job?.progress.frames_segmented ?? 0, () => this.#job !== null && !isOver(this.#job));
    try {
      await watch(job, (now) => { if (!signal.aborted) this.#tell(now); }, signal);
    } catch (error) {
      if (!signal.aborted) alarm(error);
    }
  }

  #tell(job) {
    const isNew = job.state !== this.#job?.state || job.id !== this.#job?.id;
    this.#job = job;
    this.#masks.update(job);
    const { frames_segmented: done, frames_decoded: decoded, frames_per_second: speed } = job.progress, frames = framesOf(job);
    Object.assign($("state"), { textContent: job.state, className: `state ${job.state}` });
    Object.assign($("job-bar"), { max: frames ?? Math.max(decoded, 1), value: done });
    $("job-text").textContent = `${done} of ${frames ?? "?"} frames${speed ? `, ${speed.toFixed(1)} frames/s` : ""}. ${job.mode}, ${job.model}${job.revision ? `, revision ${job.revision}` : ""}.${(job.notes ?? []).map(note => ` Note: ${note}.`).join("")}`;
    const said = [job.error ?? job.lost, ...(job.warnings ?? [])].filter(Boolean).join(" ");
    $("job-error").textContent = said;
    show(["job-error"], Boolean(said));
    show(["cancel"], !isOver(job));
    show(["play"], done > 1);
    this.#viewer.setCount(Math.max(done, this.#viewer.frames?.isComplete ? frames ?? done : done));
    if (isNew) {
      announce(`The job is ${job.state}.`);
      this.update();
      refresh(job);
    }
    this.#offer(job, done);
    if (isOver(job)) this.#viewer.redraw();
  }

  #offer(job, done) {
    const offers = [];
    if (done) offers.push(this.#save("Masks (ZIP)", job.links.masks_zip, "masks.zip"), this.#save("Annotations (JSON)", job.links.annotations, "annotations.json"));
    if (job.state === "completed" && job.links.overlay) offers.push(this.#save("Overlay (MP4)", job.links.overlay, "overlay.mp4"));
    if (job.state === "completed" && job.links.metrics) offers.push(this.#save("Metrics (JSON)", job.links.metrics, "metrics.json"));
    // Not while one of them has the focus for nothing new.
    if (offers.length !== $("results").children.length) $("results").replaceChildren(...offers);
    show(["tabs"], job.state === "completed" && Boolean(job.links.overlay));
  }

  #save(text, path, name) {
    return el("button", { type: "button", onclick: async ({ currentTarget: button }) => {
      button.disabled = true;
      try {
        const url = URL.createObjectURL(await (await request(path)).blob());
        el("a", { href: url, download: `${this.#job.id}-${name}` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
      } catch (error) {
        alarm(error);
      }
      button.disabled = false;
    } }, text);
  }

  async #tab(isOverlay) {
    press(...(isOverlay ? ["tab-overlay", "tab-frames"] : ["tab-frames", "tab-overlay"]));
    show(["stage"], !isOverlay);
    show(["timeline"], !isOverlay && this.#viewer.count > 1);
    show(["overlay"], isOverlay);
    $("overlay").pause();
    const wanted = `${this.#job.id} ${this.#job.revision}`;
    if (!isOverlay || this.#shownOverlay === wanted) return;
    try {
      this.#dropOverlay();
      // A video element sends no key. Without one it can ask for ranges itself.
      $("overlay").src = key.get() ? URL.createObjectURL(await (await request(this.#job.links.overlay)).blob()) : this.#job.links.overlay;
      this.#shownOverlay = wanted;
    } catch (error) {
      alarm(error);
    }
  }

  #dropOverlay() {
    if ($("overlay").src.startsWith("blob:")) URL.revokeObjectURL($("overlay").src);
    $("overlay").removeAttribute("src");
    $("overlay").load();
    this.#shownOverlay = "";
    press("tab-frames", "tab-overlay");
  }

  async #cancel() {
    $("cancel").disabled = true;
    try {
      await request(this.#job.links.self, { method: "DELETE" });
    } catch (error) {
      alarm(error);
    }
    $("cancel").disabled = false;
  }

  async #addMark(shape) {
    const frame = this.#viewer.frame;
    const seen = this.#masks.seen, mask = await this.#masks.get(frame).catch(() => null);
    const bounds = shape.box ?? [0, 1].map((i) => Math.min(...shape.polygon.map((point) => point[i]))).concat([0, 1].map((i) => Math.max(...shape.polygon.map((point) => point[i]))));
    const under = this.kind === "corrections" ? (mask && idIn(mask, bounds)) || Math.min(...seen, 254) : null;
    this.#marks.add(under ?? this.#marks.nextId(seen), frame, shape);
  }

  async #change() {
    alarm(null);
    this.sendButton.disabled = true;
    try {
      const job = await post(`${this.#job.links.self}/${this.kind}`, { objects: this.#marks.requests() });
      const { frame } = this.#viewer;
      this.#marks.clear();
      this.#stop.abort(new Error("changed"));
      this.#stop = new AbortController();
      this.#dropOverlay();
      void this.#tab(false);
      this.#tell(job);
      this.#viewer.show(frame);
      void this.#follow(job, this.#stop.signal);
    } catch (error) {
      alarm(error);
    }
    this.update();
  }
}
