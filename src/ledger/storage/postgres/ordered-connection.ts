import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Connections } from './connections.ts';
import { isConnectionLost } from './postgres-errors.ts';
import type { Question, Row } from './question.ts';

interface Asked {
  readonly question: Question;
  readonly answer: (rows: Row[]) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * One connection on which each question is sent at once, without waiting for the answer to the one before it, and which the server
 * answers one after the other, each seeing what those before it have done. Where it is lost, all that was not answered is asked again
 * on another one, in the same order: so each has to be one that may be asked twice. It is held only while answers are waited for.
 */
export class OrderedConnection {
  readonly #connections: Connections;
  /** In the order in which they were asked. */
  readonly #open: Asked[] = [];
  #client: PoolClient | undefined;
  #isConnecting = false;
  /** How often it was lost, or was not to be had, since something was answered. */
  #failures = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  ask(question: Question): Promise<Row[]> {
    return new Promise<Row[]>((answer, fail) => {
      const asked = { question, answer, fail };
      this.#open.push(asked);
      if (this.#client !== undefined) this.#send(asked, this.#client);
      else if (!this.#isConnecting) void this.#connect();
    });
  }

  async #connect(): Promise<void> {
    this.#isConnecting = true;
    const client = await this.#connectSoon();
    this.#isConnecting = false;
    if (client === undefined) return;
    if (this.#open.length === 0) return client.release();
    this.#client = client;
    for (const asked of [...this.#open]) this.#send(asked, client);
  }

  /** @returns undefined where there is none to be had, which all that wait are told */
  async #connectSoon(): Promise<PoolClient | undefined> {
    for (;;) {
      try {
        if (this.#failures > 0) await pause(this.#connections.waits[this.#failures - 1]);
        return await this.#connections.connect([]);
      } catch (error) {
        if (!this.#mayConnectAgain(error)) {
          this.#failures = 0;
          for (const { fail } of this.#open.splice(0)) fail(error);
          return undefined;
        }
      }
    }
  }

  #mayConnectAgain(error: unknown): boolean {
    this.#failures += 1;
    return isConnectionLost(error) && this.#failures <= this.#connections.waits.length && !this.#connections.isClosed;
  }

  #send(asked: Asked, client: PoolClient): void {
    const settle = (settled: () => void): void => {
      // What was asked on a connection that is given up is asked again on the next one.
      if (client !== this.#client) return;
      this.#failures = 0;
      this.#open.splice(this.#open.indexOf(asked), 1);
      settled();
      if (this.#open.length > 0) return;
      this.#client = undefined;
      client.release();
    };
    client.query<Row>(asked.question).then(
      ({ rows }) => settle(() => asked.answer(rows)),
      (error: unknown) => {
        if (isConnectionLost(error)) this.#lose(client, error);
        else settle(() => asked.fail(error));
      },
    );
  }

  #lose(client: PoolClient, error: unknown): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    client.release(true);
    if (this.#mayConnectAgain(error)) {
      void this.#connect();
      return;
    }
    this.#failures = 0;
    for (const { fail } of this.#open.splice(0)) fail(error);
  }
}
