// Every page but the stage: the day, the book, keys, files, the server away, pain; axe looks at all of them.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firstchair, serve, sixteenthsMidi, strokesWav } from "./browser.mjs";
import { quartersTab } from "./groove.mjs";
import {
  asked,
  begin,
  book,
  browser,
  context,
  end,
  ended,
  eventually,
  folder,
  found,
  go,
  kDeskAndPhone,
  kDeskTabletPhone,
  keep,
  kept,
  open,
  photograph,
  playing,
  problems,
  reload,
  serveAgain,
  server,
  started,
  tab,
  until,
  untilOf,
  watched,
} from "./suite.mjs";

before(async () => {
  // The book begins with a search for the limit that the program made of three recordings.
  const chart = join(folder, "sixteenths.tab");
  writeFileSync(
    chart,
    `Title: Sixteenths\nMeter: 4/4\n\n${"SN|oooooooooooooooo|oooooooooooooooo|\n\n".repeat(2)}`,
  );
  const takes = [
    [100, 10],
    [116, 22],
    [100, 24],
  ].map(([bpm, spread], i) => {
    const file = join(folder, `${i}.mid`);
    writeFileSync(file, sixteenthsMidi(64, bpm, spread, i + 1));
    return `${file}@${bpm}`;
  });
  execFileSync(firstchair, ["limit", chart, ...takes, "--most", "3", "--book", book]);
  await begin({ window: kDeskAndPhone[0], hash: "drill", wav: strokesWav([0.5], 1) });
});
after(end);

test("Today lists the day's plan with its reasons, and one press drills a step", async () => {
  await keep({ input: "midi", minutes: 30 });
  await tab.goto(server.address + "#today");
  await reload();
  await tab.waitForSelector(".steps li");
  assert.match(await tab.textContent(".order"), /^[\d.]+ min of playing, [\d.]+ min in all\.$/);
  const step = await tab.innerText(".steps li:has-text('Sixteenths from')");
  assert.match(
    step,
    /Why: breaks at \d+ \(\d+-\d+\).*\.\s+Until: \d clean at \d+ or above, else [\d.]+ min\./,
  );
  await tab.focus("body");
  await tab.keyboard.press("d");
  await tab.waitForSelector(".steps .done");
  assert.match(
    await tab.textContent(".plan > p"),
    /^0 of 5 steps ended, [\d.]+ min played, \d takes? beside the plan\.$/,
  );
  await photograph("today", kDeskAndPhone);
  await tab.click(".steps li:has-text('Sixteenths from') button");
  await playing();
  assert.strictEqual(await tab.textContent("h1"), "Sixteenths");
  assert.strictEqual(await tab.inputValue("#bpm"), /from (\d+)/.exec(step)[1]);
  await tab.keyboard.press(" ");
  await ended();
});

test("Book shows an item's way with its intervals, sets a goal, and compares its takes", async () => {
  await tab.goto(server.address + "#book");
  await reload();
  await tab.waitForSelector(".book table");
  await tab.fill("input[type=search]", "no such");
  await until(() => /^0 of/.test(document.querySelector(".book [role=status]").textContent));
  await tab.fill("input[type=search]", "sixt");
  assert.match(await tab.innerText(".book tbody tr:has-text('Sixteenths')"), /Sixteenths\s+\d+ \(\d+-\d+\)/);
  // At a glance: the minutes of today's three takes, and the level on its scale.
  assert.match(await tab.textContent(".days figcaption"), /^[\d.]+ min on 1 of 28 days, [\d.]+ min today\.$/);
  assert.strictEqual((await tab.$$(".days .played")).length, 1);
  assert.match(
    await tab.textContent(".book tbody .level title"),
    /^Level \d+ \(\d+-\d+\), from 40 to 240 BPM$/,
  );
  await photograph("book", kDeskTabletPhone);
  await tab.click(".book tbody a:has-text('Sixteenths')");
  await tab.waitForSelector(".book.item");
  assert.match(await tab.innerText(".book.item"), /Breaks at \d+ \(\d+-\d+\), 3 takes/);
  assert.match(await tab.innerText(".book.item"), /Snare, spread: [\d.]+ \([\d.]+ to [\d.]+\) ms/);
  await until(() => document.querySelectorAll(".growth .interval").length >= 5); // level twice, spread of three takes
  await tab.fill("label:has-text('Goal') input", "140");
  await tab.keyboard.press("Tab");
  await until(() => /goal 140, breaks at \d+ \(\d+-\d+\)/.test(document.querySelector(".order").textContent));
  await photograph("item", kDeskTabletPhone);
  await tab.click(".takes a >> nth=-1");
  await tab.waitForSelector(".compare option >> nth=1", { state: "attached" });
  const of = async (bpm) =>
    (await tab.$$eval(".compare option", (all) => all.map((one) => [one.value, one.textContent]))).find(
      ([, text]) => text.includes(`${bpm} BPM`),
    )[0];
  // The book keeps no sound; its strokes are heard.
  await tab.getByRole("button", { name: "Listen" }).click();
  await until(() => document.querySelector(".report [data-bar].heard"));
  await tab.getByRole("button", { name: "Silence" }).click();
  // Another tempo cannot be compared, and is not offered.
  assert.doesNotMatch(await tab.textContent(".compare select"), /116 BPM/);
  await tab.selectOption(".compare select", await of(100));
  await until(() =>
    /Snare spread [\d.]+ -> [\d.]+ ms \(ratio [\d.]+ to [\d.]+\): /.test(
      document.querySelector(".compare [role=status]").textContent,
    ),
  );
  assert.strictEqual((await tab.$$(".compare .lane svg .second")).length, 1, "both takes on one lane");
});

