// Reads Kubernetes objects as YAML and checks them against strict schemas (one per kind, unknown fields refused).
//   node manifests.mjs SCHEMA... <objects.yaml     prints {"objects": […], "errors": ["Deployment/name /spec/… must …"]}
//   node manifests.mjs --file SCHEMA <file.yaml    one document, one schema
import fs from 'node:fs';
import Ajv from 'ajv';
import yaml from 'js-yaml';

const options = { allErrors: true, strict: false, logger: false, validateFormats: false };

/** The objects of a stream of YAML documents; duplicate keys are errors, as they are to Kubernetes. */
export function read(text) {
  return yaml.loadAll(text).filter(document => document !== null && document !== undefined);
}

const told = (name, errors) => (errors ?? []).map(error =>
  `${name} ${error.instancePath || '/'} ${error.message}${error.params?.additionalProperty ? `: ${error.params.additionalProperty}` : ''}`);

/** What the schemas, objects with `kinds` and `definitions`, have to say against objects. */
export function check(objects, schemas) {
  const validators = new Map();
  const nameOf = object => `${object?.kind}/${object?.metadata?.name}`;
  for (const schema of schemas) {
    const ajv = new Ajv(options);
    ajv.addSchema({ definitions: schema.definitions }, 'all');
    for (const [kind, { $ref }] of Object.entries(schema.kinds)) validators.set(kind, () => ajv.getSchema(`all${$ref}`));
  }
  const errors = [];
  const seen = new Set();
  for (const object of objects) {
    const kind = `${object?.apiVersion}/${object?.kind}`;
    const name = nameOf(object);
    if (seen.has(`${kind}/${name}`)) errors.push(`${name} is there twice`);
    seen.add(`${kind}/${name}`);
    const validator = validators.get(kind)?.();
    if (!validator) errors.push(`${name}: no schema for ${kind}`);
    else if (!validator(object)) errors.push(...told(name, validator.errors));
  }
  return errors;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [first, ...rest] = process.argv.slice(2);
  const load = path => JSON.parse(fs.readFileSync(path, 'utf8'));
  const objects = read(fs.readFileSync(0, 'utf8'));
  let errors;
  if (first === '--file') {
    const validator = new Ajv(options).compile(load(rest[0]));
    errors = objects.flatMap(object => validator(object) ? [] : told('file', validator.errors));
  } else errors = check(objects, [first, ...rest].map(load));
  process.stdout.write(JSON.stringify({ objects, errors }));
}
