// Keeps an element's numbers as they are now: asked for anew when something happened, and only while looked at.
import type { ReactiveController, ReactiveControllerHost } from "lit";

import { ShopClient } from "../api/client";
import type { Shop } from "../api/contract";
import type { Connection, Unsubscribe } from "../api/hass";
import type { Numbers } from "../api/numbers";
import { dayIn, daysOf, untilMidnight, type Period } from "./period";

/** What one happening brings about comes within a second; more often than every few nobody reads. */
const SETTLED = 1000;
const AT_MOST_EVERY = 5000;

export interface Wanted {
  connection: Connection;
  /** Rises when the connection came back: what was subscribed is lost. */
  epoch: number;
  shop: Shop;
  lineId: string | undefined;
  period: Period;
}

export class NumbersController implements ReactiveController {
  numbers: Numbers | undefined;
  failure: unknown;

  private wanted: Wanted | undefined;
  private key = "";
  private feedKey = "";
  private stop: Promise<Unsubscribe> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private midnight: ReturnType<typeof setTimeout> | undefined;
  private askedAt = 0;
  private askedDay = "";
  private isStale = false;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.look);
    // Whoever is shown again has heard nothing in between.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.look);
    clearTimeout(this.timer);
    clearTimeout(this.midnight);
    this.timer = undefined;
    this.unsubscribe();
    this.key = "";
  }

  /** Say what is shown: what is the same as before is not asked for again. */
  want(wanted: Wanted): void {
    const { shop, epoch, lineId, period } = wanted;
    const feedKey = `${shop.entry_id} ${epoch}`;
    const key = `${feedKey} ${lineId ?? ""} ${period}`;
    if (key === this.key) return;
    // The numbers of another line or time are not these.
    if (this.wanted?.shop.entry_id !== shop.entry_id || this.wanted.lineId !== lineId) {
      this.numbers = undefined;
    }
    this.wanted = wanted;
    this.key = key;
    if (feedKey !== this.feedKey) {
      this.unsubscribe();
      this.subscribe(wanted, feedKey);
    }
    this.again();
  }

  /** Ask now, whatever was asked before. */
  again(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isStale = true;
    this.look();
  }

  private readonly look = (): void => {
    if (document.hidden || this.wanted === undefined || this.key === "") return;
    const isAnotherDay = dayIn(this.wanted.shop.time_zone, new Date()) !== this.askedDay;
    if (this.isStale || isAnotherDay) void this.ask(this.wanted);
  };

  private async ask(wanted: Wanted): Promise<void> {
    const { key } = this;
    const { shop, lineId, period } = wanted;
    const days = daysOf(period, shop.time_zone, new Date());
    this.isStale = false;
    this.askedAt = Date.now();
    this.askedDay = days.until;
    this.waitForMidnight(shop.time_zone);
    try {
      const line = lineId === undefined ? {} : { line_id: lineId };
      const numbers = await new ShopClient(wanted.connection, shop.entry_id).numbers({
        ...days,
        ...line,
      });
      if (key !== this.key) return;
      this.numbers = numbers;
      this.failure = undefined;
    } catch (error) {
      if (key !== this.key) return;
      this.failure = error;
    }
    this.host.requestUpdate();
  }

  private readonly happened = (): void => {
    this.isStale = true;
    if (this.timer !== undefined) return;
    const pause = Math.max(SETTLED, this.askedAt + AT_MOST_EVERY - Date.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.look();
    }, pause);
  };

  private waitForMidnight(zone: string): void {
    clearTimeout(this.midnight);
    this.midnight = setTimeout(
      () => {
        this.waitForMidnight(zone);
        this.look();
      },
      untilMidnight(zone, new Date()) + SETTLED,
    );
  }

  private subscribe(wanted: Wanted, feedKey: string): void {
    this.feedKey = feedKey;
    const stop = new ShopClient(wanted.connection, wanted.shop.entry_id).subscribe(this.happened);
    this.stop = stop;
    // Numbers that are only as new as the page are better than none.
    stop.catch(() => undefined);
  }

  private unsubscribe(): void {
    // Over a connection that was lost there is nothing left to end.
    this.stop?.then((stop) => stop()).catch(() => undefined);
    this.stop = undefined;
    this.feedKey = "";
  }
}
