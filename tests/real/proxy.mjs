// A proxy on the loopback address that loses what it is told to, between uniac and a shop.
//
// It forwards everything unchanged and never repeats a request. A loss is asked for by a word of the
// request's address or body, and happens once or as often as is said.

import { createServer, request as send } from 'node:http';

import { atEnd } from './stage.mjs';

/** Starts a proxy before `target`; `lose('drop-before' | 'drop-after', word, times)` asks for losses. */
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
      if (loss && --loss.times === 0) losses = losses.filter((other) => other !== loss);
      // From now on the line is broken for these.
      if (loss?.then) losses.push({ name: 'drop-before', word: loss.then, times: Infinity });
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
    lose: (name, word, times = 1) => losses.push({ name, word, times }),
    /** As `lose`, and from then on every request with the other word, until the line is healed. */
    loseAfter: (name, word, then) => losses.push({ name, word, times: 1, then }),
    /** Loses nothing more. */
    heal: () => {
      losses = [];
    },
    /** Returns how many requests had this word, since they were last asked to be forgotten. */
    count: (word = '') => seen.filter((text) => text.includes(word)).length,
    forget: () => {
      seen.length = 0;
      losses = [];
    },
  };
}
