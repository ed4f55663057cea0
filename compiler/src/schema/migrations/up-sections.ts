/**
 * The part of a migration that is applied: dbmate (`-- migrate:up`), goose (`-- +goose Up`) and sql-migrate
 * (`-- +migrate Up`) keep the way back in the same file, below a comment of their own.
 */

const MARKER = /^[ \t]*--[ \t]*(?:migrate:(up|down)|\+(?:goose|migrate)[ \t]+(up|down))(?![\w-]).*$/gim;

/** `text` with every `down` section blanked out; what is left stands where it stood. */
export function upSections(text: string): string {
  let result = '';
  let position = 0;
  let isUp = true;
  for (const marker of text.matchAll(MARKER)) {
    result += section(text.slice(position, marker.index), isUp);
    position = marker.index;
    isUp = (marker[1] ?? marker[2] ?? '').toLowerCase() === 'up';
  }
  return result + section(text.slice(position), isUp);
}

function section(text: string, isUp: boolean): string {
  return isUp ? text : text.replace(/[^\r\n]/g, ' ');
}
