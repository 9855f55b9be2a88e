// The part of Home Assistant's frontend that is used here, as it hands it to cards and panels.

/** How a subscription is ended. */
export type Unsubscribe = () => Promise<void>;

/** The one connection of the page. It comes back by itself, and tells of it. */
export interface Connection {
  readonly connected: boolean;
  sendMessagePromise<Answer>(message: Message): Promise<Answer>;
  /** What it tells is of the type that its command tells. */
  subscribeMessage(
    callback: (event: never) => void,
    message: Message,
    options?: { resubscribe?: boolean },
  ): Promise<Unsubscribe>;
  addEventListener(name: ConnectionEvent, callback: () => void): void;
  removeEventListener(name: ConnectionEvent, callback: () => void): void;
}

export type ConnectionEvent = "ready" | "disconnected";

export interface Message {
  type: string;
  [field: string]: unknown;
}

/** What a command fails with. */
export interface CommandError {
  code: string;
  message: string;
  translation_domain?: string;
  translation_key?: string;
  translation_placeholders?: Record<string, string>;
}

export interface EntityState {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
}

export interface EntityEntry {
  entity_id: string;
  device_id?: string;
  platform?: string;
  translation_key?: string;
  hidden?: boolean;
}

export interface Locale {
  language: string;
  number_format:
    | "language"
    | "system"
    | "comma_decimal"
    | "decimal_comma"
    | "quote_decimal"
    | "space_comma"
    | "none";
  time_format: "language" | "system" | "12" | "24";
  time_zone?: "local" | "server";
  /** `language`, or a day's English name. */
  first_weekday?: string;
}

export interface DeviceEntry {
  config_entries?: readonly string[];
}

export interface Hass {
  connection: Connection;
  states: Record<string, EntityState | undefined>;
  entities: Record<string, EntityEntry | undefined>;
  devices: Record<string, DeviceEntry | undefined>;
  locale: Locale;
  config: { time_zone: string; currency: string };
  user?: { id: string; name: string; is_admin: boolean };
  hassUrl(path: string): string;
  loadBackendTranslation(category: string, domain: string): Promise<Localize>;
  callService(
    domain: string,
    service: string,
    data?: Record<string, unknown>,
    target?: { entity_id?: string },
  ): Promise<unknown>;
}

export type Localize = (key: string, values?: Record<string, string>) => string;

/** What a dashboard gives to a card, and asks of it. */
export interface CardConfig {
  type: string;
}

export interface GridOptions {
  columns?: number | "full";
  rows?: number | "auto";
  min_columns?: number;
  min_rows?: number;
}

/** What the list of custom cards tells of one. */
export interface CustomCard {
  type: string;
  name: string;
  description: string;
  preview: boolean;
  documentationURL: string;
  getEntitySuggestion?: (hass: Hass, entityId: string) => { config: CardConfig } | null;
}

/** A form of Home Assistant's for a card's options: selectors by name. */
export interface ConfigForm {
  schema: readonly {
    name: string;
    required?: boolean;
    selector: Record<string, unknown>;
  }[];
  computeLabel?: (field: { name: string }) => string;
  computeHelper?: (field: { name: string }) => string | undefined;
}

/** What the list of dashboards that one may add tells of one. */
export interface CustomStrategy {
  type: string;
  strategyType: "dashboard";
  name: string;
  description: string;
  documentationURL: string;
}

declare global {
  interface Window {
    customStrategies?: CustomStrategy[];
    customCards?: CustomCard[];
  }
}
