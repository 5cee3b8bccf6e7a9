"""Check what the public ledger gave out: python3 -I verify_ledger.py KEYS FILE [EARLIER]"""
# KEYS holds the public keys that you trust; FILE is a checkpoint, a .tlog-proof, a receipt, a
# consistency proof or an export; EARLIER a checkpoint you kept, which the last two must continue.
import json
import sys
from base64 import b64decode, b64encode
from functools import reduce
from hashlib import sha256, sha512
from typing import Any

Head = tuple[str, int, bytes]  # what a checkpoint says: origin, size, root
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, BASE = -121665 * pow(121666, -1, P) % P, b"\x58" + 31 * b"\x66"
ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

class Refused(Exception):
    """What does not hold: a sentence that names it, and the facts it speaks of."""

def need(holds: object, sentence: str, **facts: object) -> None:
    if not holds:
        raise Refused(sentence, facts)

def parse(line: bytes) -> Any:
    value = json.loads(line)
    need(f"{ENCODE(value)}\n".encode() == line, "This JSON is not written in its one right form.")
    return value

def unbase64(text: str, what: str, size: int = 32) -> bytes:
    data = b64decode(f"{text}==")
    good = b64encode(data).decode() == text and size in (0, len(data))
    need(good, "The {what} is damaged: it is not the base64 of its bytes.", what=what)
    return data

def leaf(told: Any) -> bytes:
    if isinstance(told, str):
        return sha256(b"\0" + unbase64(told, "commitment")).digest()
    secret = b"\2" + unbase64(told["salt"], "salt") + ENCODE(told["entry"]).encode()
    return sha256(b"\0" + sha256(secret).digest()).digest()

def climb(last: int, size: int, path: Any, at: bytes, grown: bool) -> Any:  # RFC 6962, 2.1
    if last == size - 1 if grown else size == 1:
        return [at or unbase64(path.pop(), "proof")] * 2
    top, k = unbase64(path.pop(), "proof"), 1 << (size - 1).bit_length() - 1
    if last < k:
        old, new = climb(last, k, path, at, grown)
        return old, sha256(b"\1" + new + top).digest()
    roots = climb(last - k, size - k, path, b"" if grown else at, grown)
    return [sha256(b"\1" + top + root).digest() for root in roots]

def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:  # of Ed25519's curve
    t = D * a[0] * b[0] * a[1] * b[1]
    x, y = a[0] * b[1] + a[1] * b[0], a[1] * b[1] + a[0] * b[0]
    return x * pow(1 + t, -1, P) % P, y * pow(1 - t, -1, P) % P

