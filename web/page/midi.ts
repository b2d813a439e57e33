// Web MIDI: strokes of an e-kit with the browser's own time stamps.
/** Calls `stroke` with performance.now() time, note and velocity as the kit sends them, and `lost` when a kit is
 * unplugged; returns how to stop. */
export async function openMidi(
  stroke: (time: number, note: number, velocity: number) => void,
  lost: () => void = () => undefined,
): Promise<() => void> {
  if (!navigator.requestMIDIAccess)
    throw new Error("This browser has no MIDI. Use Chromium, Edge or Firefox, or the microphone.");
  let access: MIDIAccess;
  try {
    access = await navigator.requestMIDIAccess();
  } catch {
    throw new Error(
      "MIDI cannot be opened. Plug the kit in, allow MIDI beside the address, then start again.",
    );
  }
  if (access.inputs.size === 0) throw new Error("No MIDI input found. Plug the kit in, then start again.");
  const hear = (event: MIDIMessageEvent) => {
    const [status, note, velocity] = event.data ?? [];
    if ((status & 0xf0) !== 0x90 || !velocity) return;
    stroke(event.timeStamp, note, velocity);
  };
  for (const input of access.inputs.values()) input.addEventListener("midimessage", hear as EventListener);
  access.onstatechange = ({ port }: MIDIConnectionEvent) => {
    if (port?.type === "input" && port.state === "disconnected") lost();
  };
  return () => {
    access.onstatechange = null;
    for (const input of access.inputs.values())
      input.removeEventListener("midimessage", hear as EventListener);
  };
}
