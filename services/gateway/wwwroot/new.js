// A new job: a video comes in, objects are marked, the job starts.
import { $, alarm, announce, bytes, press, show } from "./dom.js";
import { json, nonce, post } from "./api.js";
import { Frames } from "./frames.js";
import { Upload } from "./upload.js";
import { learn } from "./jobs.js";

export class NewJob {
  #viewer;
  #marks;
  #session;
  #upload = null;
  #nonce = nonce();
  #body = null;

  constructor(viewer, marks, session) {
    [this.#viewer, this.#marks, this.#session] = [viewer, marks, session];
    $("file").addEventListener("change", () => { if (this.isOpen && $("file").files[0]) void this.#take($("file").files[0]); $("file").value = ""; });
    for (const kind of ["dragenter", "dragover"]) $("drop").addEventListener(kind, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
    for (const kind of ["dragleave", "drop"]) $("drop").addEventListener(kind, () => $("drop").classList.remove("over"));
    $("drop").addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files[0]) void this.#take(event.dataTransfer.files[0]); });
    $("upload-pause").addEventListener("click", () => (this.#upload.isPaused ? void this.#send() : this.#upload.pause()));
    $("picture-file").addEventListener("click", () => $("file").click());
    $("modes").addEventListener("change", () => this.update());
    $("start-card").addEventListener("submit", (event) => { event.preventDefault(); void this.#start(); });
  }

  isOpen = false;

  get mode() {
    return document.querySelector("input[name=mode]:checked").value;
  }

  open() {
    this.isOpen = true;
    this.#marks.hasIds = false;
    this.#marks.clear();
    const { video, frames } = this.#session;
    $("title").textContent = "New job";
    $("video-text").textContent = video?.name ?? "None chosen yet.";
    show(["drop"], !frames);
    show(["mark-card", "start-card"], Boolean(frames));
    show(["job-card", "tabs", "overlay", "state", "changes", "play"], false);
    show(["modes", "video-card"], true);
    // One that was left half-way.
    show(["upload"], Boolean(this.#session.file && !video));
    if (frames) {
      this.#viewer.open(frames);
      if (video?.frames) this.#viewer.setCount(video.frames);
    } else this.#viewer.close();
    this.update();
  }

  leave() {
    this.isOpen = false;
    this.#upload?.pause();
  }

  // A shape was drawn.
  mark(shape) {
    this.#marks.add(this.#marks.nextId(), this.#viewer.frame, shape);
  }

  update() {
    const finds = this.mode === "zero-shot", { video } = this.#session;
    show(["marking"], !finds);
    show(["finding"], finds);
    this.#viewer.stage.use(finds ? null : $("tool-box").getAttribute("aria-pressed") === "true" ? "box" : "polygon");
    this.#viewer.stage.show(finds ? [] : this.#marks.items, this.#viewer.frame, this.#marks.nextId() ?? 1);
    const waits = !video ? "The video has to be here first." : !finds && !this.#marks.items.length ? "Mark an object first: draw over it in a frame in which it is seen well." : "";
    $("start").disabled = waits !== "";
    $("start-note").textContent = waits;
  }

  async #take(file) {
    alarm(null);
    this.#session.frames?.close();
    const frames = new Frames();
    Object.assign(this.#session, { file, frames, video: null });
    this.#nonce = nonce();
    const isReadable = await frames.openFile(file);
    this.open();
    $("video-text").textContent = `${file.name}, ${bytes(file.size)}`;
    if (!isReadable) announce("This browser cannot show the video: its first frame comes from the server.");
    press("tool-box", "tool-polygon");
    this.#upload = new Upload(file, (news) => this.#tell(file, news));
    await this.#send();
  }

  #tell(file, { sent, waits }) {
    if (waits) return void ($("upload-text").textContent = "The connection was lost; trying again…");
    $("upload-bar").value = sent / file.size;
    $("upload-text").textContent = sent < file.size ? `${bytes(sent)} of ${bytes(file.size)}` : "Looking at the video…";
  }

  async #send() {
    const upload = this.#upload, { file, frames } = this.#session;
    show(["upload"], true);
    $("upload-pause").textContent = "Pause";
    try {
      const id = await upload.run();
      if (upload !== this.#upload) return;
      if (id === null) {
        $("upload-pause").textContent = "Resume";
        $("upload-text").textContent = "Paused.";
        return;
      }
      const video = this.#session.video = await json(`/v1/videos/${id}`);
      learn(video);
      await frames.describe(video);
      if (!this.isOpen || this.#session.frames !== frames) return;
      show(["upload"], false);
      const length = video.duration ? `, ${video.duration.toFixed(1)} s` : "";
      $("video-text").textContent = `${video.name}, ${video.width} × ${video.height}${length}${video.frames ? `, ${video.frames} frames` : ""}`;
      this.#viewer.resize();
      this.#viewer.setCount(frames.isComplete ? video.frames ?? 1 : 1);
      announce("The video is here.");
      this.update();
    } catch (error) {
      if (upload !== this.#upload) return;
      $("upload-pause").textContent = "Resume";
      upload.isPaused = true;
      $("upload-text").textContent = "Stopped.";
      alarm(error);
    }
  }

  async #start() {
    alarm(null);
    $("start").disabled = true;
    const request = { video: this.#session.video.id, mode: this.mode, outputs: $("want-overlay").checked ? ["overlay"] : [] };
    if ($("model").value.trim()) request.model = $("model").value.trim();
    if (this.mode === "zero-shot") request.max_objects = Number($("most").value);
    else request.objects = this.#marks.requests();
    const body = JSON.stringify(request);
    // Another request is another job; the same one again is not.
    if (this.#body !== body) this.#nonce = nonce();
    this.#body = body;
    try {
      const job = await post("/v1/jobs", request, { "Idempotency-Key": this.#nonce });
      location.hash = `#/job/${job.id}`;
    } catch (error) {
      alarm(error);
      $("start").disabled = false;
    }
  }
}
