/** Settings about the editor and not about schemas: what is shown, and of which files. They stand in no `.qapirc.json`. */

export interface EditorSettings {
  /** Whether definitions that differ from the baseline have a line above them that says so. */
  readonly codeLens: boolean;
  /** Whose problems are told: those of all files of all roots, or of open documents only. */
  readonly problemsScope: 'workspace' | 'openFiles';
}

export const EDITOR_DEFAULTS: EditorSettings = { codeLens: true, problemsScope: 'workspace' };

/** Something wrong with a setting: the same as `SettingsProblem` of the settings for schemas. */
export interface EditorSettingsProblem {
  readonly key: string;
  readonly message: string;
}

/**
 * Reads them out of all settings of the section `qapi`.
 * @param json as the editor sent it: `{ "problems": { "scope": ... } }`, or with the key `problems.scope`
 * @returns the settings, with defaults for those that are missing or make no sense, and what is wrong with the latter
 */
export function readEditorSettings(json: unknown): { settings: EditorSettings; problems: EditorSettingsProblem[] } {
  const values = recordOf(json);
  const problems: EditorSettingsProblem[] = [];
  const codeLens = values.codeLens ?? EDITOR_DEFAULTS.codeLens;
  if (typeof codeLens !== 'boolean') problems.push({ key: 'codeLens', message: 'This should be true or false.' });
  const scope = recordOf(values.problems).scope ?? values['problems.scope'] ?? EDITOR_DEFAULTS.problemsScope;
  const isScope = scope === 'workspace' || scope === 'openFiles';
  if (!isScope) problems.push({ key: 'problems.scope', message: 'This should be "workspace" or "openFiles".' });
  return {
    settings: {
      codeLens: typeof codeLens === 'boolean' ? codeLens : EDITOR_DEFAULTS.codeLens,
      problemsScope: isScope ? scope : EDITOR_DEFAULTS.problemsScope,
    },
    problems,
  };
}

function recordOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
}
