/** Which files hold QMP messages. */

/** Whether a file holds messages by its name: `*.qmp`, `*.qmp.json`, `*.qmp.jsonl`, `*.replies`. */
export function isMessageFile(path: string): boolean {
  return /[^/]\.(?:qmp|qmp\.jsonl?|replies)$/.test(path);
}
