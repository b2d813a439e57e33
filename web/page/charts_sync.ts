// Charts of one's own into the book and back: every version that was written here is sent when the server answers, and
// what was written on on another device since comes from there. Until then all of it waits in this browser.
import type { WrittenChart } from "./generated/server_api.ts";
import { fromBook, markSent, newerInBook, unsent } from "./model/library.ts";
import { inSchool } from "./school/school_server.ts";
import { Never, server } from "./server.ts";
import { keep, kept } from "./settings_store.ts";

const kRest = 3000; // ms without writing until a version is sent
let timer: ReturnType<typeof setTimeout> | undefined;

/** Soon: whoever writes goes on writing. */
export function syncChartsSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void syncCharts(), kRest);
}

/** Sends what waits and takes what is newer; one tab at a time. Returns what the book has; nothing: it is away, or says
 * no. */
export async function syncCharts(): Promise<WrittenChart[]> {
  clearTimeout(timer);
  if (inSchool) return [];
  return navigator.locks.request("charts", async (): Promise<WrittenChart[]> => {
    try {
      await send();
      const { charts } = await server.writtenCharts();
      for (const { id } of newerInBook(charts, kept)) {
        fromBook(kept, id, (await server.chartVersions(id)).versions);
        keep();
      }
      return charts;
    } catch {
      return []; // Book says what is wrong; the next writing asks again
    }
  });
}
async function send(): Promise<void> {
  const versions = unsent(kept);
  if (versions.length > 0) keep(); // what a chart is called is known before it is sent
  for (const version of versions) {
    try {
      markSent(kept, version, (await server.sendChart(version)).written_s);
    } catch (error) {
      if (!(error instanceof Never)) throw error;
      console.warn(error.message); // it stays on this device
      continue;
    }
    keep();
  }
}

addEventListener("online", () => void syncCharts());
