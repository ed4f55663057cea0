/** Cells of answers as text, as psql would print them; binary ones where their type is known, else in hexadecimal. */

export function cellText(cell: Buffer | null, type: number, format: number): string | null {
  if (cell === null) return null;
  if (format === 0) return cell.toString();
  switch (type) {
    case 16:
      return cell[0] === 1 ? 't' : 'f';
    case 20:
      return cell.length === 8 ? String(cell.readBigInt64BE()) : hex(cell);
    case 21:
      return cell.length === 2 ? String(cell.readInt16BE()) : hex(cell);
    case 23:
      return cell.length === 4 ? String(cell.readInt32BE()) : hex(cell);
    case 700:
      return cell.length === 4 ? String(cell.readFloatBE()) : hex(cell);
    case 701:
      return cell.length === 8 ? String(cell.readDoubleBE()) : hex(cell);
    case 18:
    case 19:
    case 25:
    case 114:
    case 1042:
    case 1043:
      return cell.toString();
    default:
      // A digest stands as text, whatever the format.
      return /^#[0-9a-f]{16}$/.test(cell.toString('latin1')) ? cell.toString('latin1') : hex(cell);
  }
}

function hex(cell: Buffer): string {
  return `\\x${cell.toString('hex')}`;
}
