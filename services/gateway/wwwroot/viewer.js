// A frame with its mask on screen, and the timeline below.
import { $, announce, show } from "./dom.js";
import { Stage } from "./stage.js";

const follows = 150, leap = 48;

export class Viewer {
  #context = $("picture").getContext("2d");
  #version = 0;
  #drawn = 0;
  #following = null;
  frames = null;
  masks = null;
  frame = 0;
  count = 1;
  onFrame = () => {};

  constructor(onShape) {
    this.stage = new Stage(onShape);
    $("frame").addEventListener("input", () => { this.follow(false); this.show(Number($("frame").value)); });
    $("back").addEventListener("click", () => { this.follow(false); this.show(this.frame - 1); });
    $("forward").addEventListener("click", () => { this.follow(false); this.show(this.frame + 1); });
    $("play").addEventListener("click", () => this.#play());
  }

  open(frames, masks = null) {
    [this.frames, this.masks, this.frame, this.count] = [frames, masks, 0, 1];
    show(["stage"], true);
    this.resize();
  }

  close() {
    this.follow(false);
    this.frames = this.masks = null;
    show(["stage", "timeline"], false);
  }

  resize() {
    const { width, height } = this.frames;
    Object.assign(this.#context.canvas, { width, height });
    this.stage.resize(width, height);
    this.show(this.frame);
  }

  setCount(count) {
    this.count = Math.max(1, count);
    $("frame").max = this.count - 1;
    show(["timeline"], this.count > 1);
    this.#label();
  }

  show(frame) {
    this.frame = Math.min(this.count - 1, Math.max(0, frame));
    $("frame").value = this.frame;
    this.#label();
    this.onFrame(this.frame);
    const isIdle = this.#drawn === this.#version++;
    if (isIdle) void this.#draw();
  }

  redraw() {
    this.show(this.frame);
  }

  // Goes on to the newest frame that has a mask, one after the other, as they come; to the last one there is once none come any more.
  follow(isOn, available = () => 0, isLive = () => false) {
    clearInterval(this.#following);
    this.#following = null;
    $("play").textContent = "Play";
    if (!isOn) return;
    $("play").textContent = "Stop";
    this.#following = setInterval(() => {
      const last = available() - 1, lag = last - this.frame;
      if (lag > 0 && this.#drawn === this.#version) this.show(isLive() && lag > leap ? last - leap : this.frame + 1);
      else if (lag <= 0 && !isLive()) this.follow(false);
    }, follows);
  }

  #play() {
    if (this.#following) return this.follow(false);
    if (this.frame >= this.count - 1) this.show(0);
    this.follow(true, () => this.count);
    announce("Playing.");
  }

  #label() {
    $("frame-text").textContent = `${this.frame} / ${this.count - 1}`;
    $("frame").setAttribute("aria-valuetext", `Frame ${this.frame} of ${this.count - 1}`);
  }

  // Only the frame wanted last is drawn, however fast the slider moves.
  async #draw() {
    for (let version = this.#drawn; version !== this.#version && this.frames; this.#drawn = version) {
      version = this.#version;
      const { frames, masks, frame } = this, mask = await masks?.get(frame).catch(() => null);
      const hasPicture = await frames.draw(this.#context, frame).catch(() => false);
      if (mask) this.#context.drawImage(mask.canvas, 0, 0, this.#context.canvas.width, this.#context.canvas.height);
      show(["picture-note"], !hasPicture);
    }
    this.#drawn = this.#version;
  }
}
