#!/usr/bin/env python3
"""Looks at one page in headless Chromium, over the DevTools protocol on two pipes, and prints what it found as JSON.

Usage: chromium.py CHROMIUM PAGE.html DIRECTORY [LOOK...]
Writes NAME.png for each look and page.pdf into DIRECTORY. Standard library only.
"""
import base64, json, os, select, shutil, struct, subprocess, sys, tempfile, time, zlib

LOOKS = [  # name, width, media, features
    ("light", 1280, "screen", {"prefers-color-scheme": "light"}),
    ("dark", 1280, "screen", {"prefers-color-scheme": "dark"}),
    ("phone", 360, "screen", {"prefers-color-scheme": "light"}),
    ("phone-dark", 360, "screen", {"prefers-color-scheme": "dark"}),
    # The width of A4 between its margins; a reader whose screen is dark prints too.
    ("print", 690, "print", {"prefers-color-scheme": "dark"}),
]

INSPECT = r"""
(() => {
  const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return { rgb: m.slice(0, 3), a: m.length > 3 ? m[3] : 1 }; };
  const light = rgb => { const [r, g, b] = rgb.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a == 1) return c.rgb; }
    return [255, 255, 255]; };
  let contrast = 21, worst = "";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; n = walker.nextNode();) {
    const e = n.parentElement;
    if (!n.data.trim() || e.closest("title,style,script,details:not([open]),.unseen") || !e.getClientRects().length) continue;
    const a = light(parse(getComputedStyle(e).color).rgb), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < contrast) { contrast = ratio; worst = n.data.trim().slice(0, 60); }
  }
  const held = e => { for (e = e.parentElement; e; e = e.parentElement) if (getComputedStyle(e).overflowX !== "visible") return true; return false; };
  const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !held(e))
    .slice(-3).map(e => e.tagName + "." + (e.getAttribute("class") || "") + " " + (e.textContent || "").trim().slice(0, 30));
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(h => +h.tagName[1]);
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  return {
    scrollWidth: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight,
    contrast, worst, wide,
    headingsInOrder: levels[0] === 1 && levels.filter(l => l === 1).length === 1 && levels.every((l, i) => !i || l <= levels[i - 1] + 1),
    headersWithoutScope: document.querySelectorAll("th:not([scope])").length,
    imagesWithoutWords: document.querySelectorAll("svg:not([aria-hidden]):not([aria-label]),img:not([alt])").length,
    lang: document.documentElement.lang, mains: document.querySelectorAll("main").length, scripts: document.scripts.length,
    twice: ids.length - new Set(ids).size,
    broken: [...document.querySelectorAll("a[href^='#']")].filter(a => !document.getElementById(a.getAttribute("href").slice(1))).length,
    cut: [...document.querySelectorAll(".box,.raw")].filter(e => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2).length,
  };
})()
"""