test("who plays is said on every page, where another is chosen or added", async () => {
  await tab.goto(server.address + "#drill");
  await reload();
  const who = tab.locator("nav .player summary");
  const first = await who.textContent();
  await who.click();
  await photograph("players", kDeskAndPhone);
  await tab.getByLabel("Name of another player").fill("Bo");
  await tab.getByRole("button", { name: "Add a player" }).click();
  await until(() => document.querySelector("nav .player summary").textContent === "Bo");
  assert.strictEqual((await kept()).player, "Bo");
  await tab.goto(server.address + "#book");
  await until(() => /^0 of 0 items/.test(document.querySelector(".book [role=status]")?.textContent));
  await who.click();
  await tab.getByLabel("Name of another player").fill("bo");
  await tab.getByRole("button", { name: "Add a player" }).click();
  await until(() => /already there/.test(document.querySelector(".players [role=status]").textContent));
  await tab.locator(".players").getByRole("button", { name: first, exact: true }).click();
  await until(() => /^[1-9]\d* of/.test(document.querySelector(".book [role=status]")?.textContent));
});

test("a year's book is one picture and a list, and stands within two seconds", async () => {
  const day = 86400;
  const now = Math.floor(Date.now() / 1000);
  const [one] = (await asked("items")).items;
  const [played] = (await asked("takes")).takes;
  const year = Array.from({ length: 1500 }, (_, i) => ({
    ...played,
    id: 9000 - i,
    began_s: now - Math.floor((i * 365 * day) / 1500),
    minutes: 3,
  }));
  await context.route("**/api/book/items*", (route) =>
    route.fulfill({
      json: { items: Array.from({ length: 120 }, (_, i) => ({ ...one, item: `i${i}`, title: `Item ${i}` })) },
    }),
  );
  await context.route(/\/api\/book\/takes\?/, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = query.has("before") ? year.findIndex(({ id }) => id < Number(query.get("before"))) : 0;
    const some = year.slice(from, from + Number(query.get("limit")));
    return route.fulfill({
      json: { takes: some, next: from + some.length < year.length ? some.at(-1).id : null },
    });
  });
  await tab.goto(server.address + "#charts");
  await tab.waitForSelector("main[data-ready=charts]");
  await tab.goto(server.address + "#book");
  await until(() => document.querySelectorAll(".book tbody tr").length === 120, 2000);
  assert.match(await tab.textContent(".days figcaption"), /^\d+ min on 28 of 28 days/);
  await tab.fill("input[type=search]", "item 119");
  await until(() => /^1 of 120 items/.test(document.querySelector(".book [role=status]").textContent));
  await context.unrouteAll({ behavior: "ignoreErrors" });
});

test("a whole drill by keyboard", async () => {
  await go("drill", {
    chart: { name: "own", title: "Quarters", text: quartersTab(2, "Quarters") },
    bpm: 120,
    countIn: 0,
    times: 1,
    input: "midi",
  });
  await tab.keyboard.press("ArrowUp");
  await tab.keyboard.press("ArrowUp");
  assert.strictEqual(await tab.inputValue("#bpm"), "122");
  // By tab to the button, then with it.
  await tab.focus("nav a");
  for (let i = 0; i < 12 && (await tab.evaluate(() => document.activeElement.textContent)) !== "Start"; ++i)
    await tab.keyboard.press("Tab");
  assert.strictEqual(await tab.evaluate(() => document.activeElement.textContent), "Start");
  await tab.keyboard.press("Enter");
  await playing();
  await until(
    () =>
      /^Nothing heard in bar 1\./.test(document.querySelector(".order").textContent) &&
      document.querySelector(".needle"),
  );
  await tab.keyboard.press(" ");
  await ended();
  await until(() => /No stroke heard/.test(document.querySelector(".order").textContent));
});

