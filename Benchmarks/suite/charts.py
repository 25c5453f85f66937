"""Yahoo as the nights meet it: what `daily-bars/generate` wrote, cut to the window that is asked for, as of a night that is set from outside.

nginx serves whole histories, for backfills; an update's small questions are answered from here, and every request is written down.
"""
import bisect
import http.server
import json
import os
import re
import threading
import urllib.parse
from dataclasses import dataclass

CHART = re.compile(r"/v8/finance/chart/([A-Z0-9.-]{1,12})")
# Sessions before the first night that are kept in memory: a night's questions go back five.
TAIL = 30


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


def columns(result):
    """The columns of a chart that go by its timestamps."""
    return [*result["indicators"]["quote"][0].values(), result["indicators"]["adjclose"][0]["adjclose"]]


def history(data, asked, nights=0):
    """The stored answer with the sessions of so many nights at its end."""
    result = read(data, "charts", asked + ".json")["chart"]["result"][0]
    return with_nights(result, read(data, "next", asked + ".json")[:nights] if nights else [])


def with_nights(result, newer):
    for answer in newer:
        night = answer["chart"]["result"][0]
        result["meta"] = dict(night["meta"])
        result["timestamp"] += night["timestamp"]
        quote, more = result["indicators"]["quote"][0], night["indicators"]["quote"][0]
        for name in quote:
            quote[name] += more[name]
        result["indicators"]["adjclose"][0]["adjclose"] += night["indicators"]["adjclose"][0]["adjclose"]
    return result


def cut(result, query):
    """Only what lies in the window that was asked for, and only the events that were asked for."""
    stamps = result["timestamp"]
    low = bisect.bisect_left(stamps, int(query.get("period1", stamps[0])))
    high = bisect.bisect_left(stamps, int(query.get("period2", stamps[-1] + 1)))
    close = next(filter(None, reversed(result["indicators"]["quote"][0]["close"][:low])), None)
    if close is not None:
        result["meta"]["chartPreviousClose"] = round(close, 3)
    if low >= high:  # Yahoo leaves the timestamps out
        return {"meta": result["meta"], "indicators": {"quote": [{}], "adjclose": [{}]}}
    for column in columns(result):
        column[:] = column[low:high]
    result["timestamp"] = stamps[low:high]
    wanted, events = query.get("events", ""), {}
    for name, word in (("dividends", "div"), ("splits", "split")):
        inside = {k: e for k, e in result.get("events", {}).get(name, {}).items() if stamps[low] <= e["date"] <= stamps[high - 1]}
        if inside and word in wanted:
            events[name] = inside
    result.pop("events", None)
    if events:
        result["events"] = events
    return result


@dataclass
class Asked:
    """A request: for which symbol, from when on, and what it got."""
    path: str
    symbol: str | None
    period1: int
    status: int
    rows: int
    size: int


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one write per answer
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        status, media, symbol, rows = 404, "application/json;charset=utf-8", None, 0
        chart = CHART.fullmatch(urllib.parse.unquote(url.path))
        if chart:
            symbol = chart[1]
            status, body, rows = self.server.chart(symbol, query)
        elif url.path.endswith("/constituents.csv"):
            with open(os.path.join(self.server.data, "constituents.csv"), "rb") as file:
                status, media, body = 200, "text/plain; charset=utf-8", file.read()
        else:
            media, body = "text/plain", b"404: Not Found"
        # Without a Date: the run has a time of its own (PENSTOCK_NOW).
        self.send_response_only(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        with self.server.lock:
            self.server.requests.append(Asked(url.path, symbol, int(query.get("period1", 0)), status, rows, len(body)))

    def log_message(self, *_):
        pass


class ChartServer(http.server.ThreadingHTTPServer):
    """On a free port of loopback, in threads of this process. `nights` may be set between two runs."""
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, data):
        super().__init__(("127.0.0.1", 0), Handler)
        self.data, self.nights, self.requests, self.tails, self.lock = data, 0, [], {}, threading.Lock()
        for name in os.listdir(os.path.join(data, "charts")):
            asked = name.removesuffix(".json")
            tail = history(data, asked)
            first = tail["timestamp"][-min(TAIL, len(tail["timestamp"]))]
            self.tails[asked] = json.dumps(cut(tail, {"period1": first, "events": "div,split"})), read(data, "next", name), first
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def close(self):
        self.shutdown()
        self.server_close()

    def taken(self):
        """The requests since the last time."""
        with self.lock:
            requests, self.requests = self.requests, []
        return requests

    def chart(self, asked, query):
        if asked not in self.tails:
            reason = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
            return 404, json.dumps({"chart": {"result": None, "error": reason}}).encode(), 0
        tail, newer, first = self.tails[asked]
        # The close before the window is told as well: the first row of the tail is only for that.
        is_new = int(query.get("period1", 0)) > first
        result = with_nights(json.loads(tail), newer[:self.nights]) if is_new else history(self.data, asked, self.nights)
        result = cut(result, query)
        text = json.dumps({"chart": {"result": [result], "error": None}}, separators=(",", ":"))
        return 200, text.encode(), len(result.get("timestamp", ()))
