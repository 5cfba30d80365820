// Object ids and colours. Masks carry the palette of DAVIS; on screen its hues are made bright.

const davis = Array.from({ length: 255 }, (_, id) => {
  if (id >= 22) return [id, id, id];
  const rgb = [0, 0, 0];
  for (let bit = 0; bit < 8; bit++) for (let channel = 0; channel < 3; channel++) rgb[channel] |= ((id >> (3 * bit + channel)) & 1) << (7 - bit);
  return rgb.map((value) => (value === 192 ? 191 : value));
});
const idOf = new Map(davis.map(([r, g, b], id) => [(r << 16) | (g << 8) | b, id]));

const bright = davis.map((rgb, id) => {
  if (id >= 22) return [[255, 99, 71], [64, 200, 255], [255, 200, 60], [120, 230, 120], [220, 120, 255]][id % 5];
  const most = Math.max(1, ...rgb);
  return rgb.map((value) => Math.round(40 + (value / most) * 215));
});

export const colour = (id) => `rgb(${(bright[id] ?? bright[1]).join(" ")})`;

// Paints a mask's pixels (RGBA of the PNG) for the screen, with an edge, and lists the objects in it.
export function paint({ data, width, height }) {
  const ids = new Uint8Array(width * height), seen = new Set();
  for (let i = 0; i < ids.length; i++) {
    ids[i] = idOf.get((data[4 * i] << 16) | (data[4 * i + 1] << 8) | data[4 * i + 2]) ?? 0;
    if (ids[i]) seen.add(ids[i]);
  }
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const id = ids[i];
      if (!id) { data[4 * i + 3] = 0; continue; }
      const isEdge = (x > 0 && ids[i - 1] !== id) || (x < width - 1 && ids[i + 1] !== id) || (y > 0 && ids[i - width] !== id) || (y < height - 1 && ids[i + width] !== id);
      [data[4 * i], data[4 * i + 1], data[4 * i + 2]] = bright[id];
      data[4 * i + 3] = isEdge ? 255 : 120;
    }
  }
  return { ids, seen };
}

// The object that fills most of a box (x0, y0, x1, y1); 0 for none.
export function idIn(mask, [x0, y0, x1, y1]) {
  const counts = new Map();
  for (let y = Math.max(0, Math.floor(y0)); y < Math.min(mask.height, y1); y++) {
    for (let x = Math.max(0, Math.floor(x0)); x < Math.min(mask.width, x1); x++) {
      const id = mask.ids[y * mask.width + x];
      if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