test("a MusicXML file dropped on Charts is read, drawn and drilled", async () => {
  const tabText = "Title: Dropped\nMeter: 3/4\n\nHH|x-x-x-|\nSN|--o---|\nBD|o---o-|\n";
  const token = new URL(server.address).searchParams.get("token");
  const origin = new URL(server.address).origin;
  const xml = await (
    await fetch(`${origin}/api/charts/convert?to=musicxml&name=x.tab`, {
      method: "POST",
      body: tabText,
      headers: { "X-Firstchair-Token": token },
    })
  ).text();
  await tab.goto(server.address + "#charts");
  await tab.waitForSelector("main[data-ready=charts]");
  await tab.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.musicxml"));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, xml);
  await until(() => /of 3\/4/.test(document.querySelector(".said").textContent));
  assert.match(await tab.textContent(".said"), /Dropped: 1 bar of 3\/4, 6 notes/);
  assert.strictEqual((await tab.$$(".score g[id^=n]")).length, 6);
  // The editor is live.
  await tab.fill("textarea", "Title: Mine\n\nSN|oooo|\n");
  await until(() => document.querySelectorAll(".score g[id^=n]").length === 4);
  await tab.fill("textarea", "nothing");
  await until(() => document.querySelector(".said.wrong"));
});

test("a chart that was written and never played is in the book, and another device goes on with it", async () => {
  const mine = async () => (await asked("charts")).charts.find(({ title }) => title === "Written here");
  await go("charts", { library: [], chart: null, thrownAway: [] });
  await tab.fill("textarea", "Title: Written here\n\nSN|oooo|\n");
  await until(() => /Written here/.test(document.querySelector(".said").textContent));
  await tab.fill("textarea", "Title: Written here\n\nSN|o-o-|\n");
  await until(() => localStorage.getItem("firstchair").includes("SN|o-o-|"));
  await tab.click("nav a:has-text('Drill')");
  const { id } = await eventually(mine);
  const other = await browser.newContext();
  const phone = watched(await other.newPage());
  await phone.goto(server.address + "#charts");
  await phone.getByRole("button", { name: "Written here" }).click();
  await untilOf(phone, () => /SN\|o-o-/.test(document.querySelector("textarea").value));
  await phone.fill("textarea", "Title: Written here\n\nSN|-o-o|\n");
  await untilOf(phone, () => localStorage.getItem("firstchair").includes("SN|-o-o|"));
  await phone.click("nav a:has-text('Drill')");
  await eventually(async () => (await asked(`charts/${id}`)).versions.at(-1).text.includes("|-o-o|"));
  await other.close();
  // Here it stands as it was written there, and goes back.
  await go("charts");
  await until(() => /SN\|-o-o/.test(document.querySelector("textarea").value));
  await tab.click("button:has-text('Undo')");
  await until(() => /SN\|o-o-/.test(document.querySelector("textarea").value));
  tab.once("dialog", (one) => void one.accept());
  await tab.getByRole("button", { name: "Delete Written here" }).click();
  await tab.click("nav a:has-text('Drill')");
  await eventually(async () => !(await mine()));
});

test("takes played without the server come into the book when it answers, each once, though the tab is closed while one is sent", async () => {
  const inBook = async () => {
    const { takes } = await asked("takes");
    return takes.filter((take) => take.title === "Without the server").length;
  };
  await keep({
    chart: { name: "own", title: "Without the server", text: quartersTab(1, "Without the server") },
    bpm: 200,
    times: 1,
    countIn: 0,
    pad: true,
    input: "midi",
    from: 1,
    to: 0,
    gap: "",
  });
  const away = await open();
  const { port, origin } = new URL(server.address);
  await server.stop();
  await away.keyboard.press(" ");
  await away.evaluate(async () => {
    while (!document.querySelector(".now")) await new Promise(requestAnimationFrame);
    for (let i = 0; i < 4; ++i) {
      window.hit(38, 100, performance.now());
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  });
  await untilOf(away, () => document.querySelector('a[href^="#take/"]') !== null);
  await away.click("nav a:has-text('Takes')");
  await untilOf(away, () =>
    /Without the server[^]*Waits for the book/.test(document.querySelector(".takes")?.innerText),
  );
  await serveAgain(port);
  assert.strictEqual(new URL(server.address).origin, origin);
  // The server takes it, and the tab is gone before the answer.
  let sent = 0;
  await context.route(/\/api\/book\/takes\b/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    ++sent;
    await route.fetch();
  });
  const cut = await open("takes"); // with the new key
  await eventually(async () => (await inBook()) > 0);
  assert.match(await cut.innerText(".takes li:has-text('Without the server')"), /Waits for the book/);
  await cut.close({ runBeforeUnload: false });
  await away.close();
  await context.unrouteAll({ behavior: "ignoreErrors" });
  const again = await open("takes");
  await untilOf(
    again,
    () =>
      /Without the server/.test(document.querySelector(".takes")?.innerText) &&
      !/Waits for the book/.test(document.querySelector(".takes").innerText),
  );
  assert.match(await again.innerText(".takes li:has-text('Without the server')"), /In the book, \d+\./);
  // Whoever deletes it here is told that the book keeps it.
  const asks = new Promise((told) =>
    again.once("dialog", (one) => (told(one.message()), void one.dismiss())),
  );
  await again.getByRole("button", { name: "Delete Without the server" }).click();
  assert.match(await asks, /from this device\? Its sound goes too\. The book keeps what it has/);
  assert.ok(sent > 0);
  assert.strictEqual(await inBook(), 1);
  await again.close();
});

