// How the one file that Home Assistant serves is built, and how its parts are tested.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const integration = new URL("../custom_components/missed_call_textback/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", integration), "utf8")) as {
  version: string;
};

export default defineConfig({
  // The page compares it with the server's: a browser may still hold an older file.
  define: { __VERSION__: JSON.stringify(manifest.version) },
  build: {
    // The oldest browsers that Home Assistant serves modules to.
    target: ["chrome109", "safari16.4", "firefox115"],
    outDir: process.env["CARD_OUT"] ?? fileURLToPath(new URL("www", integration)),
    lib: {
      entry: fileURLToPath(new URL("src/main.ts", import.meta.url)),
      formats: ["es"],
      fileName: () => "missed-call-textback.js",
    },
    // Vite keeps a library's white space; nobody bundles this file any further. Licences stay.
    rolldownOptions: {
      output: {
        minify: true,
        codeSplitting: false,
        comments: { legal: true, annotation: false, jsdoc: false },
      },
    },
    emptyOutDir: false,
    reportCompressedSize: false,
  },
  test: {
    // What needs a page says so itself: making one takes longer than most tests.
    environment: "node",
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
  },
});
