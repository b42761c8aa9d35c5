import assert from 'node:assert/strict';
import { applyEdits } from '../../server/src/features/edits.ts';
import type { Fix } from '../../server/src/rules/rule.ts';

/** The text after a fix, which must be there and edit that one text. */
export function mended(text: string, fix: Fix | undefined): string {
  assert.ok(fix?.kind === 'edit', 'there is no such fix');
  return applyEdits(text, fix.edits);
}
