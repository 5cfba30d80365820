// Small helpers around the document.

export const $ = (id) => document.getElementById(id);

// el("a", { href: "…", class: "…", onclick }, "text", child…)
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

export function svg(tag, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// Attributes of style are forbidden by the page's policy; properties are not.
export function swatch(colour) {
  const node = el("span", { class: "swatch", "aria-hidden": "true" });
  node.style.backgroundColor = colour;
  return node;
}

// For those who do not see what has changed.
export function announce(text) {
  $("live").textContent = text;
}

export function alarm(error) {
  const box = $("alert");
  box.hidden = !error;
  box.textContent = error ? String(error.message ?? error) : "";
  if (error) box.scrollIntoView({ block: "nearest" });
}

export function show(ids, visible) {
  for (const id of ids) $(id).hidden = !visible;
}

export function press(pressed, ...others) {
  $(pressed).setAttribute("aria-pressed", "true");
  for (const id of others) $(id).setAttribute("aria-pressed", "false");
}

export function bytes(count) {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  for (; count >= 1000 && unit < units.length - 1; unit++) count /= 1000;
  return `${count.toFixed(unit && count < 100 ? 1 : 0)} ${units[unit]}`;
}
