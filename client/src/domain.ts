import { InputBoxValidationSeverity, Uri, window } from 'vscode';
import {
  type CheckDomainResult,
  type DomainSuggestion,
  methods,
  type SetDomainArguments,
  type Status,
} from '../../server/src/lsp/protocol.ts';
import { applyFix } from './fixes.ts';
import type { Server } from './server.ts';
import { storeSetting } from './settings.ts';

/** Asks for the downstream's domain, stores it in the workspace's settings and goes on with the fix that needed it. */
export async function setDomain(server: Server, args?: SetDomainArguments): Promise<void> {
  const uri = args?.uri ?? window.activeTextEditor?.document.uri.toString();
  const suggestions = uri ? ((await server.request<DomainSuggestion[]>(methods.suggestDomains, { uri })) ?? []) : [];
  const domain = await askForDomain(server, suggestions);
  if (!domain) return;

  // The settings override .qapirc.json as a whole list: what holds now must go in with the new one.
  const status = uri ? await server.request<Status | null>(methods.status, { uri }) : undefined;
  const domains = [...new Set([...(status?.domains ?? []), domain])];
  if (domains.length !== status?.domains.length)
    await storeSetting('domains', domains, uri ? Uri.parse(uri) : undefined);
  if (args?.continue) await applyFix(server, { ...args.continue, domain });
}

/** An input box that says while one types what is wrong with the domain; undefined if the user gives up. */
function askForDomain(server: Server, suggestions: DomainSuggestion[]): Promise<string | undefined> {
  const [first, ...others] = suggestions;
  const box = window.createInputBox();
  box.title = 'The Downstream Domain';
  box.placeholder = 'com.example';
  box.ignoreFocusOut = true;
  box.prompt = first
    ? [`Proposed: ${told(first)}.`, ...(others.length > 0 ? [`Others: ${others.map(told).join(', ')}.`] : [])].join(' ')
    : 'Your domain, written backwards. Downstream names then begin with __com.example_';
  box.value = first?.domain ?? '';
  box.valueSelection = [0, box.value.length];

  return new Promise((resolve) => {
    // Counts the questions, so that a late answer to an old one is dropped.
    let asked = 0;
    const check = async () => {
      const question = ++asked;
      const value = box.value;
      const result = value.trim()
        ? await server.request<CheckDomainResult>(methods.checkDomain, { domain: value })
        : { ok: false, message: 'Type a domain that you own, written backwards: com.example' };
      if (question !== asked) return undefined;
      const message = result ? result.message : 'The QAPI language server does not answer.';
      const severity = result?.ok ? InputBoxValidationSeverity.Info : InputBoxValidationSeverity.Error;
      box.validationMessage = message ? { message, severity } : undefined;
      return result?.ok ? (result.domain ?? value.trim()) : undefined;
    };
    box.onDidChangeValue(check);
    box.onDidAccept(async () => {
      const domain = await check();
      if (!domain) return;
      resolve(domain);
      box.dispose();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
    if (box.value) void check();
  });
}

function told({ domain, reason }: DomainSuggestion): string {
  return `${domain} (${reason})`;
}
