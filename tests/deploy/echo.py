"""A site that answers what it was asked, and when: for looking at what the proxy passes on."""

import json
import time


def application(environ, start_response):
    called_at = time.time()
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    headers = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    answer = {"called_at": called_at, "read_at": time.time(), "size": len(body), "headers": headers}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]
