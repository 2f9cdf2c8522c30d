// A proxy on the loopback address that loses what it is told to, between uniac and a shop.
//
// It forwards everything unchanged and never repeats a request. A loss is asked for by a word of the
// request's address or body, and happens once.

import { createServer, request as send } from 'node:http';

import { atEnd } from './stage.mjs';

/** Starts a proxy before `target`; `lose('drop-before' | 'drop-after', word)` asks for a loss. */
export async function startProxy(target) {
  const { hostname, port } = new URL(target);
  let losses = [];
  const seen = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = `${request.method} ${request.url}\n${body}`;
      seen.push(text);
      const loss = losses.find(({ word }) => text.includes(word));
      losses = losses.filter((other) => other !== loss);
      if (loss?.name === 'drop-before') return void request.socket.destroy();
      const { method, url: path, headers } = request;
      const forward = send({ hostname, port, method, path, headers }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          if (loss?.name === 'drop-after') return void request.socket.destroy();
          response.writeHead(answer.statusCode, answer.rawHeaders);
          response.end(Buffer.concat(parts));
        });
      });
      forward.on('error', () => request.socket.destroy());
      forward.end(body);
    });
  });
  // An idle connection is never closed by this side: a request must not be lost by chance.
  server.keepAliveTimeout = 0;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => server.close());
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    lose: (name, word) => losses.push({ name, word }),
    /** Returns how many requests had this word, since they were last asked to be forgotten. */
    count: (word = '') => seen.filter((text) => text.includes(word)).length,
    forget: () => {
      seen.length = 0;
      losses = [];
    },
  };
}
