/**
 * When the server may be asked what: nothing before `initialize`, which comes once, and nothing after `shutdown` (Language Server
 * Protocol, "Server lifecycle").
 */
import { type Connection, ErrorCodes, Message, type MessageStrategy, ResponseError } from 'vscode-languageserver';

/** A request that comes at the wrong time is handed on as this one, so that it gets an answer. */
const REFUSED = 'qapi/refused';

interface Refusal {
  readonly code: number;
  readonly message: string;
}

const NOT_YET: Refusal = {
  code: ErrorCodes.ServerNotInitialized,
  message: 'The server is not initialized: the first request must be "initialize".',
};
const TWICE: Refusal = { code: ErrorCodes.InvalidRequest, message: 'The server is initialized already.' };
const NO_MORE: Refusal = { code: ErrorCodes.InvalidRequest, message: 'The server has been shut down.' };

/** Lets through what may be asked; the rest it refuses, and notifications of that kind it drops. For one connection. */
export function inLifecycle(): MessageStrategy {
  let phase: 'new' | 'running' | 'ended' = 'new';
  const refusalOf = (method: string): Refusal | undefined => {
    if (phase === 'ended') return NO_MORE;
    if (method !== 'initialize') return phase === 'new' ? NOT_YET : undefined;
    return phase === 'new' ? undefined : TWICE;
  };
  return {
    handleMessage(message, next) {
      if (Message.isRequest(message)) {
        const { method } = message;
        const refusal = refusalOf(method);
        if (refusal) return next({ ...message, method: REFUSED, params: refusal } as Message);
        if (method === 'initialize') phase = 'running';
        if (method === 'shutdown') phase = 'ended';
      } else if (Message.isNotification(message) && message.method !== 'exit' && phase !== 'running') {
        return;
      }
      return next(message);
    },
  };
}

/** Answers what `inLifecycle` has refused. */
export function answerRefused(connection: Connection): void {
  connection.onRequest(REFUSED, ({ code, message }: Refusal) => new ResponseError(code, message));
}
