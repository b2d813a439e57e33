// What the page asks of auditions: docs/openapi.json, /api/chairs.
import type { Calls } from "./generated/server_api.ts";
import { call, json } from "./server.ts";

type Body<K extends keyof Calls> = Calls[K]["body"];

export const auditions = {
  all: () => json("GET /api/chairs"),
  declare: (body: Body<"POST /api/chairs">) => json("POST /api/chairs", { body }),
  one: (id: number) => json("GET /api/chairs/{id}", { id }),
  enter: (id: number, name: string, agrees: boolean) =>
    json("POST /api/chairs/{id}/entrants", { id, body: { name, agrees } }),
  open: (id: number, body: Body<"POST /api/chairs/{id}/attempts">) =>
    json("POST /api/chairs/{id}/attempts", { id, body }),
  commit: (id: number, n: number, body: Body<"POST /api/chairs/{id}/attempts/{n}/bars">) =>
    json("POST /api/chairs/{id}/attempts/{n}/bars", { id, n, body }),
  handIn: (id: number, n: number, body: Uint8Array) =>
    json("PUT /api/chairs/{id}/attempts/{n}/input", { id, n, body }),
  leave: (id: number, n: number, bar: number) =>
    json("POST /api/chairs/{id}/attempts/{n}/leave", { id, n, body: { bar }, keepalive: true }),
  strokes: (id: number, n: number) => json("GET /api/chairs/{id}/attempts/{n}/strokes", { id, n }),
  sound: async (id: number, n: number) =>
    (await call("GET /api/chairs/{id}/attempts/{n}/sound", { id, n })).blob(),
  seat: (id: number) => json("POST /api/chairs/{id}/seat", { id }),
  reveal: (id: number) => json("POST /api/chairs/{id}/reveal", { id }),
  cancel: (id: number, text: string) => json("POST /api/chairs/{id}/cancel", { id, body: { text } }),
  appeal: (id: number, body: Body<"POST /api/chairs/{id}/appeals">) =>
    json("POST /api/chairs/{id}/appeals", { id, body }),
  rule: (id: number, n: number, body: Body<"POST /api/chairs/{id}/appeals/{n}/ruling">) =>
    json("POST /api/chairs/{id}/appeals/{n}/ruling", { id, n, body }),
  challenge: (id: number, holder: string, challenger: string) =>
    json("POST /api/chairs/{id}/challenges", { id, body: { holder, challenger } }),
  sheet: async (id: number) => (await call("GET /api/chairs/{id}/seating.html", { id })).text(),
  record: async (id: number) => (await call("GET /api/chairs/{id}/seating.jsonl", { id })).text(),
  signature: async (id: number) => (await call("GET /api/chairs/{id}/seating.jsonl.minisig", { id })).text(),
  key: async (id: number) => (await call("GET /api/chairs/{id}/seating.pub", { id })).text(),
};
