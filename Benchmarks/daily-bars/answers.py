"""The generated answers as an upstream gives them: with the next session or without, whole or cut to a window."""
import bisect
import json
import os


def columns(result):
    """The columns of a chart that go by its timestamps."""
    return [*result["indicators"]["quote"][0].values(), result["indicators"]["adjclose"][0]["adjclose"]]


def history(directory, symbol, is_next):
    """The stored answer, with the next session at its end where that is asked for."""
    with open(os.path.join(directory, "charts", symbol + ".json"), encoding="utf-8") as file:
        stored = json.load(file)["chart"]["result"][0]
    if is_next:
        with open(os.path.join(directory, "next", symbol + ".json"), encoding="utf-8") as file:
            newer = json.load(file)["chart"]["result"][0]
        stored["meta"] = newer["meta"]
        stored["timestamp"] += newer["timestamp"]
        quote, more = stored["indicators"]["quote"][0], newer["indicators"]["quote"][0]
        for name in quote:
            quote[name] += more[name]
        stored["indicators"]["adjclose"][0]["adjclose"] += newer["indicators"]["adjclose"][0]["adjclose"]
    return stored


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
