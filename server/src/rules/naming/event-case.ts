import { GEN_NAMING } from '../sources.ts';
import { spellingRule } from '../spelling-rule.ts';

export const eventCase = spellingRule({
  id: 'naming/event-case',
  category: 'naming',
  problem: 'upper',
  summary: 'The name of an event has lower-case letters or hyphens.',
  why: 'Events are written in capitals, words separated by `_`. That keeps them apart from commands and types, with which they share one name space. In a downstream name the rule holds for what follows the prefix.',
  remedy: 'Write the name in capitals, with underscores.',
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'event': '«tray-moved»' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'event': 'TRAY_MOVED' }\n" } },
  message: () => 'events are named in capitals, with underscores between words.',
});
