/** A stand-in, until the engine is there: it hands every request on. */
export function viewerRequestCode(
  grammar: unknown,
  options?: { keyValueStore?: boolean },
): { code: string; problems: readonly string[] } {
  const store = options?.keyValueStore === true ? '// with keys\n' : '';
  const tables = `// ${String(JSON.stringify(grammar).length)} characters of tables\n`;
  return { code: `${store}${tables}function handler(event) {\n  return event.request;\n}\n`, problems: [] };
}
