// The integration as this page knows it: its shops, its version, and whether it can be reached.
import type { ReactiveController, ReactiveControllerHost } from "lit";

import { fetchShops } from "./client";
import type { Shop } from "./contract";
import type { Connection, Hass } from "./hass";

/** `older`: the page and the server are not of one version. `away`: it is tried again by itself. */
export type ServerStatus = "loading" | "ready" | "older" | "away";

// After a restart of Home Assistant the integration is there some seconds later than the connection.
const PAUSES = [1, 2, 4, 8, 15, 30] as const;
const SECOND = 1000;

const servers = new WeakMap<Connection, Server>();

/** One for each connection, however many cards there are. It asks only while somebody listens. */
export class Server {
  status: ServerStatus = "loading";
  shops: readonly Shop[] = [];
  /** Rises with each time that the connection came back: what was heard before may be incomplete. */
  epoch = 0;

  private readonly listeners = new Set<() => void>();
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(private readonly connection: Connection) {}

  static of(connection: Connection): Server {
    let server = servers.get(connection);
    if (server === undefined) {
      server = new Server(connection);
      servers.set(connection, server);
    }
    return server;
  }

  get isConnected(): boolean {
    return this.connection.connected;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) {
      this.connection.addEventListener("ready", this.cameBack);
      this.connection.addEventListener("disconnected", this.wentAway);
      void this.look();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.connection.removeEventListener("ready", this.cameBack);
      this.connection.removeEventListener("disconnected", this.wentAway);
      clearTimeout(this.timer);
    };
  }

  /** Ask anew: the shops may be others, or set up otherwise. */
  readonly refresh = (): void => {
    this.tries = 0;
    void this.look();
  };

  private readonly cameBack = (): void => {
    this.epoch += 1;
    this.refresh();
  };

  private readonly wentAway = (): void => {
    clearTimeout(this.timer);
    this.status = "away";
    this.tell();
  };

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    const { epoch } = this;
    try {
      const { version, shops, not_open } = await fetchShops(this.connection);
      if (epoch !== this.epoch) return;
      this.shops = shops;
      if (shops.length === 0 && not_open.length > 0) this.status = "away";
      else this.status = version === __VERSION__ ? "ready" : "older";
      // Home Assistant may still be starting.
      if (not_open.length > 0 && this.tries < PAUSES.length) this.tryAgain();
    } catch {
      if (epoch !== this.epoch) return;
      this.status = "away";
      this.tryAgain();
    }
    this.tell();
  }

  private tryAgain(): void {
    // While there is no connection, its return is what to wait for.
    if (!this.isConnected || this.listeners.size === 0) return;
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)] ?? 0;
    this.tries += 1;
    this.timer = setTimeout(() => void this.look(), pause * SECOND);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Keeps an element informed of the server for as long as it is shown. */
export class ServerController implements ReactiveController {
  private server: Server | undefined;
  private stop: (() => void) | undefined;

  constructor(private readonly host: ReactiveControllerHost & { hass?: Hass | undefined }) {
    host.addController(this);
  }

  /** It is there from the first update on, before this controller is told of that. */
  get current(): Server | undefined {
    return this.host.hass && Server.of(this.host.hass.connection);
  }

  hostUpdate(): void {
    const server = this.current;
    if (server === this.server && this.stop !== undefined) return;
    this.stop?.();
    this.server = server;
    this.stop = server?.listen(() => {
      this.host.requestUpdate();
    });
  }

  hostConnected(): void {
    // `hostUpdate` listens: a card that is shown again may get no update by itself.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.stop?.();
    this.stop = undefined;
  }
}
