// The table of settings in the chart's README, from the "# --" lines of values.yaml.
//   node readme.mjs CHART [--check]     writes CHART/README.md, or with --check says whether it is current
import fs from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';

/** Settings with their documentation: [{ key: 'gpu.count', text, value }], in the file's order. */
export function settings(source) {
  const values = yaml.load(source);
  const stack = [];
  const rows = [];
  let text = '';
  for (const line of source.split('\n')) {
    const comment = /^\s*# -- (.*)$/.exec(line);
    if (comment) { text = comment[1]; continue; }
    const key = /^(\s*)([A-Za-z0-9-]+):/.exec(line);
    if (!key) continue;
    while (stack.length && stack.at(-1).indent >= key[1].length) stack.pop();
    stack.push({ indent: key[1].length, name: key[2] });
    if (!text) continue;
    const names = stack.map(part => part.name);
    rows.push({ key: names.join('.'), text, value: names.reduce((value, name) => value[name], values) });
    text = '';
  }
  return rows;
}

/** Paths of settings without documentation: leaves that no documented key holds. */
export function undocumented(source) {
  const documented = new Set(settings(source).map(row => row.key));
  const missing = [];
  const walk = (value, key) => {
    if (documented.has(key)) return;
    if (value && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length) {
      for (const [name, inner] of Object.entries(value)) walk(inner, key ? `${key}.${name}` : name);
    } else missing.push(key);
  };
  walk(yaml.load(source), '');
  return missing;
}

const cell = value => '`' + JSON.stringify(value).replaceAll('|', '\\|') + '`';

export function readme(source, intro) {
  const rows = settings(source).map(row => `| \`${row.key}\` | ${row.text.replaceAll('|', '\\|')} | ${cell(row.value)} |`);
  return `${intro.trimEnd()}\n\n## Settings\n\nGenerated from values.yaml by scripts/render-deployment.sh.\n\n| setting | what | default |\n|---|---|---|\n${rows.join('\n')}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [chart, mode] = process.argv.slice(2);
  const source = fs.readFileSync(path.join(chart, 'values.yaml'), 'utf8');
  const target = path.join(chart, 'README.md');
  const missing = undocumented(source);
  if (missing.length) throw new Error(`values.yaml: no "# --" line for ${missing.join(', ')}`);
  const text = readme(source, fs.readFileSync(path.join(chart, 'README.intro.md'), 'utf8'));
  if (mode !== '--check') fs.writeFileSync(target, text);
  else if (!fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== text) {
    console.error(`${target} is not current: run scripts/render-deployment.sh`);
    process.exitCode = 1;
  }
}
