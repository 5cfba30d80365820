// upload.mjs URL FILE OPTIONS: uploads a file with tus-js-client and prints the upload's URL. OPTIONS is JSON: those of the client,
// "stream": true to read the file as a stream, "abortAt": bytes after which a first client gives up and a second one goes on.
import fs from 'node:fs';
import { createRequire } from 'node:module';
const tus = createRequire(process.env.TUS_MODULES + '/')('tus-js-client');
const [endpoint, file, text] = process.argv.slice(2);
const { stream, abortAt, ...options } = JSON.parse(text);
const input = () => (stream ? fs.createReadStream(file) : fs.readFileSync(file));

const upload = (more) => new Promise((resolve, reject) => {
    const client = new tus.Upload(input(), { endpoint, retryDelays: [0, 100, 500], metadata: { filename: 'sent.mp4' }, ...options, ...more, onError: reject, onSuccess: () => resolve(client.url) });
    if (abortAt) client.options.onChunkComplete = (size, sent) => { if (sent >= abortAt) client.abort().then(() => resolve(client)); };
    client.start();
});

let result = await upload({});
if (typeof result !== 'string') {
    // A second client goes on where the first one stopped.
    const { url } = result;
    result = await new Promise((resolve, reject) => {
        const client = new tus.Upload(input(), { endpoint, uploadUrl: url, ...options, onError: reject, onSuccess: () => resolve(client.url) });
        client.start();
    });
}
console.log(result);
process.exit(0);
