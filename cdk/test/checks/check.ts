import type { Template } from '../template.ts';

/** What must be so in a template, and what of it is not, in sentences. */
export interface Check {
  readonly claim: string;
  readonly broken: (template: Template) => readonly string[];
}
