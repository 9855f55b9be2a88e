// Every element says the same in every language, with the same blanks.
import { describe, expect, test } from "vitest";

import { de as deHeat } from "../src/heat-map/words/de";
import { en as enHeat } from "../src/heat-map/words/en";
import { es as esHeat } from "../src/heat-map/words/es";
import { fr as frHeat } from "../src/heat-map/words/fr";
import { it as itHeat } from "../src/heat-map/words/it";
import { LANGUAGES, type Plural } from "../src/i18n/translate";
import { de as deNumbers } from "../src/recovery/words/de";
import { en as enNumbers } from "../src/recovery/words/en";
import { es as esNumbers } from "../src/recovery/words/es";
import { fr as frNumbers } from "../src/recovery/words/fr";
import { it as itNumbers } from "../src/recovery/words/it";
import { de as deSimulate } from "../src/simulate/words/de";
import { en as enSimulate } from "../src/simulate/words/en";
import { es as esSimulate } from "../src/simulate/words/es";
import { fr as frSimulate } from "../src/simulate/words/fr";
import { it as itSimulate } from "../src/simulate/words/it";
import { de as deStrategy } from "../src/strategy/words/de";
import { en as enStrategy } from "../src/strategy/words/en";
import { es as esStrategy } from "../src/strategy/words/es";
import { fr as frStrategy } from "../src/strategy/words/fr";
import { it as itStrategy } from "../src/strategy/words/it";

type Table = Readonly<Record<string, string | Plural>>;

const TABLES: Record<string, Record<string, Table>> = {
  recovery: { en: enNumbers, de: deNumbers, es: esNumbers, fr: frNumbers, it: itNumbers },
  "heat map": { en: enHeat, de: deHeat, es: esHeat, fr: frHeat, it: itHeat },
  simulate: { en: enSimulate, de: deSimulate, es: esSimulate, fr: frSimulate, it: itSimulate },
  dashboard: { en: enStrategy, de: deStrategy, es: esStrategy, fr: frStrategy, it: itStrategy },
};

const forms = (words: string | Plural | undefined): string[] =>
  typeof words === "string" ? [words] : Object.values(words ?? {});
const blanks = (words: string): string[] => (words.match(/\{\w+\}/g) ?? []).sort();

describe.each(Object.entries(TABLES))("%s", (_, tables) => {
  test.each(LANGUAGES)("has the blanks of the English sentences in %s", (language) => {
    const english: Table = tables["en"] ?? {};
    const spoken: Table = tables[language] ?? {};
    expect(Object.keys(spoken)).toEqual(Object.keys(english));
    for (const [key, words] of Object.entries(english)) {
      const wanted = blanks(forms(words).at(-1) ?? "");
      for (const form of forms(spoken[key])) expect([key, blanks(form)]).toEqual([key, wanted]);
    }
  });
});