def signed(key: bytes, signature: bytes, message: bytes) -> bool:  # RFC 8032, 5.1.7
    k = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little")
    s, total = int.from_bytes(signature[32:], "little"), (0, 1)
    for scalar, packed in (s, BASE), (-k % ORDER, key):
        y = int.from_bytes(packed, "little") % 2**255
        square = (y * y - 1) * pow(D * y * y + 1, -1, P)
        x = pow(square, (P + 3) // 8, P)
        x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
        point = x if x % 2 == packed[31] >> 7 else P - x, y
        for bit in f"{scalar:b}"[::-1]:
            total, point = add(total, point) if bit == "1" else total, add(point, point)
    return s < ORDER and signature[:32] == (total[1] + (total[0] % 2 << 255)).to_bytes(32, "little")

def read_keys(text: str) -> dict[str, bytes]:  # by name and number
    keys = {}
    for line in text.split():
        name, number, data = [*line.split("+", 2), "", ""][:3]
        key = unbase64(data, "public key", 33)
        right = number == sha256(name.encode() + b"\n" + key).hexdigest()[:8] and key[0] == 1
        need(right, "This is not an Ed25519 key with its own number: {line}", line=line)
        keys[f"{name}+{number}"] = key[1:]
    return keys

def open_note(note: str, keys: dict[str, bytes]) -> Head:
    text, _, lines = note.rpartition("\n\n")
    (origin, size, root), ours = text.split("\n"), []
    for name, data in (line.removeprefix("— ").split(" ") for line in lines.split("\n")[:-1]):
        if key := keys.get(f"{name}+{b64decode(data[:8])[:4].hex()}"):
            good = signed(key, unbase64(data, "signature", 68)[4:], f"{text}\n".encode())
            need(good, "The signature of {name} is not on this checkpoint.", name=name)
            ours.append(name)
    need(origin in ours, "No key that you trust as the ledger’s has signed this checkpoint.")
    return origin, int(size), unbase64(root, "root")

def check_path(text: str, keys: dict[str, bytes], earlier: Head = ("", 0, b"")) -> dict[str, Any]:
    head, _, note = text.partition("\n\n")
    first, *path = head.split("\n")
    _, size, root = open_note(note, keys)
    if grown := first != "c2sp.org/tlog-proof@v1":
        need(first == f"old {earlier[1]}", "The proof does not begin at the earlier checkpoint.")
        told, last, at = {"earlier": earlier[1]}, earlier[1] - 1, earlier[2]
    else:
        told = parse(unbase64(path.pop(0).removeprefix("extra "), "extra line", 0) + b"\n")
        last, at = int(path.pop(0).removeprefix("index ")), leaf(told)
    old, new = climb(last, size, path, at, grown)
    fits = 0 <= last < size and not path and (old == at or not grown) and new == root
    need(fits, "The proof does not lead to the root that the checkpoint has signed.")
    return {**told, "index": last, "size": size}

def check_receipt(bundle: Any, keys: dict[str, bytes]) -> dict[str, Any]:
    told, name = check_path(bundle["proof"], keys), bundle["key"]
    need(name in keys, "You do not trust {name}, which signed the receipt.", name=name)
    receipt = ENCODE(bundle["receipt"]).encode()
    good = signed(keys[name], unbase64(bundle["signature"], "signature", 64), receipt)
    need(good, "The signature of {name} is not on this receipt.", name=name)
    mine = told["entry"]["data"]["receipt"] == sha256(receipt).hexdigest()
    need(mine, "The entry in the ledger is that of another receipt.")
    return {"receipt": bundle["receipt"], **told}

def check_export(note: str, lines: Any, keys: dict[str, bytes], earlier: Head) -> dict[str, Any]:
    (origin, size, root), stack, n = open_note(note, keys), [], 0
    for n, line in enumerate(lines, 1):
        stack.append(leaf(parse(line)))
        for _ in range((n & -n).bit_length() - 1):
            stack[-2:] = [sha256(b"\1" + stack[-2] + stack[-1]).digest()]
        if n in (size, earlier[1]):
            here = reduce(lambda b, a: sha256(b"\1" + a + b).digest(), reversed(stack))
            same = {here} >= {head for at, head in ((size, root), earlier[1:]) if at == n}
            need(same, "The first {n} entries are not those that were signed.", n=n)
    need(n == size >= earlier[1], "There are {n} entries and {size} were signed.", n=n, size=size)
    return {"origin": origin, "size": size}

def check(lines: Any, keys: dict[str, bytes], earlier: Head = ("", 0, b"")) -> dict[str, Any]:
    try:
        first = next(lines, b"")
        if first.startswith(b'{"checkpoint":'):
            return check_export(parse(first)["checkpoint"], lines, keys, earlier)
        data = first + b"".join(lines)
        if data.startswith(b"{"):
            return check_receipt(parse(data), keys)
        if data.startswith((b"c2sp.org/tlog-proof@v1\n", b"old ")):
            return check_path(data.decode(), keys, earlier)
        return dict(zip(("origin", "size", "root"), open_note(data.decode(), keys), strict=True))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise Refused("This is none of the forms that the ledger gives out.", {}) from None

if __name__ == "__main__":
    try:
        trusted = read_keys(open(sys.argv[1]).read())
        kept = [open_note(open(name).read(), trusted) for name in sys.argv[3:]]
        with open(sys.argv[2], "rb") as file:
            told = check(iter(file), trusted, *kept)
        print(json.dumps(told, default=bytes.hex, indent=1), "\nIt holds.")
    except Refused as refusal:
        sys.exit("REFUSED: " + refusal.args[0].format(**refusal.args[1]))
