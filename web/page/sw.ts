// Offline after the first load: the page's own files from the cache, the newest when the server answers. Calls of
// /api are left alone.
const worker = self as unknown as ServiceWorkerGlobalScope & { skipWaiting(): Promise<void> };
interface ServiceWorkerGlobalScope {
  addEventListener(type: string, listener: (event: never) => void): void;
  clients: { claim(): Promise<void> };
}
declare const FILES: string[]; // put there by build.mjs
declare const LATER: string[]; // kept from when they are first asked for
declare const VERSION: string;

worker.addEventListener("install", (event: { waitUntil(done: Promise<unknown>): void }) => {
  event.waitUntil(
    caches
      .open(VERSION)
      .then((cache) => cache.addAll(FILES))
      .then(() => worker.skipWaiting()),
  );
});
worker.addEventListener("activate", (event: { waitUntil(done: Promise<unknown>): void }) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))),
      )
      .then(() => worker.clients.claim()),
  );
});
worker.addEventListener(
  "fetch",
  (event: { request: Request; respondWith(answer: Promise<Response>): void }) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/"))
      return;
    event.respondWith(
      caches
        .open(VERSION)
        .then(
          async (cache) =>
            (await cache.match(url.pathname === "/" ? "/" : event.request, { ignoreSearch: true })) ??
            (LATER.includes(url.pathname) ? keep(cache, event.request) : fetch(event.request)),
        ),
    );
  },
);

async function keep(cache: Cache, request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
