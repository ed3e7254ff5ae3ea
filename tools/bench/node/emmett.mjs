// Appends to Emmett's PostgreSQL event store and prints what was done as one line of JSON.
//
// Standard input: {"modules", "dsn", "writers", "batch", "seconds", "warmCalls", "warmSeconds",
// "payloads"}. Emmett appends to one stream at a time, so a batch is one new stream; payloads are
// objects, since Emmett writes the JSON itself.

import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const asked = JSON.parse(readFileSync(0, 'utf-8'));
const require = createRequire(asked.modules + '/');
const { getPostgreSQLEventStore } = require('@event-driven-io/emmett-postgresql');
const { Pool } = require('pg');

const payloads = asked.payloads.map((text) => JSON.parse(text));
const pool = new Pool({ connectionString: asked.dsn, max: asked.writers });
const store = getPostgreSQLEventStore(asked.dsn, { connectionOptions: { pool } });
let next = 0;

function batch() {
  return Array.from({ length: asked.batch }, () => {
    const data = payloads[next++ % payloads.length];
    return { type: data.type, data };
  });
}

async function write(took, deadline, callsMax) {
  for (let calls = 0; calls < callsMax; calls++) {
    const before = performance.now();
    if (before >= deadline) break;
    await store.appendToStream(`case-${randomUUID()}`, batch());
    took.push((performance.now() - before) / 1000);
  }
}

async function run(seconds, callsMax) {
  const took = [];
  const started = performance.now();
  const deadline = started + 1000 * seconds;
  await Promise.all(
    Array.from({ length: asked.writers }, () => write(took, deadline, callsMax)),
  );
  return { seconds: (performance.now() - started) / 1000, took };
}

await store.schema.migrate();
const warm = await run(asked.warmSeconds, asked.warmCalls);
const timed = await run(asked.seconds, Infinity);
await store.close();
await pool.end();
console.log(JSON.stringify({ warmed: warm.took.length, ...timed }));
