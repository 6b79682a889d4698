// One stream of events from the server. Whatever happens to the connection, it comes back and catches up.

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3000;

/**
 * Keeps `path` open. After each (re)connection `resync` is awaited first (it fetches the whole state); the events that
 * arrived meanwhile are applied after it. Applying an event twice is harmless by design, missing one is not.
 */
export function follow(path, { resync, apply, connected }) {
  let pause = FIRST_PAUSE_MS;

  const open = () => {
    const source = new EventSource(path);
    let waiting = [];
    let closed = false;

    const giveUp = () => {
      if (closed) return;
      closed = true;
      source.close();
      connected(false);
      setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    };

    source.onopen = async () => {
      try {
        await resync();
      } catch {
        giveUp();
        return;
      }
      if (closed) return;
      const late = waiting;
      waiting = null;
      late.forEach(apply);
      pause = FIRST_PAUSE_MS;
      connected(true);
    };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (waiting) waiting.push(event);
      else apply(event);
    };
    source.onerror = giveUp;
  };

  open();
}
