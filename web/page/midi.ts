// Web MIDI: strokes of an e-kit with the browser's own time stamps.
const kSustain = 64; // the controller, and from which value on it is down
const kDown = 64;

/** Calls `stroke` with performance.now() time, note and velocity as the kit sends them, `lost` when a kit is unplugged,
 * `pedal` when a sustain pedal goes down; returns how to stop. */
export async function openMidi(
  stroke: (time: number, note: number, velocity: number) => void,
  lost: () => void = () => undefined,
  pedal: () => void = () => undefined,
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
    if ((status & 0xf0) === 0xb0 && note === kSustain && velocity >= kDown) pedal();
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

/** Asks for the MIDI output whose name has that part, whatever its letters' case; refuses with those that there are. */
export async function openMidiOut(part: string): Promise<MIDIOutput> {
  if (!navigator.requestMIDIAccess)
    throw new Error("This browser has no MIDI. Use Chromium, Edge or Firefox, or leave MIDI clock empty.");
  let access: MIDIAccess;
  try {
    access = await navigator.requestMIDIAccess();
  } catch {
    throw new Error("MIDI cannot be opened. Allow MIDI beside the address, then start again.");
  }
  const outputs = [...access.outputs.values()];
  const found = outputs.find(({ name }) => (name ?? "").toLowerCase().includes(part.toLowerCase()));
  if (found) return found;
  const names = outputs.map(({ name }) => name).join(", ");
  throw new Error(
    `No MIDI output is called "${part}". ${names ? `There are: ${names}.` : "There is none."} Change MIDI clock under More.`,
  );
}
