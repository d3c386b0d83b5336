#!/usr/bin/env python3
"""Verifies proofs of the state map, as docs/proof.md describes them, with nothing but SHA-256.

    verify_proof.py member ROOT KEY VALUE PROOF     the key has this value
    verify_proof.py absent ROOT KEY PROOF           the key is not there
    verify_proof.py range ROOT LOWER UPPER PROOF    prints the entries from LOWER up to and without UPPER

All in hexadecimal; "-" is no bytes, and as UPPER no bound. Without arguments, such lines are read from standard input
and each is answered by "ok", entries included, or "refused" and why.
"""
import hashlib, sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(key, value_hash):
    return sha(b"\0", key, value_hash)


def inner_hash(bit, left, right):
    return sha(b"\1", bit.to_bytes(4, "big"), left, right)


def key_bit(key, bit):
    index, place = divmod(bit, 9)  # nine bits a byte: whether it is there, then its own, highest first
    return index < len(key) and (place == 0 or key[index] >> (8 - place) & 1 == 1)


def fields(data):
    """The fields of a protobuf message whose fields are all bytes, each length in its shortest form."""
    found, at = [], 0
    while at < len(data):
        number, kind = data[at] >> 3, data[at] & 7
        length, shift, at = 0, 0, at + 1
        while True:
            byte, at = data[at], at + 1
            length, shift = length | (byte & 127) << shift, shift + 7
            if byte < 128:
                break
        assert kind == 2 and (byte or shift == 7) and at + length <= len(data), "not protobuf as it must be"
        found.append((number, data[at:at + length]))
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
    if value is None:
        assert leaf_key != key, "the key is there"
    else:
        assert leaf_key == key and value_hash == sha(value), "another key or value"
    node, last = leaf_hash(leaf_key, value_hash), 1 << 32
    for step in steps:
        bit, sibling = int.from_bytes(step[:4], "big"), step[4:]
        assert bit < last and key_bit(key, bit) == key_bit(leaf_key, bit), "the key does not lead here"
        node = inner_hash(bit, sibling, node) if key_bit(key, bit) else inner_hash(bit, node, sibling)
        last = bit
    assert node == root, "another root"


def verify_range(root, lower, upper, proof):
    """All entries from lower up to and without upper (None: no bound) in the map with this root."""
    assert all(number == 1 for number, _ in fields(proof)), "not the fields of a proof"
    nodes = [fields(node) for _, node in fields(proof)]
    if not nodes:
        assert root == sha(), "another root"
        return []
    entries, shown, stack, node = [], [], [], None  # shown: the keys, and None for what is hidden
    for parts in nodes:
        assert node is None, "nodes follow the tree"
        numbers, values = [n for n, _ in parts], [v for _, v in parts]
        if numbers == [1] and len(values[0]) == 4:
            stack.append([int.from_bytes(values[0], "big")])
            continue
        if numbers == [2] and len(values[0]) == 32:
            node = values[0]
            shown.append(None)
        else:
            inside = values[0] >= lower and (upper is None or values[0] < upper)
            assert numbers == ([3, 5] if inside else [3, 4]), "no node, or an entry left out"
            node = leaf_hash(values[0], sha(values[1]) if inside else values[1])
            assert inside or len(values[1]) == 32, "a wrong length"
            shown.append(values[0])
            if inside:
                entries.append((values[0], values[1]))
        while stack and len(stack[-1]) == 2:
            bit, left = stack.pop()
            node = inner_hash(bit, left, node)
        if stack:
            stack[-1].append(node)
            node = None
    keys = [key for key in shown if key is not None]
    assert node == root and keys and keys == sorted(set(keys)), "another root, or no order"
    first, last = shown.index(keys[0]), shown.index(keys[-1])
    assert None not in shown[first:last], "something is hidden between the leaves"
    assert first == 0 or keys[0] < lower, "something is hidden before the range"
    assert last == len(shown) - 1 or (upper is not None and keys[-1] >= upper), "something is hidden behind the range"
    return entries


def answer(words):
    try:
        kind, (root, key, *rest) = words[0], [b"" if word == "-" else bytes.fromhex(word) for word in words[1:]]
        if kind == "range":
            entries = verify_range(root, key, rest[0] if words[3] != "-" else None, rest[1])
            return "ok" + "".join(f" {k.hex()}={v.hex()}" for k, v in entries)
        verify(root, key, rest[0] if kind == "member" else None, rest[-1])
        return "ok"
    except (AssertionError, IndexError) as error:
        return f"refused: {error}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        result = answer(sys.argv[1:])
        print(result)
        sys.exit(result[:2] != "ok")
    for line in sys.stdin:
        print(answer(line.split()))