test("over HTTPS, by an address of a player's own, the book is that player's and the microphone may be asked", async () => {
  const other = join(folder, "phone.db");
  execFileSync(firstchair, ["book", "players", "--add", "Ada", "--book", other]);
  const phone = await serve(other, 0, ["--tls", "--player", "Ada"], /^Ada opens (\S+)$/);
  try {
    const lent = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 390, height: 844 },
      permissions: ["microphone"],
    });
    const page = await lent.newPage();
    await page.goto(`${phone.address}#book`);
    await started(page);
    assert.match(page.url(), /^https:/);
    // The player and the items come by an answer of the server, after the page has started.
    await untilOf(
      page,
      () =>
        document.querySelector("nav .player")?.textContent &&
        document.querySelector(".book [role=status]")?.textContent,
    );
    assert.strictEqual(await page.textContent("nav .player"), "Ada");
    assert.match(await page.textContent(".book [role=status]"), /^0 of 0 items\.$/);
    const [secure, tracks] = await page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      return [isSecureContext, stream.getAudioTracks().length];
    });
    assert.deepStrictEqual([secure, tracks], [true, 1]);
    await lent.close();
  } finally {
    await phone.stop();
  }
});

test("pain that was told plans nothing and starts no drill until the day ends", async () => {
  await tab.goto(server.address + "#today");
  await reload();
  await tab.waitForSelector("label:has-text('Pain') select");
  await tab.selectOption("label:has-text('Pain') select", "6");
  await tab.click("button:has-text('Plan with that pain')");
  await until(() => /^Pain 6 of 10: stop/.test(document.querySelector(".order").textContent));
  assert.strictEqual((await tab.$$(".steps li")).length, 0);
  await tab.goto(server.address + "#drill");
  await tab.waitForSelector("main[data-ready=drill]");
  await tab.click("button.start");
  await until(() => /^Pain 6 of 10: stop/.test(document.querySelector(".order").textContent));
  assert.strictEqual(await tab.evaluate(() => document.body.classList.contains("playing")), false);
});

test("axe finds nothing serious on any page, light or dark, wide or narrow; all are photographed", async () => {
  await keep({ chart: null, bpm: 0, input: "microphone", pad: false, times: 8, countIn: 1 });
  for (const hash of ["drill", "takes", "charts", "setup", "take"]) {
    let address = hash;
    if (hash === "take") {
      await tab.goto(server.address + "#takes");
      address = (await (await tab.waitForSelector(".takes a")).getAttribute("href")).slice(1);
    }
    await tab.goto(server.address + `#${address}`);
    await tab.waitForSelector(`main[data-ready=${hash}]`);
    await reload();
    await photograph(hash, kDeskAndPhone);
  }
  assert.deepStrictEqual(found, []);
});

test("the page asks nothing of anybody but its server, and no error was printed", () => {
  assert.deepStrictEqual(problems, []);
});

test("after the first load the page works without the server", async () => {
  await tab.goto(server.address + "#drill");
  await tab.waitForSelector("main[data-ready=drill]");
  await tab.evaluate(() => navigator.serviceWorker.ready);
  await until(() => navigator.serviceWorker.controller !== null);
  await server.stop();
  await tab.goto(`${new URL(server.address).origin}/#charts`);
  await reload();
  await tab.click("button:has-text('Single paradiddle')");
  await until(() => /Single paradiddle/.test(document.querySelector(".said").textContent));
});
