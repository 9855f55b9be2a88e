// What the code is held to beyond its types.
import { configs as lit } from "eslint-plugin-lit";
import { defineConfig } from "eslint/config";
import { configs as typescript } from "typescript-eslint";

export default defineConfig(
  typescript.strictTypeChecked,
  typescript.stylisticTypeChecked,
  lit["flat/recommended"],
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Index signatures are read as such: tsconfig asks for it.
      "@typescript-eslint/dot-notation": "off",
      // Numbers may stand in a text as they are.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A listener may start something that tells of its own failure.
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
      // Lit calls a template's listeners with their element as `this`.
      "@typescript-eslint/unbound-method": "off",
      "lit/no-template-bind": "off",
      "max-lines": ["error", 400],
      "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }],
      "no-restricted-imports": ["error", { patterns: ["*unsafe-html*", "*unsafe-svg*"] }],
    },
  },
);
