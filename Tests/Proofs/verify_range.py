#!/usr/bin/env python3
"""Verifies proofs of ranges of the state map, as docs/proof.md describes them, with nothing but SHA-256.

    verify_range.py ROOT LOWER UPPER PROOF     the entries from LOWER up to and without UPPER

All in hexadecimal; "-" is no bytes, and as UPPER no bound. Without arguments, such lines are read from standard input. Each is
answered by "ok" and the entries, or by "refused" and why.
"""
import sys

from verify_proof import fields, inner_hash, leaf_hash, sha

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
        root, lower, upper, proof = [b"" if word == "-" else bytes.fromhex(word) for word in words]
        entries = verify_range(root, lower, upper if words[2] != "-" else None, proof)
        return "ok" + "".join(f" {key.hex()}={value.hex()}" for key, value in entries)
    except (AssertionError, IndexError) as error:
        return f"refused: {error}"


if __name__ == "__main__":
    answers = [answer(line.split()) for line in ([" ".join(sys.argv[1:])] if len(sys.argv) > 1 else sys.stdin)]
    print("\n".join(answers))
    sys.exit(any(text[:2] != "ok" for text in answers))
