"""The votes and proposals that a CometBFT node has been told, from its consensus log.

The log (`cs.wal`) has every message before anything is made of it, a second vote of one validator for something else
among them. Records are `CRC-32C | length | TimedWALMessage`, integers highest byte first.
"""
import glob, os

PREVOTE, PRECOMMIT, PROPOSAL = 1, 2, 32


def fields(data):
    """The fields of a protobuf message: lists of values by number."""
    found, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte, at = data[at], at + 1
            value, shift = value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while at < len(data):
        tag = varint()
        value = varint()
        if tag & 7 == 2:
            at += value
            value = data[at - value:at]
        else:
            assert tag & 7 == 0, "a kind of field that no message has"
        found.setdefault(tag >> 3, []).append(value)
    return found


def first(message, number, default):
    return message.get(number, [default])[0]


def records(folder):
    """The bodies of the records, oldest file first. What a kill has cut off the end of a file is passed over."""
    names = sorted(glob.glob(os.path.join(folder, "wal.[0-9]*"))) + [os.path.join(folder, "wal")]
    for name in names:
        with open(name, "rb") as file:
            data = file.read()
        at = 0
        while at + 8 <= len(data):
            length = int.from_bytes(data[at + 4:at + 8], "big")
            if at + 8 + length > len(data):
                break
            yield data[at + 8:at + 8 + length]
            at += 8 + length


def signed(home):
    """What the node was told with a signature: (signer, height, round, type, block, timestamp, signature).

    The signer is the address for a vote, and None for a proposal, which does not name it.
    """
    for body in records(os.path.join(home, "data/cs.wal")):
        for message in fields(first(fields(body), 2, b"")).get(2, []):  # TimedWALMessage.msg, WALMessage.msg_info
            inner = fields(first(fields(message), 1, b""))  # MsgInfo.msg
            for vote in inner.get(6, []):
                vote = fields(first(fields(vote), 1, b""))
                yield (vote[6][0].hex().upper(), vote[2][0], first(vote, 3, 0), vote[1][0], first(vote, 4, b""),
                       first(vote, 5, b""), vote[8][0])
            for proposal in inner.get(3, []):
                proposal = fields(first(fields(proposal), 1, b""))
                yield (None, proposal[2][0], first(proposal, 3, 0), PROPOSAL,
                       (first(proposal, 4, 0), first(proposal, 5, b"")), first(proposal, 6, b""), proposal[7][0])


def is_nil(block):
    """Whether the BlockID of a vote is nobody's block."""
    return not first(fields(block), 1, b"")


def by_position(homes):
    """What was signed, by all that several nodes were told: position -> {(block, timestamp, signature)}."""
    positions = {}
    for home in homes:
        for signer, height, round, kind, *content in signed(home):
            positions.setdefault((signer, height, round, kind), set()).add(tuple(content))
    return positions
