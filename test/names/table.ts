/**
 * Reads a table drawn in a test: a row a line, columns between `|`, blanks around them not counted. The first line
 * holds the titles and is left out, and so are empty lines.
 */
export function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));
}
