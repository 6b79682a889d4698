// Links that lead to a place of this page: a row of the sheet, or the bot itself.

const SPREADSHEET = /\/spreadsheets\/d\/([\w-]+)/;
const ROW = /[#&?](?:range|cell)=(?:'?[^'!]*'?!)?\$?[A-Z]*\$?(\d+)/i;
const GID = /[#&?]gid=(\d+)/;

/**
 * What `address` means here: `{kind: "row", sheetId, row}`, `{kind: "sheet", sheetId}`, `{kind: "foreign"}` (another
 * spreadsheet), `{kind: "start", text}` (a deep link of the bot), or null for a page outside.
 */
export function meaningOf(address, { spreadsheetId, botUsername }) {
  const decoded = decode(address);
  const spreadsheet = SPREADSHEET.exec(decoded);
  if (spreadsheet) {
    if (spreadsheet[1] !== spreadsheetId) return { kind: "foreign" };
    const sheetId = Number(GID.exec(decoded)?.[1] ?? NaN);
    const row = ROW.exec(decoded);
    return row ? { kind: "row", sheetId, row: Number(row[1]) } : { kind: "sheet", sheetId };
  }
  const start = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?start=([\w-]{1,64}))?$/i.exec(decoded) ?? /^tg:\/\/resolve\?domain=(\w+)(?:&start=([\w-]{1,64}))?$/i.exec(decoded);
  if (start && start[1].toLowerCase() === botUsername?.toLowerCase()) {
    return { kind: "start", text: start[2] ? `/start ${start[2]}` : "/start" };
  }
  return null;
}

function decode(address) {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