class Chromium:
    def __init__(self, program):
        self.home = tempfile.mkdtemp(prefix="penstock-chromium-")
        read, self.writing = os.pipe()
        self.reading, write = os.pipe()

        def place():
            # 3 and 4 are what the program reads and writes; free them before they are set.
            a, b = os.dup2(read, 20), os.dup2(write, 21)
            os.dup2(a, 3), os.dup2(b, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
             "--remote-debugging-pipe", "--user-data-dir=" + self.home, "about:blank"],
            preexec_fn=place, close_fds=False, env=dict(os.environ, HOME=self.home), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read), os.close(write)
        self.buffer, self.number, self.events = b"", 0, []

    def message(self, until):
        while b"\0" not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.reading], [], [], left)[0]:
                raise SystemExit("chromium did not answer in time")
            part = os.read(self.reading, 1 << 20)
            if not part:
                raise SystemExit("chromium ended")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, session=None, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writing, data):]
        until = time.monotonic() + 120
        while True:
            answer = self.message(until)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        until = time.monotonic() + 120
        while not any(e.get("method") == method for e in self.events):
            self.events.append(self.message(until))

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(20)
        except (SystemExit, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def colours(png):
    """How many colours a picture has. Fails unless it is a whole PNG of 8 bits, as Chromium writes them."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    at, data = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", png[at + 8 + length:at + 12 + length])[0], "a damaged PNG"
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    assert depth == 8 and colour in (2, 6), "an unexpected kind of PNG"
    size = 3 if colour == 2 else 4
    rows, stride, above, seen = zlib.decompress(data), width * size, bytearray(width * size), set()
    # The top is enough, and undoing the filters here is slow.
    for y in range(min(height, 900)):
        kind, line = rows[y * (stride + 1)], bytearray(rows[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        if kind == 1:
            for i in range(size, stride): line[i] = (line[i] + line[i - size]) & 255
        elif kind == 2:
            for i in range(stride): line[i] = (line[i] + above[i]) & 255
        elif kind == 3:
            for i in range(stride): line[i] = (line[i] + ((line[i - size] if i >= size else 0) + above[i]) // 2) & 255
        elif kind == 4:
            for i in range(stride):
                a, b, c = (line[i - size] if i >= size else 0), above[i], (above[i - size] if i >= size else 0)
                p = a + b - c
                pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                line[i] = (line[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
        if y % 4 == 0:
            seen.update(bytes(line[i:i + 3]) for i in range(0, stride, size))
        above = line
    return width, height, len(seen)


def main():
    program, page, directory = sys.argv[1:4]
    wanted = sys.argv[4:] or [look[0] for look in LOOKS]
    address = "file://" + os.path.abspath(page)
    browser = Chromium(program)
    found = {"looks": {}, "errors": [], "requests": []}
    try:
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            browser.call(domain + ".enable", session)
        for name, width, media, features in LOOKS:
            if name not in wanted:
                continue
            browser.events = []
            browser.call("Emulation.setDeviceMetricsOverride", session, width=width, height=800, deviceScaleFactor=1, mobile=width < 500)
            browser.call("Emulation.setEmulatedMedia", session, media=media,
                         features=[{"name": k, "value": v} for k, v in features.items()])
            browser.call("Page.navigate", session, url=address)
            browser.wait("Page.loadEventFired")
            evaluated = browser.call("Runtime.evaluate", session, expression=INSPECT, returnByValue=True)
            look = evaluated["result"].get("value") or {"failed": str(evaluated)[:400]}
            height = min(look.get("height", 800), 6000)
            shot = base64.b64decode(browser.call("Page.captureScreenshot", session, format="png", captureBeyondViewport=True,
                                                 clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})["data"])
            with open(os.path.join(directory, name + ".png"), "wb") as file:
                file.write(shot)
            look["pngWidth"], look["pngHeight"], look["colours"] = colours(shot)
            found["looks"][name] = look
            for event in browser.events:
                method, params = event.get("method"), event.get("params", {})
                if method == "Runtime.exceptionThrown":
                    found["errors"].append(str(params["exceptionDetails"].get("exception", {}).get("description", params["exceptionDetails"]["text"])))
                elif method == "Runtime.consoleAPICalled":
                    found["errors"].append("console: " + str(params["args"])[:200])
                elif method == "Log.entryAdded":
                    found["errors"].append("log: " + params["entry"]["text"])
                elif method == "Network.requestWillBeSent" and params["request"]["url"] != address:
                    found["requests"].append(params["request"]["url"][:200])
        browser.call("Emulation.setEmulatedMedia", session, media="", features=[])
        browser.call("Emulation.clearDeviceMetricsOverride", session)
        pdf = base64.b64decode(browser.call("Page.printToPDF", session, printBackground=True, preferCSSPageSize=True)["data"])
        with open(os.path.join(directory, "page.pdf"), "wb") as file:
            file.write(pdf)
        found["pdf"] = {"bytes": len(pdf), "isPDF": pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-1024:]}
    finally:
        browser.close()
    print(json.dumps(found))


main()
