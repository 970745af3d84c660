import type { Grammar } from './grammar.ts';

/** Below it lie the markers, by which all variants of an original are found. */
export const MARKERS = '_sizewise/*';

/**
 * The keys of variants, as narrowly as the wildcards of IAM can say it: the first segment is a size, so it begins with a
 * digit or is `default`, and the second is a style. What is for a variant's key alone never reaches `photos/01.jpg`.
 */
export function variantKeys({ styles }: Grammar): readonly string[] {
  const sizes = [...'123456789'].map((digit) => `${digit}*`);
  const sized = [...sizes, 'default,*'].flatMap((size) => styles.map((style) => `${size}/${style}/*`));
  const styled = styles.filter((style) => style !== 'default').map((style) => `default/${style}/*`);
  return [...sized, ...styled];
}
