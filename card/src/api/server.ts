// The integration as this page knows it: its shops, its version, and whether it can be reached.
import type { ReactiveController, ReactiveControllerHost } from "lit";

import { fetchShops } from "./client";
import type { ClosedShop, Shop } from "./contract";
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
  /** Those that this user may see, but that cannot be asked now. */
  closed: readonly ClosedShop[] = [];
  /** Rises with each time that the connection came back: what was heard before may be incomplete. */
  epoch = 0;

  private readonly listeners = new Map<() => void, () => string | undefined>();
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isLooking = false;

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

  /** Hear of news. While the shop that somebody `wants` is closed, it is looked for. */
  listen(listener: () => void, wants: () => string | undefined = () => undefined): () => void {
    this.listeners.set(listener, wants);
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
      this.rest();
    };
  }

  /** Go on looking, where somebody wants a shop that they did not want before. */
  lookOut(): void {
    if (this.timer === undefined && !this.isLooking && this.isAwaited) this.tryAgain();
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
    this.rest();
    this.status = "away";
    this.tell();
  };

  private async look(): Promise<void> {
    this.rest();
    const { epoch } = this;
    this.isLooking = true;
    try {
      const { version, shops, not_open } = await fetchShops(this.connection);
      if (epoch !== this.epoch) return;
      this.isLooking = false;
      this.shops = shops;
      this.closed = not_open;
      if (shops.length === 0 && not_open.length > 0) this.status = "away";
      else this.status = version === __VERSION__ ? "ready" : "older";
      // Home Assistant may still be starting.
      const isStarting = not_open.length > 0 && this.tries < PAUSES.length;
      if (isStarting || this.isAwaited) this.tryAgain();
    } catch {
      if (epoch !== this.epoch) return;
      this.isLooking = false;
      this.status = "away";
      this.tryAgain();
    }
    this.tell();
  }

  private get isAwaited(): boolean {
    if (this.shops.length === 0 && this.closed.length > 0) return true;
    const wanted = [...this.listeners.values()].map((wants) => wants());
    return this.closed.some((shop) => wanted.includes(shop.entry_id));
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private tryAgain(): void {
    // While there is no connection, its return is what to wait for.
    if (!this.isConnected || this.listeners.size === 0) return;
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)] ?? 0;
    this.tries += 1;
    this.timer = setTimeout(() => void this.look(), pause * SECOND);
  }

  private tell(): void {
    for (const listener of [...this.listeners.keys()]) listener();
  }
}

/** `wantedShop` is the one that it is about, if it is about one alone. */
type Host = ReactiveControllerHost & {
  hass?: Hass | undefined;
  readonly wantedShop?: string | undefined;
};

/** Keeps an element informed of the server for as long as it is shown. */
export class ServerController implements ReactiveController {
  private server: Server | undefined;
  private stop: (() => void) | undefined;

  constructor(private readonly host: Host) {
    host.addController(this);
  }

  /** It is there from the first update on, before this controller is told of that. */
  get current(): Server | undefined {
    return this.host.hass && Server.of(this.host.hass.connection);
  }

  hostUpdate(): void {
    const server = this.current;
    if (server === this.server && this.stop !== undefined) {
      server?.lookOut();
      return;
    }
    this.stop?.();
    this.server = server;
    this.stop = server?.listen(
      () => {
        this.host.requestUpdate();
      },
      () => this.host.wantedShop,
    );
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
