#!/usr/bin/env python3
"""A web server for one test: writes each request to a folder as N.json. Prints its port. Ends with its standard input.

/status/CODE answers CODE and repeats the address and the headers of the request; /flaky/N answers 503 N times and then 200; /hang never
answers; /busy/N answers 429 with Retry-After: N to the first request, /once/CODE/HEX answers CODE with the bytes of HEX to it; anything
else is 200.
"""
import http.server
import json
import os
import pathlib
import sys
import threading

folder = pathlib.Path(sys.argv[1])
lock = threading.Lock()
count = 0


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        global count
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with lock:
            count += 1
            number = count
            partial = folder / f"{number}.partial"
            partial.write_text(
                json.dumps({"method": self.command, "path": self.path, "headers": self.headers.items(), "body": body}))
            partial.rename(folder / f"{number}.json")
        parts = self.path.split("?")[0].strip("/").split("/")
        status = 200
        if parts[0] == "status":
            status = int(parts[1])
        elif parts[0] == "flaky":
            status = 503 if number <= int(parts[1]) else 200
        elif parts[0] == "busy":
            status = 429 if number == 1 else 200
        elif parts[0] == "once":
            status = int(parts[1]) if number == 1 else 200
        elif parts[0] == "hang":
            threading.Event().wait()
        text = f"refused {self.path} {self.headers.get('Authorization', '')} {self.headers.get('X-Key', '')}".encode()
        if parts[0] == "once":
            text = bytes.fromhex(parts[2])
        self.send_response(status)
        if parts[0] == "busy":
            self.send_header("Retry-After", parts[1])
        if 300 <= status < 400:
            self.send_header("Location", "/moved")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
# A request that hangs must not keep the process.
os._exit(0)
