// Words of the user's language: one table a language, and none may lack a key.

export const LANGUAGES = ["en", "es", "fr", "de", "it"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A sentence for each kind of number that the language knows. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** A table that has every key of another one. */
export type Table<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : Plural;
};

export type Tables<Source> = Readonly<Record<Language, Table<Source>>>;

/** Say something; `n` chooses between the forms of a plural. */
export type Say<Source> = (key: keyof Source, values?: Values) => string;

export type Values = Readonly<Record<string, string | number>> & { readonly n?: number };

// What is put into a sentence may be written from the other side: it must not reorder the sentence.
const ISOLATE = "\u2068";
const END_OF_ISOLATE = "\u2069";

/** Choose the language whose words are used: the user's, or English. */
export function languageOf(wanted: string): Language {
  const spoken = wanted.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === spoken) ?? "en";
}

/** Make what says things in the user's language. `number` writes `n` and all other numbers. */
export function translator<Source>(
  tables: Tables<Source>,
  wanted: string,
  number: (value: number) => string = String,
): Say<Source> {
  const language = languageOf(wanted);
  const table = tables[language];
  const rules = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const found: string | Plural = table[key];
    const sentence =
      typeof found === "string" ? found : (found[rules.select(values.n ?? 0)] ?? found.other);
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      const written = typeof value === "number" ? number(value) : value;
      return `${ISOLATE}${written}${END_OF_ISOLATE}`;
    });
  };
}
