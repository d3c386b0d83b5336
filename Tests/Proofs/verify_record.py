#!/usr/bin/env python3
"""Says whether a work is in DAON's registry, trusting nothing but the hash of a validator set. See docs/proof.md.

    verify_record.py sha256:WORK VALIDATORS_HASH QUERY COMMIT VALIDATORS

The last three are files: a node's answers to `abci_query` with a proof, and to `commit` and `validators` at the height
after the query's. Without arguments, lines are read from standard input, each a JSON array of these five.
"""
import base64, calendar, hashlib, json, re, sys, time
try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    check = lambda key, signature, message: Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
except ImportError:
    from nacl.signing import VerifyKey
    check = lambda key, signature, message: VerifyKey(key).verify(message, signature)
# Texts are refused unless they are what the node writes, so that no changed bit goes unnoticed.
def exact(data, text, again): assert again(data) == text, f"{text} is not as it should be"; return data
def hexa(text): return exact(bytes.fromhex(text), text, lambda data: data.hex().upper())
def b64(text): return exact(base64.b64decode(text), text, lambda data: base64.b64encode(data).decode())
def number(text): return exact(int(text), text, str)
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def varint(n): return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + varint(n >> 7)
def field(tag, value, always=False):
    """A protobuf field: a varint or bytes, left out when zero or empty."""
    if isinstance(value, int): return varint(tag << 3) + varint(value) if value else b""
    return varint(tag << 3 | 2) + varint(len(value)) + value if value or always else b""
def timestamp(text):
    parts = re.fullmatch(r"([0-9-]{10}T[0-9:]{8})(\.[0-9]{1,9})?Z", text)
    seconds = calendar.timegm(time.strptime(parts[1], "%Y-%m-%dT%H:%M:%S"))
    return field(1, seconds) + field(2, int((parts[2] or ".0")[1:].ljust(9, "0")))
def block_id(b): return field(1, hexa(b["hash"])) + field(2, field(1, b["parts"]["total"]) + field(2, hexa(b["parts"]["hash"])), True)
def merkle(items):
    if len(items) < 2: return sha(b"\0", items[0]) if items else sha()
    split = 1 << (len(items) - 1).bit_length() - 1
    return sha(b"\1", merkle(items[:split]), merkle(items[split:]))
def header_hash(h):
    names = "last_commit data validators next_validators consensus app last_results evidence".split()
    version = field(1, number(h["version"]["block"])) + field(2, number(h["version"].get("app", "0")))
    first = [version, field(1, h["chain_id"].encode()), field(1, number(h["height"])), timestamp(h["time"]), block_id(h["last_block_id"])]
    return merkle(first + [field(1, hexa(h[n + "_hash"])) for n in names] + [field(1, hexa(h["proposer_address"]))])
def fields(data):
    """The fields of a protobuf message, lists of values by number."""
    found, at = {}, 0
    def read():
        nonlocal at
        n = shift = 0
        while True:
            byte, at = data[at], at + 1
            n, shift = n | (byte & 127) << shift, shift + 7
            if byte < 128: assert byte or shift == 7, "not the shortest form"; return n
    while at < len(data):
        tag, value = read(), read()
        if tag & 7: assert tag & 7 == 2 and at + value <= len(data); at += value; value = data[at - value:at]
        found.setdefault(tag >> 3, []).append(value)
    return found
def key_bit(key, bit): i, place = divmod(bit, 9); return i < len(key) and (place == 0 or key[i] >> 8 - place & 1 == 1)
def map_root(key, value, data):
    """The root of the map in which the key has this value, or with no value is not there."""
    proof = fields(data)
    if not proof: assert not value; return sha()
    assert list(proof) in ([1, 2], [1, 2, 3]), "not the fields of a proof"
    (leaf,), (value_hash,), last = proof[1], proof[2], 1 << 32
    assert len(value_hash) == 32 and (leaf == key and value_hash == sha(value) if value else leaf != key), "another key or value"
    node = sha(b"\0", leaf, value_hash)
    for step in proof.get(3, []):
        bit, sibling = int.from_bytes(step[:4], "big"), step[4:]
        assert len(step) == 36 and bit < last and key_bit(key, bit) == key_bit(leaf, bit), "the key does not lead here"
        node, last = sha(b"\1", step[:4], *((sibling, node) if key_bit(key, bit) else (node, sibling))), bit
    return node
def verify(work, trusted, query, commit, validators):
    key = b"\1" + exact(bytes.fromhex(work.removeprefix("sha256:")), work, lambda data: "sha256:" + data.hex())
    response, signed = query["result"]["response"], commit["result"]["signed_header"]
    header, commit, members = signed["header"], signed["commit"], validators["result"]["validators"]
    assert {v["pub_key"]["type"] for v in members} == {"tendermint/PubKeyEd25519"}, "keys of another kind"
    members = [(b64(v["pub_key"]["value"]), number(v["voting_power"])) for v in members]
    hashed = merkle([field(1, field(1, key)) + field(2, power) for key, power in members])
    assert hashed == hexa(trusted) == hexa(header["validators_hash"]), "other validators than those trusted"
    assert header_hash(header) == hexa(commit["block_id"]["hash"]) and header["height"] == commit["height"], "not its commit"
    power, id = 0, block_id(commit["block_id"])
    for (public, weight), vote in zip(members, commit["signatures"], strict=True):
        if vote["block_id_flag"] != 2: continue  # absent, or for no block
        assert hexa(vote["validator_address"]) == sha(public)[:20], "another validator's vote"
        place = b"\x11" + number(commit["height"]).to_bytes(8, "little")
        place += b"\x19" + commit["round"].to_bytes(8, "little") if commit["round"] else b""
        text = field(1, 2) + place + field(4, id) + field(5, timestamp(vote["timestamp"]), True) + field(6, header["chain_id"].encode())
        check(public, b64(vote["signature"]), varint(len(text)) + text)
        power += weight
    assert 3 * power > 2 * sum(weight for _, weight in members), "too few have signed"
    (op,), value = response["proofOps"]["ops"], b64(response["value"] or "")
    assert op["type"] == "daon:map" and b64(op["key"]) == b64(response["key"]) == key, "of another key"
    assert number(header["height"]) == number(response["height"]) + 1, "the header is not the next block's"
    assert map_root(key, value, b64(op["data"])) == hexa(header["app_hash"]), "not in this state"
    if not value: return "not registered"
    record = fields(value)
    terms, owner, height = fields(record[3][0]), record.get(2, record[1])[0], int.from_bytes(record[10][0][:8], "big")
    return f"registered in block {height}, owner {owner.hex()}, licence {terms[1][0].decode()}, revision {record[7][0]}"
def answer(*words):
    try: return "ok: " + verify(*words)
    except Exception as error: return f"refused: {error or type(error).__name__}"
if __name__ == "__main__":
    if len(sys.argv) == 6: print(text := answer(*sys.argv[1:3], *(json.load(open(name)) for name in sys.argv[3:]))); sys.exit(text[0] != "o")
    for line in sys.stdin: print(answer(*json.loads(line)))
