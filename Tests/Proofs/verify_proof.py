#!/usr/bin/env python3
"""Verifies proofs of the state map, as docs/proof.md describes them, with nothing but SHA-256.

    verify_proof.py member ROOT KEY VALUE PROOF     the key has this value
    verify_proof.py absent ROOT KEY PROOF           the key is not there

All in hexadecimal; "-" is no bytes. Without arguments, such lines are read. Each is answered by "ok", or "refused" and why.
"""
import hashlib, sys

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def leaf_hash(key, value_hash): return sha(b"\0", key, value_hash)
def inner_hash(bit, left, right): return sha(b"\1", bit.to_bytes(4, "big"), left, right)
def key_bit(key, bit):
    index, place = divmod(bit, 9)  # nine bits a byte: whether it is there, then its own, highest first
    return index < len(key) and (place == 0 or key[index] >> (8 - place) & 1 == 1)

def fields(data):
    """The fields of a protobuf message whose fields are all bytes, each length in its shortest form."""
    found, at = [], 0
    while at < len(data):
        tag, length, shift, byte, at = data[at], 0, 0, 128, at + 1
        while byte & 128:
            byte, at = data[at], at + 1
            length, shift = length | (byte & 127) << shift, shift + 7
        assert tag & 7 == 2 and (byte or shift == 7) and at + length <= len(data), "not protobuf as it must be"
        found.append((tag >> 3, data[at:at + length]))
        at += length
    return found

def verify(root, key, value, proof):
    """The key has this value, or with None none, in the map with this root."""
    parts = fields(proof)
    if not parts:  # a map without entries
        assert value is None and root == sha(), "nothing is in an empty map"
        return
    assert [n for n, _ in parts] == [1, 2] + [3] * (len(parts) - 2), "not the fields of a proof"
    leaf_key, value_hash, steps = parts[0][1], parts[1][1], [step for _, step in parts[2:]]
    assert leaf_key and len(value_hash) == 32 and all(len(step) == 36 for step in steps), "a wrong length"
    assert value is None or leaf_key == key and value_hash == sha(value), "another key or value"
    assert value is not None or leaf_key != key, "the key is there"
    node, last = leaf_hash(leaf_key, value_hash), 1 << 32
    for step in steps:
        bit, sibling = int.from_bytes(step[:4], "big"), step[4:]
        assert bit < last and key_bit(key, bit) == key_bit(leaf_key, bit), "the key does not lead here"
        node = inner_hash(bit, sibling, node) if key_bit(key, bit) else inner_hash(bit, node, sibling)
        last = bit
    assert node == root, "another root"

def answer(words):
    try:
        kind, (root, key, *rest) = words[0], [b"" if word == "-" else bytes.fromhex(word) for word in words[1:]]
        verify(root, key, rest[0] if kind == "member" else None, rest[-1])
        return "ok"
    except (AssertionError, IndexError) as error: return f"refused: {error}"

if __name__ == "__main__":
    answers = [answer(line.split()) for line in ([" ".join(sys.argv[1:])] if len(sys.argv) > 1 else sys.stdin)]
    print("\n".join(answers))
    sys.exit(any(text[:2] != "ok" for text in answers))
